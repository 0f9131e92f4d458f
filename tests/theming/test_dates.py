import datetime as dt

import pytest

from theming.dates import nz_date, partial_date


def test_a_date_is_written_as_in_new_zealand() -> None:
    assert nz_date(dt.date(2017, 9, 1)) == "1 September 2017"
    assert nz_date(dt.datetime(2011, 12, 31, 23, 59, tzinfo=dt.UTC)) == "31 December 2011"


@pytest.mark.parametrize(
    ("text", "words"), [("2014-08-17", "17 August 2014"), ("2017-09", "September 2017"), ("2015", "2015")]
)
def test_a_date_is_as_exact_as_it_is_given(text: str, words: str) -> None:
    assert partial_date(text) == words


@pytest.mark.parametrize("text", ["", "soon", "2017-13", "2017-02-30", "20170901"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"isoformat|month|day"):
        partial_date(text)
