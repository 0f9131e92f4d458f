"""Archives: zip and tar, also behind other bytes, and formats that we cannot open."""

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from copy import copy
from typing import IO

from faircopy.build.leaks.decoders.budget import Leaf, TooLargeError, UnpackBudget
from faircopy.build.leaks.decoders.streams import in_bzip2, in_zipped_lzma

BLOCK_BYTES = 1024**2
ZIP = b"PK\x05\x06"  # at the end of each
TAR, TAR_AT = b"ustar", 257
ENCRYPTED = 1  # of a zip's flags
# What we have no program for.
CLOSED = {
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!\x1a\x07": "rar",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"\x04\x22\x4d\x18": "lz4",
}
# Of these `zipfile` unpacks a piece at once, and a few bytes of them may be gigabytes.
UNBOUNDED = {zipfile.ZIP_BZIP2: in_bzip2, zipfile.ZIP_LZMA: in_zipped_lzma}
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
                    yield from in_entry(archive, entry, budget)
    except FAULTS:
        return


def in_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: UnpackBudget) -> Iterator[Leaf]:
    try:
        if entry.compress_type in UNBOUNDED:
            packed = packed_bytes(archive, entry)
            for inner in UNBOUNDED[entry.compress_type](packed, budget):
                yield Leaf(entry.filename, inner.data)
            return
        with archive.open(entry) as stream:
            yield Leaf(entry.filename, read(stream, budget))
    except NotImplementedError as error:
        raise TooLargeError(f"'{entry.filename}' in it is packed in a way that cannot be opened here") from error
    except FAULTS:
        return  # the others may be whole


def packed_bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return the bytes of an entry as they are packed. Raises what `ZipFile.open` raises."""
    stored = copy(entry)
    stored.compress_type, stored.file_size = zipfile.ZIP_STORED, entry.compress_size
    del stored.CRC  # it is that of the contents
    with archive.open(stored) as stream:
        return stream.read()


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
