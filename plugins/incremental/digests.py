"""Value -> digest: the same for equal values in every process, and never a guess."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import PurePath
from types import BuiltinFunctionType, FunctionType
from zoneinfo import ZoneInfo

# 128 bits, in hexadecimal digits.
SIZE = 16
# Deeper than any setting, and shallower than Python's stack.
DEEPEST = 40


class OpaqueError(Exception):
    """A value whose text nobody can tell, such as an open file; the message names its type."""


# Value -> what stands for it, or None where its parts do.
Name = Callable[[object], str | None]


def no_names(_: object) -> None:
    """Let every value stand for itself."""


def digest_of(value: object, name: Name = no_names) -> str:
    """Return the digest of a value: plain, a dataclass, or a collection of such. Raises OpaqueError for others.

    What `name` has a name for stands in the digest by that name, with its type; its parts are not looked at.
    """
    hasher = hashlib.blake2b(digest_size=SIZE)
    for part in parts_of(value, name, 0):
        # Lengths keep apart what would read the same in a row.
        hasher.update(b"%d:" % len(part))
        hasher.update(part)
    return hasher.hexdigest()


def digest_of_bytes(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=SIZE).hexdigest()


def parts_of(value: object, name: Name, depth: int) -> Iterator[bytes]:
    kind = type(value)
    if isinstance(value, str) and not isinstance(value, Enum):
        # Markup is a string that is not escaped again: another value, though it is equal.
        yield b"" if kind is str else type_name(kind)
        yield value.encode("utf-8", "surrogatepass")
        return
    yield type_name(kind)
    if value is None or isinstance(value, bool | int | float | complex | ZoneInfo | dt.date | dt.time | dt.timedelta):
        yield plain(value)
    elif isinstance(value, bytes):
        yield value
    elif depth > DEEPEST:
        raise OpaqueError(f"{kind.__qualname__} that is nested too deeply")
    elif (named := name(value)) is not None:
        yield named.encode()
    else:
        yield from parts_of_collection(value, name, depth + 1)


def plain(value: object) -> bytes:
    if isinstance(value, dt.datetime):
        # repr() has a time zone's own repr(), and no two zones need differ in it.
        return f"{value.isoformat()} {value.tzname()} {value.fold}".encode()
    return str(value).encode()


def parts_of_collection(value: object, name: Name, depth: int) -> Iterator[bytes]:
    match value:
        case Enum():
            yield value.name.encode()
        case PurePath():
            yield str(value).encode()
        case Mapping():
            for key, one in value.items():
                yield from parts_of(key, name, depth)
                yield from parts_of(one, name, depth)
        case list() | tuple():
            yield b"%d" % len(value)
            for one in value:
                yield from parts_of(one, name, depth)
        case set() | frozenset():
            yield from sorted(digest_of(one, name).encode() for one in value)
        case _:
            yield from parts_of_object(value, name, depth)


def parts_of_object(value: object, name: Name, depth: int) -> Iterator[bytes]:
    if isinstance(value, FunctionType | BuiltinFunctionType | type):
        # What it does is part of the digest of all code.
        yield f"{value.__module__}.{value.__qualname__}".encode()
    elif is_dataclass(value):
        for field in fields(value):
            yield field.name.encode()
            yield from parts_of(getattr(value, field.name), name, depth)
    else:
        raise OpaqueError(type(value).__qualname__)


def type_name(kind: type) -> bytes:
    return f"{kind.__module__}.{kind.__qualname__}".encode()
