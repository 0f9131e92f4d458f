import datetime as dt

import pytest

from faircopy.languages.words import SiteTranslations
from faircopy.metadata.dates import date_words, is_ahead, known_date

ENGLISH = SiteTranslations(())


@pytest.mark.parametrize(
    ("language", "day", "month", "year"),
    [
        ("en-NZ", "1 September 2017", "September 2017", "2017"),
        ("en", "1 September 2017", "September 2017", "2017"),
        ("en-US", "September 1, 2017", "September 2017", "2017"),
        ("de", "1. September 2017", "September 2017", "2017"),
        ("de-Latn-XX", "1. September 2017", "September 2017", "2017"),
        ("mi", "1 Hepetema 2017", "Hepetema 2017", "2017"),
        ("ar", "1 سبتمبر 2017", "سبتمبر 2017", "2017"),
        ("ja", "2017年9月1日", "2017年9月", "2017年"),
        ("tlh", "1 September 2017", "September 2017", "2017"),
        ("no language", "1 September 2017", "September 2017", "2017"),
    ],
)
def test_a_date_is_in_the_words_of_the_language_and_as_exact_as_it_is_given(
    language: str, day: str, month: str, year: str
) -> None:
    assert date_words("2017-09-01", language) == day
    assert date_words(dt.datetime(2017, 9, 1, 23, 59, tzinfo=dt.UTC), language) == day
    assert date_words("2017-09", language) == month
    assert date_words("2017", language) == year


@pytest.mark.parametrize("text", ["", "soon", "2017-13", "2017-02-30", "20170901", "2017-09-01T10"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"no date|month|day|isoformat"):
        date_words(text, "en")


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
    assert (known.iso, known.in_words(ENGLISH, "en-NZ")) == (iso, words)


def test_a_draft_without_a_date_says_so() -> None:
    known = known_date(dt.date(9999, 12, 31), "", approximate=False)
    assert (known.iso, known.in_words(ENGLISH, "en-NZ")) == ("", "not dated yet")


@pytest.mark.parametrize(("year", "ahead"), [(2020, False), (2022, True), (9999, False)])
def test_a_date_that_is_still_to_come_is_ahead(year: int, ahead: bool) -> None:
    assert is_ahead(dt.datetime(year, 1, 1, tzinfo=dt.UTC), dt.datetime(2021, 1, 1, tzinfo=dt.UTC)) is ahead
