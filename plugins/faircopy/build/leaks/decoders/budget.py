"""The input and output of decoders, and the limit of work for one file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from faircopy.build.leaks.encodings import readings
from faircopy.build.leaks.forms import forms_of
from faircopy.build.leaks.similar_images import is_picture

MOST_RATIO = 200  # bytes that come out for each that goes in
UNQUESTIONED = 32 * 1024**2  # bytes that may come out in any case


class TooLargeError(Exception):
    """A file cannot be searched; the message says why."""


@dataclass(frozen=True, slots=True)
class UnpackLimits:
    """How far a file is unpacked. A file that needs more is a decompression bomb."""

    size: int = 256 * 1024**2  # bytes that come out, in all
    files: int = 20_000
    depth: int = 6  # times that one thing is packed in another

    def for_file(self, packed_size: int) -> "UnpackLimits":
        """Return the limits for a file of so many bytes: nothing that is meant to be read is packed to a 200th."""
        return replace(self, size=min(self.size, max(UNQUESTIONED, MOST_RATIO * packed_size)))


@dataclass(frozen=True, slots=True)
class DecodedText:
    """One decoding of some bytes as text, and the forms in which that text may be read."""

    text: str
    forms: tuple[str, ...]


@dataclass(frozen=True)  # no slots: what is worked out is kept
class Leaf:
    """A file, or a file inside another."""

    path: str  # within: "" for the file itself, 'a.tar/b.txt'
    data: bytes
    # Bytes that may be anything: only what is packed in them, and themselves as a whole, is looked at.
    is_opaque: bool = False

    @cached_property
    def readings(self) -> tuple[DecodedText, ...]:
        if self.is_opaque or is_picture(self.data):
            return ()
        return tuple(DecodedText(text, forms_of(text)) for text in readings(self.data))

    def within(self, path: str) -> "Leaf":
        """Return a copy that is named after the file that contains it."""
        return Leaf(f"{path}/{self.path}".strip("/"), self.data, self.is_opaque)


class UnpackBudget:
    """How much may still be unpacked of one file."""

    def __init__(self, limits: UnpackLimits) -> None:
        self.limits = limits
        self.size, self.files = limits.size, limits.files

    def spend(self, size: int, files: int = 1) -> None:
        """Count unpacked bytes and files. Raises TooLargeError beyond the limit."""
        self.size -= size
        self.files -= files
        if self.size < 0 or self.files < 0:
            most = f"{self.limits.size / 1024**2:.3g} MiB or {self.limits.files} files"
            raise TooLargeError(f"it unpacks to more than {most}")


# Yields what is packed in a file, as far as it can be read. Raises TooLargeError.
ByteDecoder = Callable[[Leaf, UnpackBudget], Iterator[Leaf]]
# Yields what is written in the letters of a text, or of a run of digits of one alphabet, both as UTF-8.
TextDecoder = Callable[[bytes, UnpackBudget], Iterator[Leaf]]
