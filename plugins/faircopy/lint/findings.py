"""Finding: a diagnostic with the edits that would fix it. Suppression: an ignore comment in effect."""

from dataclasses import dataclass

from faircopy.diagnostics.model import Diagnostic


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A replacement of some text at one place of a line."""

    line: int  # from 1
    column: int  # from 1
    old: str
    new: str


@dataclass(frozen=True, slots=True, order=True)
class LintFinding:
    """A diagnostic in a document, and its edits. Sorts by place."""

    diagnostic: Diagnostic
    edits: tuple[Edit, ...] = ()  # none: only a person can correct it

    @property
    def path(self) -> str:
        return self.diagnostic.path


@dataclass(frozen=True, slots=True)
class Suppression:
    """Suppresses one code on some lines."""

    code: str
    lines: tuple[tuple[int, int], ...]  # first and last of each stretch
    line: int  # where it is written
    column: int

    def covers(self, diagnostic: Diagnostic) -> bool:
        return diagnostic.code == self.code and any(first <= diagnostic.line <= last for first, last in self.lines)
