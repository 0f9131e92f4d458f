"""Diagnostic: a problem in the content. Problems are always reported as diagnostics."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from faircopy.terminal import inert


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One problem at one place. Sorts by place."""

    path: str  # as the caller gave it
    line: int  # from 1, front matter counted
    column: int  # from 1, in characters
    code: str  # never reused for another meaning
    severity: Severity
    message: str  # the fact: lower case, values quoted
    hint: str = ""  # the remedy, when we know one

    def __str__(self) -> str:
        """Place, fact and remedy on one line, in the form that editors can jump from."""
        remedy = f"; {self.hint}" if self.hint else ""
        return inert(f"{self.path}:{self.line}: {self.severity} {self.code} {self.message}{remedy}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of problem: its code, its severity, and its text in docs/diagnostics.md."""

    code: str
    severity: Severity
    summary: str  # what is wrong
    remedy: str = ""  # what to do, in Markdown; "" if only the documentation says it

    def at(self, path: str, line: int, message: str, hint: str = "", *, column: int = 1) -> Diagnostic:
        """Return a diagnostic of this rule at a place."""
        return Diagnostic(path, line, column, self.code, self.severity, message, hint)


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


class ContentError(Exception):
    """Ends a build at once: `diagnostics` says why."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = list(diagnostics)
        super().__init__("\n".join(map(str, self.diagnostics)))
