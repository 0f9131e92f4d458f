"""Reads the lines of a log file of any size and content."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol

GZIP_MAGIC = b"\x1f\x8b"
MAX_LINE_BYTES = 1 << 20  # what a longer line has beyond that is not read
SNIFFED_BYTES = 8192


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
        self.is_binary = False
        self.damage = ""  # why a compressed log could not be read to its end

    def lines(self) -> Iterator[str]:
        """Yield each line without its end, as fail2ban decodes it. Raises OSError."""
        with self.path.open("rb") as raw:
            total = self.path.stat().st_size
            is_compressed = raw.read(len(GZIP_MAGIC)) == GZIP_MAGIC
            raw.seek(0)
            source: ByteLines = gzip.GzipFile(fileobj=raw) if is_compressed else raw
            try:
                for number, line in enumerate(self.byte_lines(source)):
                    if number % 1000 == 0:
                        self.advance(raw.tell(), total)
                    yield line.rstrip(b"\r\n").decode("utf-8", "replace")
            except (EOFError, gzip.BadGzipFile, zlib.error) as error:
                self.damage = str(error)

    def byte_lines(self, source: ByteLines) -> Iterator[bytes]:
        read = 0
        while line := source.readline(MAX_LINE_BYTES):
            read += len(line)
            self.is_binary = self.is_binary or (read <= SNIFFED_BYTES and b"\0" in line)
            if len(line) == MAX_LINE_BYTES and not line.endswith(b"\n"):
                self.cut_lines += 1
                self.skip_line(source)
            yield line

    @staticmethod
    def skip_line(source: ByteLines) -> None:
        while (rest := source.readline(MAX_LINE_BYTES)) and not rest.endswith(b"\n"):
            pass
