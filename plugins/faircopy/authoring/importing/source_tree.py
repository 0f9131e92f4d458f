"""The files of a source. Whoever made it may have laid links and pipes in it: only regular files inside are read."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from faircopy.authoring.existing import UserError
from faircopy.markdown.files import read_regular

MAX_TEXT_BYTES = 5_000_000
MAX_FILE_BYTES = 100_000_000
# What generators and package managers leave beside the sources.
NOT_SOURCES = frozenset(("_site", "node_modules", "vendor", "public", "resources", "output", "__pycache__"))


@dataclass(frozen=True, slots=True)
class SourceTree:
    """A folder that somebody else filled."""

    root: Path

    def files(self, below: str = "") -> Iterator[str]:
        """Yield the paths of its files, sorted, without hidden ones and what was built."""
        top = self.root / below
        for folder, folders, names in os.walk(top):
            folders[:] = sorted(one for one in folders if not one.startswith(".") and one not in NOT_SOURCES)
            for name in sorted(names):
                path = (Path(folder) / name).relative_to(self.root).as_posix()
                if not name.startswith(".") and self.has(path):
                    yield path

    def has(self, path: str) -> bool:
        """Return whether there is a regular file of that path, inside, all links followed."""
        try:
            place = (self.root / path).resolve()
            return place.is_relative_to(self.root.resolve()) and place.is_file()
        except (OSError, ValueError, RuntimeError):
            return False

    def read(self, path: str, limit: int = MAX_FILE_BYTES) -> bytes:
        """Return what is in a file. Raises UserError."""
        if not self.has(path):
            raise UserError(f"'{path}' is no file inside '{self.root}'")
        try:
            data = read_regular((self.root / path).resolve())
        except OSError as error:
            raise UserError(f"'{path}' cannot be read: {error.strerror}") from error
        if len(data) > limit:
            raise UserError(f"'{path}' has {len(data):,} bytes; at most {limit:,} are read")
        return data

    def text(self, path: str) -> str:
        """Return a text, all its line ends those of Unix. Raises UserError."""
        data = self.read(path, MAX_TEXT_BYTES)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise UserError(f"'{path}' is not UTF-8 (line {line}); convert it first") from error
        if "\0" in text:
            raise UserError(f"'{path}' has a NUL character, so it is no text")
        return text.replace("\r\n", "\n").replace("\r", "\n")
