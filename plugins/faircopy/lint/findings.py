"""Finding: a diagnostic, and the edits that correct it where that is mechanical. Suppression: what silences one."""

from dataclasses import dataclass

from faircopy.diagnostics.model import Diagnostic


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """What stands at one place of a line, and what should."""

    line: int  # from 1
    column: int  # from 1
    old: str
    new: str


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something wrong with a document. Sorts by place."""

    diagnostic: Diagnostic
    edits: tuple[Edit, ...] = ()  # none: only a person can correct it

    @property
    def path(self) -> str:
        return self.diagnostic.path


@dataclass(frozen=True, slots=True)
class Suppression:
    """An order to leave out one kind of finding on some lines."""

    code: str
    lines: tuple[tuple[int, int], ...]  # first and last of each stretch
    line: int  # where it is written
    column: int

    def covers(self, diagnostic: Diagnostic) -> bool:
        return diagnostic.code == self.code and any(first <= diagnostic.line <= last for first, last in self.lines)
