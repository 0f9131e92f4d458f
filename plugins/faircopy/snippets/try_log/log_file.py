"""Reads the lines of a log file of any size and content."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

GZIP_MAGIC = b"\x1f\x8b\x08"
MAX_LINE_BYTES = 1 << 20  # what a longer line has beyond that is not read
SNIFFED_BYTES = 8192
# What is no plain log, by how it begins; as in the filter tool's lines.js.
FORMS = {
    b"PK\x03\x04": "zip",
    b"BZh": "bzip2",
    b"\xfd7zX": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"7z\xbc": "7-Zip",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
TEXT_BYTES = bytes({*range(9, 14), *range(27, 256)})  # a log may have some others, as after a crash
MAX_OTHER_BYTES = 1 / 50


class ByteLines(Protocol):
    """A file, or the contents of a compressed one."""

    def readline(self, size: int, /) -> bytes:
        """Return a line with its end, or its first `size` bytes; b"" at the end."""


class LogFile:
    """A log. Its lines can be read once; afterwards it knows which problems occurred."""

    def __init__(self, path: Path, advance: Callable[[int, int], None] = lambda _done, _total: None) -> None:
        """`advance` is called with the number of bytes read so far, and the total."""
        self.path = path
        self.advance = advance
        self.cut_lines = 0  # lines that were longer than they may be
        self.form = ""  # what the file is where it is no plain log
        self.is_damaged = False  # whether it could be unpacked up to its end

    def lines(self) -> Iterator[str]:
        """Yield each line without its end, as fail2ban decodes it. Raises OSError."""
        with self.path.open("rb") as raw:
            total = self.path.stat().st_size
            # A pipe has no place.
            tell = raw.tell if raw.seekable() else (lambda: 0)
            head = raw.peek(SNIFFED_BYTES)[:SNIFFED_BYTES]
            is_compressed = head.startswith(GZIP_MAGIC)
            source = gzip.GzipFile(fileobj=raw) if is_compressed else raw
            try:
                self.form = form_of(source.peek(SNIFFED_BYTES)[:SNIFFED_BYTES] if is_compressed else head)
                for number, line in enumerate(self.byte_lines(source)):
                    if number % 1000 == 0:
                        self.advance(tell(), total)
                    yield line.rstrip(b"\r\n").decode("utf-8", "replace")
            except (EOFError, gzip.BadGzipFile, zlib.error):
                self.is_damaged = True

    def byte_lines(self, source: ByteLines) -> Iterator[bytes]:
        while line := source.readline(MAX_LINE_BYTES):
            if len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
                self.cut_lines += 1
                self.skip_line(source)
            yield line

    @staticmethod
    def skip_line(source: ByteLines) -> None:
        while (rest := source.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
            pass


def form_of(head: bytes) -> str:
    """Return what a file is that begins so, and is no plain log; "" for a log."""
    known = next((form for magic, form in FORMS.items() if head.startswith(magic)), "")
    is_binary = len(head.translate(None, TEXT_BYTES)) > MAX_OTHER_BYTES * len(head)
    return known or ("binary" if is_binary else "")
