"""The arguments of a call as JSON, and back: so that the next build can make the same call."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup
from pelican.contents import Content
from pelican.utils import SafeDatetime

from faircopy.incremental.digests import OpaqueError

Plain = str | int | float | bool | None
# A plain value stands for itself, a content is its name, and all else is an object of one member: its kind.
Written = Plain | dict[str, Any]

TEXTS: dict[str, type[str]] = {"str": str, "Markup": Markup}
LISTS: dict[str, type[list[Any]] | type[tuple[Any, ...]]] = {"list": list, "tuple": tuple}
TIMES: dict[str, type[dt.datetime]] = {"datetime": dt.datetime, "SafeDatetime": SafeDatetime}
NAMED = "names"  # the arguments that are given by name


# How a content is named, and found by its name; the latter raises LookupError.
NameOf = Callable[[Content], str]
Find = Callable[[str], Any]


def written(arguments: Iterable[object], named: Mapping[str, object], name_of: NameOf) -> str:
    """Return the arguments of a call as JSON. Raises OpaqueError for what cannot be written."""
    found = [written_value(one, name_of) for one in arguments]
    if named:
        found.append({NAMED: {name: written_value(one, name_of) for name, one in named.items()}})
    return json.dumps(found)


def written_value(value: object, name_of: NameOf) -> Written:
    kind = type(value)
    if isinstance(value, Content):
        return name_of(value)
    if value is None or kind in (bool, int, float) or (type(value) is str and not value.startswith("@")):
        return value  # type: ignore[return-value]  # it is plain
    if isinstance(value, str) and kind in TEXTS.values():
        return {kind.__name__: str(value)}
    if isinstance(value, list | tuple) and kind in LISTS.values():
        return {kind.__name__: [written_value(one, name_of) for one in value]}
    if isinstance(value, dt.datetime) and kind in TIMES.values():
        return {kind.__name__: [value.replace(tzinfo=None).isoformat(), zone_of(value), value.fold]}
    if kind is dt.date:
        return {"date": str(value)}
    raise OpaqueError(kind.__qualname__)


def zone_of(time: dt.datetime) -> str | None:
    if time.tzinfo is None or (isinstance(time.tzinfo, ZoneInfo) and time.tzinfo.key):
        return time.tzinfo.key if time.tzinfo else None
    raise OpaqueError(type(time.tzinfo).__qualname__)


def read(text: str, find: Find) -> tuple[list[Any], dict[str, Any]]:
    """Return arguments, and those by name."""
    arguments: list[Any] = []
    named: dict[str, Any] = {}
    for one in json.loads(text):
        if isinstance(one, dict) and NAMED in one:
            named = {name: read_value(each, find) for name, each in one[NAMED].items()}
        else:
            arguments.append(read_value(one, find))
    return arguments, named


def read_value(written: Written, find: Find) -> Any:
    if isinstance(written, str) and written.startswith("@"):
        return find(written)
    if not isinstance(written, dict):
        return written
    ((kind, value),) = written.items()
    if kind in TEXTS:
        return TEXTS[kind](value)
    if kind in LISTS:
        return LISTS[kind](read_value(one, find) for one in value)
    if kind in TIMES:
        time, zone, fold = value
        return TIMES[kind].fromisoformat(time).replace(tzinfo=ZoneInfo(zone) if zone else None, fold=fold)
    return dt.date.fromisoformat(value)
