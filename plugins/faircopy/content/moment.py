"""The moment as of which a site is built: the only place that reads the clock."""

import os
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from faircopy.content import rules
from faircopy.diagnostics.model import ContentError

# In the environment: another time than that of the clock.
VARIABLE = "FAIRCOPY_NOW"
SETTINGS = "pelicanconf.py"
# The Pelican setting that carries the moment, so that a whole build has one.
MOMENT = "SCHEDULING_MOMENT"
# Two days that have no part in common.
DEFAULTS = (datetime(2000, 1, 1), datetime(2001, 2, 2))  # noqa: DTZ001  # a zone is taken as it is written


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, and the author's time zone, which applies to dates without one."""

    now: datetime  # with time zone
    zone: ZoneInfo
    source: str = "the clock of this machine"

    def is_before(self, date: datetime) -> bool:
        """Tell whether `date` is in the future."""
        return self.now < self.with_zone(date)

    def with_zone(self, date: datetime) -> datetime:
        return date if date.tzinfo else date.replace(tzinfo=self.zone)


def read_date(text: str) -> datetime | None:
    """Return the date of a front matter field, at midnight if it has no time; None if it is no date."""
    try:
        return datetime.fromisoformat(text.strip().replace(" +", "+").replace(" -", "-").replace(" Z", "Z"))
    except ValueError:
        return full_date(text)


def full_date(text: str) -> datetime | None:
    """Return a date as Pelican parses it (dateutil); None if the year, month or day is missing.

    Pelican would fill these in from the day of the build.
    """
    from dateutil import parser as dates  # noqa: PLC0415  # most texts have dates that need it not

    text = " ".join(text.split())
    if not any(one.isdigit() for one in text):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # of the name of a zone that it does not know
            first, second = (dates.parse(text, default=day) for day in DEFAULTS)
        first.utcoffset()  # a ValueError for a zone that is days away
    except (ValueError, OverflowError, dates.ParserError, dates.UnknownTimezoneWarning):
        return None
    return first if first == second else None


def zone_named(name: str) -> ZoneInfo:
    """Return a time zone. Raises ContentError if there is none of that name."""
    try:
        return ZoneInfo(name)
    # zoneinfo reads a file: of a folder as "Europe", a file of another kind, and a name that is no path, it says
    # what went wrong with the file.
    except (ZoneInfoNotFoundError, OSError, ValueError, TypeError):
        hint = "correct TIMEZONE, to a name like Pacific/Auckland"
        raise ContentError([rules.ZONE_UNKNOWN.at(SETTINGS, 1, f"there is no time zone '{name}'", hint)]) from None


def moment_of(settings: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Moment:
    """Return the moment as of which a site with these Pelican settings is built.

    Raises ContentError if the environment names an invalid moment, or TIMEZONE no zone.
    """
    if isinstance(given := settings.get(MOMENT), Moment):
        return given
    zone = zone_named(settings.get("TIMEZONE") or "UTC")
    text = environment.get(VARIABLE, "")
    if not text:
        return Moment(datetime.now(UTC), zone)
    now = read_date(text)
    if now is None:
        fact, hint = f"{VARIABLE} is '{text}', which is no time", "write it as 2026-11-23T12:00+13:00"
        raise ContentError([rules.NOW_UNREADABLE.at("the environment", 1, fact, hint)])
    return Moment(now if now.tzinfo else now.replace(tzinfo=zone), zone, VARIABLE)
