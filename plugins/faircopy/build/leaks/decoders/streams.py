"""Compressed streams (gzip, zlib, deflate, bzip2, xz), at the start of some bytes or behind others."""

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from faircopy.build.leaks.decoders.budget import Leaf, UnpackBudget
from faircopy.build.leaks.encodings import is_telling, is_utf8
from faircopy.build.leaks.similar_images import is_picture

BLOCK_BYTES = 64 * 1024
# Fewer bytes than these come out of anything now and then.
MIN_BYTES = 12
# A few bytes of LZMA may ask for 4 GiB of memory; `xz -9` needs 65 MiB.
MAX_MEMORY_BYTES = 1 << 29
# https://www.rfc-editor.org/rfc/rfc1950#section-2.2: what all writers of zlib begin with.
ZLIB = tuple(bytes((0x78, level)) for level in (0x01, 0x5E, 0x9C, 0xDA))
# A deflate stream has no sign: it is looked for after so many bytes of something else at most.
MAX_DEFLATE_OFFSET = 2048


class Decompressor(Protocol):
    """The interface that the decompressors of the standard library share."""

    @property
    def eof(self) -> bool:
        """Whether the stream has ended."""
        ...

    def decompress(self, data: bytes | memoryview, max_length: int = ...) -> bytes:
        """Return what some bytes unpack to, no more than `max_length` bytes; the rest comes when it is called again."""
        ...


SIGNS: tuple[tuple[bytes, Callable[[], Decompressor]], ...] = (
    (b"\x1f\x8b\x08", lambda: Zlib(31)),
    *((sign, lambda: Zlib(15)) for sign in ZLIB),
    (b"BZh", bz2.BZ2Decompressor),
    (b"\xfd7zXZ\0", lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, MAX_MEMORY_BYTES)),
    (b"\x5d\0\0", lambda: lzma.LZMADecompressor(lzma.FORMAT_ALONE, MAX_MEMORY_BYTES)),
)
FAULTS = (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError)


class Zlib:
    """zlib with that interface: it keeps the input that it has not consumed yet."""

    def __init__(self, bits: int) -> None:
        self.inner = zlib.decompressobj(bits)

    @property
    def eof(self) -> bool:
        return self.inner.eof

    def decompress(self, data: bytes | memoryview, max_length: int = 0) -> bytes:
        return self.inner.decompress(self.inner.unconsumed_tail or data, max_length)


def in_streams(leaf: Leaf, budget: UnpackBudget) -> Iterator[Leaf]:
    """Yield the contents of each stream, up to its end or to where it is damaged."""
    data = leaf.data
    if is_picture(data) or is_utf8(data):
        return
    for sign, opened in SIGNS:
        start = data.find(sign)
        while start != -1:
            yield from inflated(data, start, opened(), budget)
            start = data.find(sign, start + 1)


def in_deflate(leaf: Leaf, budget: UnpackBudget) -> Iterator[Leaf]:
    """Yield the contents of a deflate stream without a header, if they are recognisable."""
    data = leaf.data
    if not data or is_picture(data) or is_utf8(data) or data.startswith(tuple(sign for sign, _ in SIGNS)):
        return
    for start in range(len(data) if len(data) <= MAX_DEFLATE_OFFSET and not leaf.is_opaque else 1):
        # The third kind of block does not exist: https://www.rfc-editor.org/rfc/rfc1951#section-3.2.3
        if data[start] & 6 != 6:
            for inner in inflated(data, start, Zlib(-15), budget):
                if is_telling(inner.data):
                    yield inner
                    return


def in_zipped_deflate(data: bytes, budget: UnpackBudget) -> Iterator[Leaf]:
    """Yield the contents of a deflate stream as zip has it, without a header."""
    return inflated(data, 0, Zlib(-15), budget)


def in_bzip2(data: bytes, budget: UnpackBudget) -> Iterator[Leaf]:
    """Yield the contents of a bzip2 stream."""
    return inflated(data, 0, bz2.BZ2Decompressor(), budget)


def in_zipped_lzma(data: bytes, budget: UnpackBudget) -> Iterator[Leaf]:
    """Yield the contents of LZMA as zip has it: two numbers, five bytes of options, and a stream of unknown size."""
    alone = b"".join((data[4:9], b"\xff" * 8, data[9:]))
    return inflated(alone, 0, lzma.LZMADecompressor(lzma.FORMAT_ALONE, MAX_MEMORY_BYTES), budget)


def inflated(data: bytes, start: int, stream: Decompressor, budget: UnpackBudget) -> Iterator[Leaf]:
    parts: list[bytes] = []
    try:
        for part in parts_of(memoryview(data)[start:], stream):
            budget.spend(len(part), 0)
            parts.append(part)
    except FAULTS:
        pass  # what came before the damage counts
    if sum(map(len, parts)) >= (MIN_BYTES if start else 1):
        budget.spend(0)
        yield Leaf("", b"".join(parts))


def parts_of(data: memoryview, stream: Decompressor) -> Iterator[bytes]:
    for at in range(0, len(data), BLOCK_BYTES):
        part = stream.decompress(data[at : at + BLOCK_BYTES], BLOCK_BYTES)
        while part:
            yield part
            part = b"" if stream.eof else stream.decompress(b"", BLOCK_BYTES)
        if stream.eof:
            return
