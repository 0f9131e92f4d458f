"""The files of a built site."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

# Of a large site, so many pages tell what is on all of them; a redirect tells nothing.
SOME_PAGES = 12
REDIRECT = b'http-equiv="refresh"'


class Files(Protocol):
    """The files of a site."""

    @property
    def names(self) -> tuple[str, ...]:
        """Their paths below the site, with slashes."""
        ...

    def read(self, name: str) -> bytes:
        """Return the contents of one."""
        ...


@dataclass(frozen=True)  # no slots: what is worked out is kept
class BuiltFiles:
    """The files below a folder."""

    root: Path

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(sorted(one.relative_to(self.root).as_posix() for one in self.root.rglob("*") if one.is_file()))

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()


def some_pages(files: Files) -> Iterator[str]:
    """Yield some pages of a site, as texts."""
    pages = [name for name in files.names if name.endswith(".html")]
    found = 0
    for name in pages[:: max(1, len(pages) // (2 * SOME_PAGES))]:
        data = files.read(name)
        if REDIRECT not in data and found < SOME_PAGES:
            found += 1
            yield data.decode("utf-8", "replace")
