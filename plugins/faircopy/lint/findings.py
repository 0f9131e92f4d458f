"""Finding: a diagnostic, and the edits that mend it where that is mechanical."""

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
    edits: tuple[Edit, ...] = ()  # none: only a person can mend it

    @property
    def path(self) -> str:
        return self.diagnostic.path
