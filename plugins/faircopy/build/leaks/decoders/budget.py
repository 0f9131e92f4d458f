"""What a decoder is given and gives back, and how much work one file may make."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from faircopy.build.leaks.encodings import readings
from faircopy.build.leaks.forms import forms_of
from faircopy.build.leaks.similar_images import is_picture


class TooLargeError(Exception):
    """A file holds what cannot be searched; the message says what."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a file is unpacked. What holds more is a bomb, or nobody's download."""

    size: int = 256 * 1024**2  # bytes that come out, in all
    files: int = 20_000
    depth: int = 6  # times that one thing is packed in another


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that some bytes may be, and all that it may be read as."""

    text: str
    forms: tuple[str, ...]


@dataclass(frozen=True)  # no slots: what is worked out is kept
class Leaf:
    """A file, or something within it."""

    path: str  # within: "" for the file itself, 'a.tar/b.txt'
    data: bytes
    # Bytes that may be anything: only what is packed in them, and themselves as a whole, is looked at.
    is_opaque: bool = False

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        if self.is_opaque or is_picture(self.data):
            return ()
        return tuple(Reading(text, forms_of(text)) for text in readings(self.data))

    def within(self, path: str) -> "Leaf":
        """Return the same, named from the file that holds it."""
        return Leaf(f"{path}/{self.path}".strip("/"), self.data, self.is_opaque)


class Budget:
    """What may still be unpacked of one file."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.size, self.files = limits.size, limits.files

    def spend(self, size: int, files: int = 1) -> None:
        """Count something that was unpacked. Raises TooLargeError where it is too much."""
        self.size -= size
        self.files -= files
        if self.size < 0 or self.files < 0:
            most = f"{self.limits.size / 1024**2:.3g} MiB or {self.limits.files} files"
            raise TooLargeError(f"it unpacks to more than {most}")


# Yields what is packed in a file, as far as it can be read. Raises TooLargeError.
ByteDecoder = Callable[[Leaf, Budget], Iterator[Leaf]]
# Yields what is written in the letters of a text, or of a run of digits of one alphabet, both as UTF-8.
TextDecoder = Callable[[bytes, Budget], Iterator[Leaf]]
