"""The files within a file: gzip, bzip2, xz, zip, tar, the streams of a PDF, base64; one in another, too."""

import base64
import binascii
import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, cast

# A site has no file of more than 100 MiB; what unpacks to more than these is a bomb, or nobody's download.
MOST_BYTES = 256 * 1024**2
MOST_FILES = 20_000
DEEPEST = 6
BLOCK = 1024**2

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
TAR_MAGIC = slice(257, 262)
PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
BASE64 = re.compile(rb"base64,\s*([A-Za-z0-9+/=_\-]{8,})")


class TooLargeError(Exception):
    """A file holds more than can be searched; the message says what."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A file, or one within it."""

    path: str  # within: "" for the file itself, 'a.tar/b.txt'
    data: bytes


@dataclass(slots=True)
class Budget:
    """What may still be unpacked."""

    size: int = field(default_factory=lambda: MOST_BYTES)
    files: int = field(default_factory=lambda: MOST_FILES)

    def spend(self, size: int) -> None:
        self.size -= size
        self.files -= 1
        if self.size < 0 or self.files < 0:
            raise TooLargeError(f"it unpacks to more than {MOST_BYTES // 1024**2} MiB or {MOST_FILES} files")


def leaves_of(data: bytes) -> Iterator[Leaf]:
    """Yield a file and all that is packed in it. Raises TooLargeError, after the first."""
    yield from unpacked(Leaf("", data), Budget(), 0)


def unpacked(leaf: Leaf, budget: Budget, depth: int) -> Iterator[Leaf]:
    yield leaf
    reader = reader_of(leaf.data)
    if reader is None:
        return
    if depth >= DEEPEST:
        raise TooLargeError(f"it is packed more than {DEEPEST} times")
    # What is damaged is read as far as it goes.
    faults = (OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile)
    try:
        for inner in reader(leaf.data, budget):
            path = f"{leaf.path}/{inner.path}".strip("/")
            yield from unpacked(Leaf(path, inner.data), budget, depth + 1)
    except (*faults, NotImplementedError, RuntimeError):  # an unknown method, a password
        return


# How what begins so is opened.
STREAMS: dict[bytes, Callable[[io.BytesIO], IO[bytes]]] = {
    b"\x1f\x8b": lambda packed: cast("IO[bytes]", gzip.GzipFile(fileobj=packed)),
    b"BZh": lambda packed: cast("IO[bytes]", bz2.BZ2File(packed)),
    b"\xfd7zXZ\0": lambda packed: cast("IO[bytes]", lzma.LZMAFile(packed)),  # noqa: SIM115  # closed with the bytes
}
Reader = Callable[[bytes, Budget], Iterator[Leaf]]


def reader_of(data: bytes) -> Reader | None:
    for magic, opened in STREAMS.items():
        if data.startswith(magic):
            return lambda packed, budget: in_stream(opened(io.BytesIO(packed)), budget)
    if data.startswith(ZIP):
        return in_zip
    if data[TAR_MAGIC] == b"ustar":
        return in_tar
    if data.startswith(b"%PDF-"):
        return in_pdf
    return in_base64 if b"base64," in data else None


def in_stream(stream: IO[bytes], budget: Budget) -> Iterator[Leaf]:
    parts: list[bytes] = []
    try:
        while part := stream.read(BLOCK):
            budget.spend(len(part))
            parts.append(part)
    except (OSError, EOFError, zlib.error, lzma.LZMAError):
        pass  # what came before the damage counts
    if parts:
        yield Leaf("", b"".join(parts))


def in_zip(data: bytes, budget: Budget) -> Iterator[Leaf]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                with archive.open(entry) as stream:
                    yield from named(entry.filename, in_stream(stream, budget))


def in_tar(data: bytes, budget: Budget) -> Iterator[Leaf]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        for entry in archive:
            stream = archive.extractfile(entry) if entry.isfile() else None
            if stream:
                yield from named(entry.name, in_stream(stream, budget))


def named(name: str, leaves: Iterator[Leaf]) -> Iterator[Leaf]:
    return (Leaf(name, leaf.data) for leaf in leaves)


def in_pdf(data: bytes, budget: Budget) -> Iterator[Leaf]:
    for found in PDF_STREAM.finditer(data):
        try:
            inner = zlib.decompressobj().decompress(found[1], max(1, budget.size))
        except zlib.error:
            continue
        budget.spend(len(inner))
        yield Leaf("stream", inner)


def in_base64(data: bytes, budget: Budget) -> Iterator[Leaf]:
    for found in BASE64.finditer(data):
        text = found[1].translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
        try:
            inner = base64.b64decode(text + b"=" * (-len(text) % 4))
        except binascii.Error:
            continue
        budget.spend(len(inner))
        yield Leaf("base64", inner)
