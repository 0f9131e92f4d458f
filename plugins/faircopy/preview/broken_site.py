"""Serves an explanation at every address while the site cannot be loaded."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Self

from faircopy.diagnostics.model import Diagnostic
from faircopy.preview.diagnostics_view import no_page
from faircopy.preview.file_stamps import Stamps, changed, stamps_of
from faircopy.preview.model import Response, SiteChange
from faircopy.preview.pending_proofs import NoProofs, PendingProofs

# The default folders of a site; its settings cannot be read.
FOLDERS = ("content", "theme", "plugins")


class BrokenSite:
    """Asks for a new process as soon as a file has changed."""

    proofs: PendingProofs = NoProofs()

    def __init__(self, settings_file: Path) -> None:
        root = settings_file.absolute().parent
        self._folders = [root / name for name in FOLDERS]
        self._root = root
        self._before = self._look()
        self._problems: Sequence[Diagnostic] = ()

    def because(self, problems: Sequence[Diagnostic]) -> Self:
        self._problems = problems
        return self

    @property
    def folders(self) -> Sequence[Path]:
        return self._folders

    def load_changes(self, paths: Collection[Path] | None = None) -> SiteChange:  # noqa: ARG002  # a look at all is quick here
        return SiteChange(restart=bool(changed(self._before, self._look())))

    def _look(self) -> Stamps:
        # The settings as well that come, or come back.
        return stamps_of([*self._folders, *sorted(self._root.glob("*.py"))])

    def first_look(self, path: str) -> None:
        """All: there are few files to look at."""

    def answer(self, path: str) -> Response:  # noqa: ARG002  # the same everywhere
        return no_page(self._problems)

    def source_of(self, path: str) -> Path | None:  # noqa: ARG002  # as above
        return None

    def path_of(self, source: Path) -> str | None:  # noqa: ARG002  # as above
        return None

    def problems(self) -> Sequence[Diagnostic]:
        return self._problems

    def findings(self, source: Path) -> Sequence[Diagnostic]:  # noqa: ARG002  # as above
        return ()
