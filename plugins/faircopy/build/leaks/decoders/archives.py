"""Archives: zip and tar, also behind other bytes, and formats that we cannot open."""

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import IO

from faircopy.build.leaks.decoders.budget import Leaf, TooLargeError, UnpackBudget
from faircopy.build.leaks.decoders.streams import in_bzip2, in_zipped_deflate, in_zipped_lzma

BLOCK_BYTES = 1024**2
ZIP = b"PK\x05\x06"  # at the end of each
ENTRY, ENTRY_BYTES = b"PK\x03\x04", 30
TAR, TAR_AT = b"ustar", 257
ENCRYPTED = 1  # of a zip's flags
# What we have no program for.
CLOSED = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "rar",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x04\x22\x4d\x18": "lz4",
}
FAULTS = (OSError, EOFError, ValueError, RuntimeError, zlib.error, tarfile.TarError, zipfile.BadZipFile)


def in_closed(leaf: Leaf, _: UnpackBudget) -> Iterator[Leaf]:
    """Raise TooLargeError for an archive format that cannot be opened."""
    data = leaf.data
    for sign, name in CLOSED.items():
        if data.startswith(sign):
            raise TooLargeError(f"it is packed with {name}, which cannot be opened here")
    yield from ()


def in_zip(leaf: Leaf, budget: UnpackBudget) -> Iterator[Leaf]:
    data = leaf.data
    if ZIP not in data:
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                if entry.flag_bits & ENCRYPTED:
                    raise TooLargeError(f"'{entry.filename}' in it is encrypted")
                if not entry.is_dir():
                    yield from in_entry(data, entry, budget)
    except FAULTS:
        return


def in_entry(data: bytes, entry: zipfile.ZipInfo, budget: UnpackBudget) -> Iterator[Leaf]:
    """Yield the contents of an entry, whatever name or checksum is beside it: `zipfile` gives nothing of a false one.

    What `zipfile` unpacks at once may also be gigabytes of a few bytes. Raises TooLargeError.
    """
    unpacked = UNPACKED.get(entry.compress_type)
    if unpacked is None:
        raise TooLargeError(f"'{entry.filename}' in it is packed in a way that cannot be opened here")
    for inner in unpacked(packed_bytes(data, entry), budget):
        yield Leaf(entry.filename, inner.data)


def packed_bytes(data: bytes, entry: zipfile.ZipInfo) -> bytes:
    """Return the bytes of an entry as they are packed, behind its own header (APPNOTE.TXT 4.3.7)."""
    header = data[entry.header_offset : entry.header_offset + ENTRY_BYTES]
    if len(header) < ENTRY_BYTES or not header.startswith(ENTRY):
        return b""
    name_bytes, extra_bytes = struct.unpack_from("<HH", header, ENTRY_BYTES - 4)
    start = entry.header_offset + ENTRY_BYTES + name_bytes + extra_bytes
    return data[start : start + entry.compress_size]


def stored(data: bytes, budget: UnpackBudget) -> Iterator[Leaf]:
    """Yield the contents of an entry that is not packed."""
    budget.spend(len(data))
    yield Leaf("", data)


# By the way of packing.
UNPACKED: Mapping[int, Callable[[bytes, UnpackBudget], Iterator[Leaf]]] = {
    zipfile.ZIP_STORED: stored,
    zipfile.ZIP_DEFLATED: in_zipped_deflate,
    zipfile.ZIP_BZIP2: in_bzip2,
    zipfile.ZIP_LZMA: in_zipped_lzma,
}


def in_tar(leaf: Leaf, budget: UnpackBudget) -> Iterator[Leaf]:
    data = leaf.data
    start = data.find(TAR) - TAR_AT
    if start < 0:
        return
    try:
        with tarfile.open(fileobj=io.BytesIO(data[start:]), mode="r:") as archive:
            for entry in archive:
                stream = archive.extractfile(entry) if entry.isfile() else None
                if stream:
                    yield Leaf(entry.name, read(stream, budget))
    except FAULTS:
        return


def read(stream: IO[bytes], budget: UnpackBudget) -> bytes:
    """Return the contents of a stream, up to the point where it is damaged."""
    parts: list[bytes] = []
    budget.spend(0)
    try:
        while part := stream.read(BLOCK_BYTES):
            budget.spend(len(part), 0)
            parts.append(part)
    except FAULTS:
        pass  # what came before the damage counts
    return b"".join(parts)
