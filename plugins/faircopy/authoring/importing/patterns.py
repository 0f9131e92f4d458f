"""Address patterns with placeholders: `/:year/:month/:title/`."""

import re
from collections.abc import Mapping
from datetime import datetime

NAME = re.compile(r":(?P<name>[a-z_]+)(?:\[[^\]]{0,200}\])?")


def dated_names(date: datetime | None) -> dict[str, str]:
    """Return the values of date placeholders, in Jekyll and in Hugo."""
    if date is None:
        return {}
    return {
        "year": f"{date.year:04}", "month": f"{date:%m}", "day": f"{date:%d}", "i_month": str(date.month),
        "i_day": str(date.day), "short_year": f"{date:%y}", "y_day": f"{date:%j}", "yearday": f"{int(f'{date:%j}')}",
        "hour": f"{date:%H}", "minute": f"{date:%M}", "second": f"{date:%S}", "monthname": f"{date:%B}",
        "short_month": f"{date:%b}", "long_month": f"{date:%B}", "weekdayname": f"{date:%A}", "weekday": f"{date:%w}",
    }  # fmt: skip


def address_by(pattern: str, names: Mapping[str, str]) -> str:
    """Return a pattern filled in; "" if it has an unknown placeholder."""
    if any(found["name"] not in names for found in NAME.finditer(pattern)):
        return ""
    made = NAME.sub(lambda found: names[found["name"]], pattern)
    return re.sub(r"/{2,}", "/", f"/{made}")
