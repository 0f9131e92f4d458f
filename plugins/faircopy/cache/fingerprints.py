"""Fingerprints of values, and their canonical JSON: the same for equal values in every process.

The encoding serves two purposes: its hash tells whether a value has changed, and it can be decoded to the arguments of
a call, so that the next build can repeat the call.
"""

import datetime as dt
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from pathlib import PurePath
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any
from zoneinfo import ZoneInfo

# 128 bits, in hexadecimal digits.
DIGEST_BYTES = 16
# Deeper than any setting, and shallower than Python's stack.
MAX_DEPTH = 40


class UnhashableValueError(Exception):
    """A value that has no canonical form, such as an open file; the message names its type."""


# Types that JSON represents directly. Everything else is a list that begins with the name of a type, or has a NAME.
AS_IT_IS = frozenset((str, bool, int, float, type(None)))
BUILT_IN = frozenset((list, tuple, dict, set, frozenset))
PLAIN = (bool, int, float, complex, ZoneInfo, dt.date, dt.time, dt.timedelta)
NAME = "name"

# Made once: `json.dumps` makes another encoder each time.
to_json = json.JSONEncoder(separators=(",", ":")).encode

# Value -> the name that represents it, or None if its parts do.
NameOf = Callable[[object], str | None]
# Finds the object with a name; raises LookupError.
Find = Callable[[str], Any]


def no_names(_: object) -> None:
    """Let every value stand for itself."""


def fingerprint(value: object, name_of: NameOf = no_names) -> str:
    """Return the fingerprint of a value. The arguments and errors are those of `encode`."""
    if type(value) is str:
        # Long texts are many; behind a quotation mark, as in JSON, they are nothing else.
        return fingerprint_of_bytes(b'"', value.encode("utf-8", "surrogatepass"))
    return fingerprint_of_bytes(encode(value, name_of).encode("ascii"))


def fingerprint_of_bytes(*parts: bytes) -> str:
    """Return the fingerprint of the concatenated parts."""
    hasher = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for part in parts:
        hasher.update(part)
    return hasher.hexdigest()


def encode(value: object, name_of: NameOf = no_names) -> str:
    """Return plain values, dataclasses and collections as JSON. Raises UnhashableValueError for others.

    A value for which `name_of` returns a name is encoded as its type and that name; its parts do not count.
    """
    return to_json(as_plain(value, name_of, 0))


def encode_call(arguments: Iterable[object], named: Mapping[str, object], name_of: NameOf) -> str:
    """Return the arguments of a call as JSON. Raises UnhashableValueError if `decode_call` could not read them."""
    plain = [as_plain(one, name_of, 0) for one in arguments]
    plain_named = {name: as_plain(one, name_of, 0) for name, one in named.items()}
    for one in (*plain, *plain_named.values()):
        decode(one, no_names)
    return to_json([plain, plain_named])


def decode_call(encoded: str, find: Find) -> tuple[list[Any], dict[str, Any]]:
    """Return the positional and keyword arguments. Raises LookupError for a name that `find` does not know."""
    plain, plain_named = json.loads(encoded)
    return [decode(one, find) for one in plain], {name: decode(one, find) for name, one in plain_named.items()}


# This is where a build spends its time when little has changed: the most frequent values come first.
def as_plain(value: object, name_of: NameOf, depth: int) -> Any:  # noqa: PLR0911  # a table of cases
    kind: type = type(value)
    if kind in AS_IT_IS:
        return value
    name = type_name(kind)
    if isinstance(value, str) and not isinstance(value, Enum):
        # Markup is a string that is not escaped again: another value, though it is equal.
        return [name, str(value), *attributes_of(value, name_of, depth)]
    if isinstance(value, PLAIN):
        return [name, *plain_parts(value)]
    if isinstance(value, bytes):
        return [name, fingerprint_of_bytes(value)]
    if depth > MAX_DEPTH:
        raise UnhashableValueError(f"{kind.__qualname__} that is nested too deeply")
    if (named := name_of(value)) is not None:
        return {NAME: named, "type": name}
    parts = parts_of(value, name_of, depth + 1)
    if kind not in BUILT_IN and isinstance(value, list | tuple | Mapping | set | frozenset):
        return [name, parts, *attributes_of(value, name_of, depth)]
    return [name, *parts]


def attributes_of(value: object, name_of: NameOf, depth: int) -> list[Any]:
    """Return the extra attributes of a string or collection of a custom class."""
    attributes = getattr(value, "__dict__", None)
    return [as_plain(dict(attributes), name_of, depth + 1)] if attributes else []


def plain_parts(value: object) -> list[Any]:
    if isinstance(value, dt.datetime):
        # A time zone is told by its name: no two zones need differ in anything else that can be seen.
        return [value.isoformat(), value.tzname(), getattr(value.tzinfo, "key", None), value.fold]
    return [str(value)]


def parts_of(value: object, name_of: NameOf, depth: int) -> list[Any]:
    match value:
        case Enum():
            return [value.name]
        case list() | tuple():
            return [as_plain(one, name_of, depth) for one in value]
        case Mapping():
            return [as_plain(one, name_of, depth) for item in value.items() for one in item]
        case set() | frozenset():
            return sorted(encode(one, name_of) for one in value)
        case PurePath():
            return [str(value)]
    return parts_of_object(value, name_of, depth)


def parts_of_object(value: object, name_of: NameOf, depth: int) -> list[Any]:
    is_bound = isinstance(value, BuiltinFunctionType) and not isinstance(value.__self__, ModuleType | type)
    if isinstance(value, FunctionType | BuiltinFunctionType | type) and not is_bound:
        # What it does is part of the fingerprint of all code.
        return [f"{value.__module__}.{value.__qualname__}"]
    if is_dataclass(value):
        pairs = ((field.name, as_plain(getattr(value, field.name), name_of, depth)) for field in fields(value))
        return [part for pair in pairs for part in pair]
    raise UnhashableValueError(type(value).__qualname__)


@lru_cache(maxsize=1000)
def type_name(kind: type) -> str:
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def decode(plain: Any, find: Find) -> Any:  # noqa: PLR0911  # as above
    """Return the value that `as_plain` encoded. Raises UnhashableValueError if that is impossible."""
    if isinstance(plain, dict):
        return find(plain[NAME])
    if not isinstance(plain, list):
        return plain
    kind, *parts = plain
    match kind:
        case "list" | "tuple":
            found = [decode(one, find) for one in parts]
            return found if kind == "list" else tuple(found)
        case "dict":
            found = [decode(one, find) for one in parts]
            return dict(zip(found[::2], found[1::2], strict=True))
        case "markupsafe.Markup":
            return class_named(kind)(*parts)
        case "datetime.date":
            return dt.date.fromisoformat(*parts)
        case "datetime.datetime" | "pelican.utils.SafeDatetime":
            return moment(class_named(kind), *parts)
    raise UnhashableValueError(kind)


def moment(kind: type[dt.datetime], text: str, name: str | None, key: str | None, fold: int) -> dt.datetime:
    if name is not None and key is None:
        raise UnhashableValueError(f"time in the zone '{name}'")
    zone = ZoneInfo(key) if key else None
    return kind.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def class_named(name: str) -> Any:
    """Return one of the few classes that `decode` supports; it must have been imported already."""
    module, _, kind = name.rpartition(".")
    return getattr(sys.modules[module], kind)
