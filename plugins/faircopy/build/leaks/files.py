"""The files of a built site."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol


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
