"""Dates in the language of the reader, by CLDR, and only as precise as they are known."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from faircopy.languages.tags import locale_of
from faircopy.languages.words import SiteTranslations

LENGTH_OF_MONTH = len("2017-09")
LENGTH_OF_DAY = len("2017-09-01")
# What completes a partial date, by its length, to a day.
MISSING = {LENGTH_OF_DAY: "", LENGTH_OF_MONTH: "-01", len("2017"): "-01-01"}


# What Pelican gives a draft without a date.
NOT_DATED = 9999


@dataclass(frozen=True, slots=True)
class KnownDate:
    """A date of publication, as precise as it is known."""

    iso: str  # '2017-09-01', '2017-09' or '2017'; "" when there is no date yet
    about: bool = False  # the year itself may be another

    def in_words(self, words: SiteTranslations, language: str) -> str:
        """Return '1 September 2017', 'September 2017' or 'about 2015' in a language."""
        _ = words.of(language).gettext
        if not self.iso:
            return _("not dated yet")
        text = date_words(self.iso, language)
        return _("about %(date)s") % {"date": text} if self.about else text


def known_date(date: dt.date, original: str, *, approximate: bool) -> KnownDate:
    """Return the certain part of `date`.

    `original` is when the article first appeared, as exactly as it is known; a month without a day there means
    that the day of `date` is a stand-in. `approximate` means that even its month is.
    """
    if date.year == NOT_DATED:
        return KnownDate("")
    if approximate:
        return KnownDate(f"{date.year}", about=True)
    return KnownDate(original if len(original) == LENGTH_OF_MONTH else iso_day(date))


def iso_day(date: dt.date) -> str:
    """Return '2017-09-01'."""
    # Not strftime: Pelican's dates have one of their own, which takes longer than all else that is done with a date.
    return f"{date.year:04}-{date.month:02}-{date.day:02}"


def is_ahead(date: dt.datetime, now: dt.datetime) -> bool:
    """Tell whether `date` is in the future; a draft without a date is not."""
    return date.year != NOT_DATED and date > now


@lru_cache(maxsize=10_000)
def date_words(date: str | dt.date, language: str) -> str:
    """Return a date, or a partial date in ISO form, in the words of a language, with the same precision.

    In English '2017-09-01' is '1 September 2017', '2017-09' is 'September 2017', '2017' is '2017'. Raises ValueError
    for anything else.
    """
    text = date if isinstance(date, str) else iso_day(date)
    missing = MISSING.get(len(text))
    if missing is None:
        raise ValueError(f"'{text}' is no date as 2017-09-01, 2017-09 or 2017")
    day = dt.date.fromisoformat(text + missing)
    # Loaded when a page is made, which many builds need not do.
    from babel.dates import format_date, format_skeleton  # noqa: PLC0415

    locale = locale_of(language)
    if len(text) == LENGTH_OF_DAY:
        return format_date(day, "long", locale=locale)
    # As CLDR names them: https://www.unicode.org/reports/tr35/tr35-dates.html#availableFormats_appendItems
    return format_skeleton("yMMMM" if len(text) == LENGTH_OF_MONTH else "y", day, locale=locale)


def date_of(article: Any) -> KnownDate:
    """Return the known date of an article that Pelican has read."""
    # Metadata come as text, or as dates, numbers and booleans from a YAML reader: hence str().
    approximate = str(getattr(article, "date_approximate", "")).lower() in {"yes", "true"}
    return known_date(article.date, str(getattr(article, "original", None) or ""), approximate=approximate)
