"""Serves a folder of built files as a web host would."""

import mimetypes
from collections.abc import Collection, Sequence
from pathlib import Path

from faircopy.diagnostics.model import Diagnostic
from faircopy.preview.file_stamps import changed, stamps_of
from faircopy.preview.model import Response, SiteChange
from faircopy.preview.pending_proofs import NoProofs, PendingProofs

NOT_FOUND = Response(b"not found\n", "text/plain; charset=utf-8", 404)
# Not the machine's own table, so that an answer is the same everywhere.
TYPES = mimetypes.MimeTypes(filenames=())
TYPES.add_type("image/avif", ".avif")
TYPES.add_type("image/webp", ".webp")
TYPES.add_type("text/javascript", ".js")
TYPES.add_type("text/markdown", ".md")
TYPES.add_type("application/wasm", ".wasm")
TYPES.add_type("application/manifest+json", ".webmanifest")


def content_type_of(name: str) -> str:
    """Return the media type of a file by its name."""
    kind = TYPES.guess_type(name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def answer_with(file: Path, status: int = 200) -> Response:
    kind = content_type_of(file.name)
    # Who has made the pages is not known here; all of a built site's are its own.
    return Response(file.read_bytes(), kind, status, is_page=kind.startswith("text/html"))


class FolderSite:
    """The files below `root`, without knowledge of their sources."""

    proofs: PendingProofs = NoProofs()

    def __init__(self, root: Path) -> None:
        self._root = root
        self.stamps = stamps_of([root])

    @property
    def folders(self) -> Sequence[Path]:
        return [self._root]

    def load_changes(self, paths: Collection[Path] | None = None) -> SiteChange:  # noqa: ARG002  # a look at all is quick here
        before, self.stamps = self.stamps, stamps_of([self._root])
        files = changed(before, self.stamps)
        styles = frozenset(file.relative_to(self._root).as_posix() for file in files if file.suffix == ".css")
        return SiteChange(changed=bool(files), stylesheets=styles if len(styles) == len(files) else frozenset())

    def first_look(self, path: str) -> None:
        """All: there are few files to look at."""

    def answer(self, path: str) -> Response:
        file = self._root / path
        # Below a folder stands its index; a folder without one is not there.
        file = file / "index.html" if path == "" or path.endswith("/") else file
        if file.is_file():
            return answer_with(file)
        page = self._root / "404.html"
        return answer_with(page, 404) if page.is_file() else NOT_FOUND

    def source_of(self, path: str) -> Path | None:  # noqa: ARG002  # there are no sources
        return None

    def path_of(self, source: Path) -> str | None:  # noqa: ARG002  # as above
        return None

    def problems(self) -> Sequence[Diagnostic]:
        return ()

    def findings(self, source: Path) -> Sequence[Diagnostic]:  # noqa: ARG002  # as above
        return ()
