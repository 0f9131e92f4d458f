"""What is wrong with a date, and with which part of it."""

import re
from dataclasses import dataclass
from datetime import datetime

from faircopy.content.moment import read_date

# A date, or a date and a time of day with or without its distance from UTC. ISO 8601, the part that people write.
TIME = r"\d{2}:\d{2}(:\d{2})?"
DATE = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}([ T]{TIME}([ ]?(Z|[+-](0\d|1[0-4]):?[0-5]\d))?)?", re.ASCII)
DAY = re.compile(r"(?P<day>\d{4}-\d{2}-\d{2})(?P<between>[ T]*)(?P<rest>.*)", re.ASCII | re.DOTALL)
# What follows a time of day is meant for a time zone.
ZONED = re.compile(rf"(?P<time>{TIME})[ ]?(?P<zone>[A-Za-z+-].*)", re.ASCII)
FORM = "write it as YYYY-MM-DD"


@dataclass(frozen=True, slots=True)
class DateFault:
    """What is wrong with a date."""

    offset: int  # of the part that is meant, from 0
    fact: str
    hint: str
    of_zone: bool = False


def is_date(text: str) -> bool:
    try:
        return bool(DATE.fullmatch(text)) and bool(datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-")))
    except ValueError:
        return False


def fault_elsewhere(text: str) -> DateFault | None:
    """Return what is wrong with a date for stock Pelican, which accepts more formats than our own sites do."""
    fault = fault_in_date(text)
    return None if fault and read_date(text) else fault


def fault_in_date(text: str) -> DateFault | None:
    """Return what is wrong with the date `text`; None if it is valid."""
    if is_date(text):
        return None
    found = DAY.fullmatch(text)
    if found is None:
        return DateFault(0, f"'{text}' is not a date" if text else "there is no date", FORM)
    day, rest = found["day"], found["rest"]
    if not is_date(day):
        return DateFault(0, f"'{day}' is not a day in the calendar", "correct the month or the day")
    start = found.start("rest")
    zoned = ZONED.fullmatch(rest)
    if zoned and is_date(f"{day} {zoned['time']}"):
        fact = f"'{zoned['zone']}' is not a time zone that a date can have"
        hint = "write the UTC offset, such as +13:00, or leave it out for the site's own time"
        return DateFault(start + zoned.start("zone"), fact, hint, of_zone=True)
    if is_date(f"{day} {rest}"):
        return DateFault(len(day), "there is more than one space before the time of day", f"write '{day} {rest}'")
    fact = f"'{rest}' is not a time of day in the required form"
    return DateFault(start, fact, "write hours and minutes with two digits each, from 00:00 to 23:59, as in 02:00")
