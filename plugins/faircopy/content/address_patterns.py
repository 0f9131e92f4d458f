"""Fills in the patterns of addresses in Pelican's settings, such as `{date:%Y}/{slug}/`, which may be a stranger's."""

import re
from collections.abc import Mapping
from datetime import date
from string import Formatter
from typing import Any

# No address is as long, and no field of one is filled up to as much.
MAX_PATTERN_CHARS = 1000
WIDTH = re.compile(r"\d{4}")
# A value, a part of a date, a letter of a text. Other attributes say what nobody wants in an address.
FIELD = re.compile(r"(?P<name>\w+)(?:\.(?P<part>year|month|day|hour|minute|second)|\[(?P<index>\d{1,3})\])?", re.ASCII)


class AddressFormatter(Formatter):
    """Reads nothing but the given values, and makes none of them longer by itself."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        found = FIELD.fullmatch(field_name)
        if found is None:
            raise ValueError(field_name)
        value = self.get_value(found["name"], args, kwargs)
        if found["part"]:
            value = getattr(value, found["part"])
        elif found["index"]:
            value = value[int(found["index"])]
        return value, found["name"]

    def format_field(self, value: Any, format_spec: str) -> str:
        if not isinstance(value, date) and WIDTH.search(format_spec):
            raise ValueError(format_spec)
        return str(super().format_field(value, format_spec))


def address_by(pattern: str, values: Mapping[str, Any]) -> str | None:
    """Return the address that a pattern gives; None for a pattern that is none, or needs what only Pelican knows."""
    if len(pattern) > MAX_PATTERN_CHARS:
        return None
    try:
        return AddressFormatter().vformat(pattern, (), values)
    except (LookupError, ValueError, AttributeError, TypeError, OverflowError):
        return None
