"""Value -> digest: the same for equal values in every process, and never a guess."""

import datetime as dt
import hashlib
from array import array
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from pathlib import PurePath
from types import BuiltinFunctionType, FunctionType, ModuleType
from zoneinfo import ZoneInfo

# 128 bits, in hexadecimal digits.
SIZE = 16
# Deeper than any setting, and shallower than Python's stack.
DEEPEST = 40


class OpaqueError(Exception):
    """A value whose text nobody can tell, such as an open file; the message names its type."""


BUILT_IN = {list, tuple, dict, set, frozenset}
PLAIN = (bool, int, float, complex, ZoneInfo, dt.date, dt.time, dt.timedelta)

# Value -> what stands for it, or None where its parts do.
Name = Callable[[object], str | None]


def no_names(_: object) -> None:
    """Let every value stand for itself."""


def digest_of(value: object, name: Name = no_names) -> str:
    """Return the digest of a value: plain, a dataclass, or a collection of such. Raises OpaqueError for others.

    What `name` has a name for stands in the digest by that name, with its type; its parts are not looked at.
    """
    parts: list[bytes] = []
    add_parts(parts, value, name, 0)
    # Lengths keep apart what would read the same in a row, and their number them from what comes after.
    return digest_of_bytes(b"%d:%b%b" % (len(parts), array("Q", map(len, parts)).tobytes(), b"".join(parts)))


def digest_of_bytes(*parts: bytes) -> str:
    """Return the digest of bytes, which need not be put together for it."""
    hasher = hashlib.blake2b(digest_size=SIZE)
    for part in parts:
        hasher.update(part)
    return hasher.hexdigest()


# A list that is added to, and no generators: this is where a build spends its time when little has changed.
def add_parts(parts: list[bytes], value: object, name: Name, depth: int) -> None:
    kind: type = type(value)
    if kind is str:
        parts.append(b"")
        parts.append(value.encode("utf-8", "surrogatepass"))  # type: ignore[attr-defined]  # it is a text
        return
    parts.append(type_name(kind))
    if isinstance(value, str) and not isinstance(value, Enum):
        # Markup is a string that is not escaped again: another value, though it is equal.
        parts.append(value.encode("utf-8", "surrogatepass"))
        add_attributes(parts, value, name, depth)
    elif value is None or isinstance(value, PLAIN):
        parts.append(plain(value))
    elif isinstance(value, bytes):
        parts.append(value)
    elif depth > DEEPEST:
        raise OpaqueError(f"{kind.__qualname__} that is nested too deeply")
    elif (named := name(value)) is not None:
        parts.append(named.encode())
    else:
        add_parts_of_collection(parts, value, name, depth + 1)
        if kind not in BUILT_IN and isinstance(value, list | tuple | Mapping | set | frozenset):
            add_attributes(parts, value, name, depth)


def add_attributes(parts: list[bytes], value: object, name: Name, depth: int) -> None:
    """Add what a text or a collection, of a class of its own, has besides."""
    if attributes := getattr(value, "__dict__", None):
        add_parts(parts, dict(attributes), name, depth + 1)


def plain(value: object) -> bytes:
    if isinstance(value, dt.datetime):
        # repr() has a time zone's own repr(), and no two zones need differ in it.
        return f"{value.isoformat()} {value.tzname()} {value.fold}".encode()
    return str(value).encode()


def add_parts_of_collection(parts: list[bytes], value: object, name: Name, depth: int) -> None:
    match value:
        case Enum():
            parts.append(value.name.encode())
        case list() | tuple():
            parts.append(b"%d" % len(value))
            for one in value:
                add_parts(parts, one, name, depth)
        case Mapping():
            for key, one in value.items():
                add_parts(parts, key, name, depth)
                add_parts(parts, one, name, depth)
        case set() | frozenset():
            parts.extend(sorted(digest_of(one, name).encode() for one in value))
        case PurePath():
            parts.append(str(value).encode())
        case _:
            add_parts_of_object(parts, value, name, depth)


def add_parts_of_object(parts: list[bytes], value: object, name: Name, depth: int) -> None:
    is_bound = isinstance(value, BuiltinFunctionType) and not isinstance(value.__self__, ModuleType | type)
    if isinstance(value, FunctionType | BuiltinFunctionType | type) and not is_bound:
        # What it does is part of the digest of all code.
        parts.append(f"{value.__module__}.{value.__qualname__}".encode())
    elif is_dataclass(value):
        for field in fields(value):
            parts.append(field.name.encode())
            add_parts(parts, getattr(value, field.name), name, depth)
    else:
        raise OpaqueError(type(value).__qualname__)


@lru_cache(maxsize=1000)
def type_name(kind: type) -> bytes:
    return f"{kind.__module__}.{kind.__qualname__}".encode()
