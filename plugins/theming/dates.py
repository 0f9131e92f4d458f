"""Dates as a New Zealander writes them."""

import datetime as dt

LENGTH_OF_MONTH = len("2017-09")
LENGTH_OF_DAY = len("2017-09-01")


def nz_date(date: dt.date) -> str:
    """Return '1 September 2017'."""
    return f"{date.day} {month_and_year(date)}"


def partial_date(text: str) -> str:
    """Return the ISO date `text` in words, as exactly as it is given.

    '2017-09-01' is '1 September 2017', '2017-09' is 'September 2017', '2017' is '2017'.
    Raises ValueError when it is none of these.
    """
    if len(text) == LENGTH_OF_DAY:
        return nz_date(dt.date.fromisoformat(text))
    if len(text) == LENGTH_OF_MONTH:
        return month_and_year(dt.date.fromisoformat(f"{text}-01"))
    return str(dt.date.fromisoformat(f"{text}-01-01").year)


def month_and_year(date: dt.date) -> str:
    # Not strftime: the name of the month must not follow the machine's locale.
    return f"{MONTHS[date.month - 1]} {date.year}"


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
