"""The files of an untrusted source: only regular files inside it are read, no outside links and no pipes."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from faircopy.authoring.existing import UserError
from faircopy.markdown.files import open_regular

MAX_TEXT_BYTES = 5_000_000
MAX_FILE_BYTES = 100_000_000
# What generators and package managers leave beside the sources.
NOT_SOURCES = frozenset(("_site", "node_modules", "vendor", "public", "resources", "output", "__pycache__"))


@dataclass(frozen=True, slots=True)
class SourceTree:
    """An untrusted folder."""

    root: Path
    passed_over: dict[str, str] = field(default_factory=dict)  # path -> why; filled while its files are looked through

    def files(self, below: str = "") -> Iterator[str]:
        """Yield the paths of its files, sorted, without hidden and generated ones."""
        top = self.root / below
        for folder, folders, names in os.walk(top):
            folders[:] = sorted(one for one in folders if not one.startswith(".") and one not in NOT_SOURCES)
            for name in sorted(names):
                path = (Path(folder) / name).relative_to(self.root).as_posix()
                if name.startswith("."):
                    continue
                if why := self.why_not(path):
                    self.passed_over[path] = why
                else:
                    yield path

    def has(self, path: str) -> bool:
        """Tell whether a regular file of that path, links resolved, is inside and not too large."""
        return not self.why_not(path)

    def why_not(self, path: str) -> str:
        """Return why a path is not read, "" if it is."""
        try:
            place = (self.root / path).resolve()
            if not place.is_relative_to(self.root.resolve()):
                return "it leads out of the source"
            if not place.is_file():
                return "it is no regular file"
            size = place.stat().st_size
        except (OSError, ValueError, RuntimeError) as error:
            return f"it cannot be read: {error}"
        return f"it has {size:,} bytes; at most {MAX_FILE_BYTES:,} are taken" if size > MAX_FILE_BYTES else ""

    def opened(self, path: str) -> BinaryIO:
        """Open a file for reading. Raises UserError and OSError."""
        if why := self.why_not(path):
            raise UserError(f"'{path}': {why}")
        return open_regular((self.root / path).resolve())

    def read(self, path: str, limit: int = MAX_FILE_BYTES) -> bytes:
        """Return the contents of a file. Raises UserError."""
        try:
            with self.opened(path) as file:
                size = os.fstat(file.fileno()).st_size
                if size > limit:
                    raise UserError(f"'{path}' has {size:,} bytes; at most {limit:,} are read")
                return file.read()
        except OSError as error:
            raise UserError(f"'{path}' cannot be read: {error.strerror}") from error

    def text(self, path: str) -> str:
        """Return a text with Unix line ends. Raises UserError."""
        data = self.read(path, MAX_TEXT_BYTES)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            raise UserError(f"'{path}' is not UTF-8 (line {line}); convert it first") from error
        if "\0" in text:
            raise UserError(f"'{path}' has a NUL character, so it is no text")
        # Editors have put a second byte-order mark before the first.
        return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
