"""The files of a built site."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Protocol

from faircopy.build.leaks.sources import digest_of
from faircopy.incremental.output_files import names_below


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
        return tuple(sorted(names_below(self.root)))

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()


@dataclass(frozen=True, slots=True)
class DigestedFiles:
    """The files of a site that nobody changes meanwhile: each digest is computed once."""

    files: Files
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        return self.files.names

    def read(self, name: str) -> bytes:
        return self.files.read(name)

    def digest(self, name: str) -> str:
        if name not in self.digests:
            self.digests[name] = digest_of(self.files.read(name))
        return self.digests[name]
