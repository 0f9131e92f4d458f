import datetime as dt

import pytest

from faircopy.metadata.dates import is_ahead, known_date, nz_date, original_text


def test_a_date_is_written_as_in_new_zealand() -> None:
    assert nz_date(dt.date(2017, 9, 1)) == "1 September 2017"
    assert nz_date(dt.datetime(2011, 12, 31, 23, 59, tzinfo=dt.UTC)) == "31 December 2011"


@pytest.mark.parametrize(
    ("text", "words"), [("2014-08-17", "17 August 2014"), ("2017-09", "September 2017"), ("2015", "2015")]
)
def test_a_date_is_as_exact_as_it_is_given(text: str, words: str) -> None:
    assert original_text(text) == words


@pytest.mark.parametrize("text", ["", "soon", "2017-13", "2017-02-30", "20170901"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month|day"):
        original_text(text)


@pytest.mark.parametrize(
    ("original", "approximate", "iso", "words"),
    [
        ("", False, "2017-09-01", "1 September 2017"),
        ("2017-09-01", False, "2017-09-01", "1 September 2017"),
        ("2017-09", False, "2017-09", "September 2017"),
        ("2017", True, "2017", "about 2017"),
    ],
)
def test_as_much_of_a_date_is_shown_as_is_certain(original: str, approximate: bool, iso: str, words: str) -> None:
    known = known_date(dt.date(2017, 9, 1), original, approximate=approximate)
    assert (known.iso, str(known)) == (iso, words)


def test_a_draft_without_a_date_says_so() -> None:
    known = known_date(dt.date(9999, 12, 31), "", approximate=False)
    assert (known.iso, str(known)) == ("", "not dated yet")


@pytest.mark.parametrize(("year", "ahead"), [(2020, False), (2022, True), (9999, False)])
def test_a_date_that_is_still_to_come_is_ahead(year: int, ahead: bool) -> None:
    assert is_ahead(dt.datetime(year, 1, 1, tzinfo=dt.UTC), dt.datetime(2021, 1, 1, tzinfo=dt.UTC)) is ahead
