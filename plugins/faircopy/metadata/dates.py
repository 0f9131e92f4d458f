"""Dates as a New Zealander writes them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

LENGTH_OF_MONTH = len("2017-09")
LENGTH_OF_DAY = len("2017-09-01")


# What Pelican gives a draft without a date.
NOT_DATED = 9999


@dataclass(frozen=True, slots=True)
class KnownDate:
    """When something was published, as exactly as it is known."""

    iso: str  # '2017-09-01', '2017-09' or '2017'; "" when there is no date yet
    words: str
    about: bool = False  # the year itself may be another

    def __str__(self) -> str:
        """Return '1 September 2017', 'September 2017' or 'about 2015'."""
        return f"about {self.words}" if self.about else self.words


def known_date(date: dt.date, original: str, *, approximate: bool) -> KnownDate:
    """Return as much of `date` as is certain.

    `original` is when the article first appeared, as exactly as it is known; a month without a day there means
    that the day of `date` is a stand-in. `approximate` means that even its month is.
    """
    if date.year == NOT_DATED:
        return KnownDate("", "not dated yet")
    if approximate:
        return KnownDate(f"{date.year}", f"{date.year}", about=True)
    iso = original if len(original) == LENGTH_OF_MONTH else iso_day(date)
    return KnownDate(iso, original_text(iso))


def iso_day(date: dt.date) -> str:
    """Return '2017-09-01'."""
    # Not strftime: Pelican's dates have one of their own, which takes longer than all else that is done with a date.
    return f"{date.year:04}-{date.month:02}-{date.day:02}"


def is_ahead(date: dt.datetime, now: dt.datetime) -> bool:
    """Tell whether `date` is still to come; a draft without a date has none."""
    return date.year != NOT_DATED and date > now


def nz_date(date: dt.date) -> str:
    """Return '1 September 2017'."""
    return f"{date.day} {month_and_year(date)}"


def original_text(text: str) -> str:
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


def date_of(article: Any) -> KnownDate:
    """Return what is known of the date of an article that Pelican has read."""
    # Metadata come as text, or as dates, numbers and booleans from a YAML reader: hence str().
    approximate = str(getattr(article, "date_approximate", "")).lower() in {"yes", "true"}
    return known_date(article.date, str(getattr(article, "original", None) or ""), approximate=approximate)
