"""Proofs that the preview postponed at its start: an interface for the server, and progress messages."""

import os
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Protocol

from faircopy.diagnostics.model import Diagnostic
from faircopy.preview.rules import NOT_PROVEN

# So many texts are proven together: a page that is opened waits for no more.
BATCH_SIZE = 16


class PendingProofs(Protocol):
    """The sources that wait for the first check of their snippets. Thread-safe."""

    @property
    def sources(self) -> Sequence[Path]:
        """Return the sources, the newest first."""

    def prove(self, sources: Collection[Path]) -> None:
        """Check their snippets, which may take long; the site loads the results at its next look."""


class NoProofs:
    """Stands for a site without waiting proofs."""

    sources: Sequence[Path] = ()

    def prove(self, sources: Collection[Path]) -> None:
        """Do nothing."""


class ProofProgress:
    """Prints how many texts wait for their proofs: at the start, at each half, and at the end."""

    def __init__(self, report: Callable[[str], None]) -> None:
        self.report_line = report
        self.reported = 0

    def report(self, left: int) -> None:
        if left and (not self.reported or left <= self.reported // 2):
            self.report_line(f"{left:,} texts have snippets that are not proven yet: the newest are proven first")
        elif not left and self.reported:
            self.report_line("all snippets are proven")
        else:
            return
        self.reported = left


def not_proven(source: Path) -> Diagnostic:
    fact = "the snippets of this text are not proven yet: it is shown as it is, and they are checked now"
    return NOT_PROVEN.at(os.path.relpath(source), 1, fact, "wait a moment, or go on writing")
