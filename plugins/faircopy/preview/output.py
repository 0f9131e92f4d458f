"""The output files of a site in memory: each is made on request; if that fails, the last good one is served."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from faircopy.checklists.pages.worker import WORKER, data_of_worker, worker_at
from faircopy.diagnostics.model import Diagnostic
from faircopy.incremental.in_memory import InMemorySite
from faircopy.preview.diagnostics_view import no_page
from faircopy.preview.folder import content_type_of
from faircopy.preview.model import Response
from faircopy.search.index import FOLDER as SEARCH_FOLDER
from faircopy.search.index import index_files, read_parts
from faircopy.snippets.pages.publication import PUBLICATION

# So many pages that could not be made are tried again at once when something has changed.
MAX_RETRIED = 20
THEME_FOLDER = "THEME_STATIC_DIR"


class OutputFiles:
    """The files that a build would write into `output`. Only copied files are really written there."""

    def __init__(
        self,
        in_memory: Callable[[], InMemorySite],
        settings: dict[str, Any],
        output: Path,
        run: Callable[[Callable[[], None]], list[Diagnostic]],
    ) -> None:
        """`run` calls a function that uses Pelican, and returns its problems."""
        self.in_memory = in_memory
        self.settings = settings
        self.output = output
        self.run = run
        self.unmade: dict[str, list[Diagnostic]] = {}  # by path, why the newest state of a page cannot be made
        self.good: dict[str, bytes] = {}  # by path, what was made last
        self.index: dict[str, bytes] = {}  # the search index, empty when it has to be made

    def start_anew(self) -> list[str]:
        """Mark all files as outdated; return some pages that failed before, to try again."""
        again, self.index, self.unmade = [*self.unmade][:MAX_RETRIED], {}, {}
        return again

    def forget_removed(self) -> None:
        """Drop the last good version of files that the site no longer has."""
        notes = self.in_memory().outputs
        self.good = {name: body for name, body in self.good.items() if notes.has(name) or name.endswith(WORKER)}

    def answer(self, path: str) -> Response:
        """Return what is at `path`, which is decoded and below the root: '2017/09/fail2ban/'."""
        name, status = name_at(path), 200
        body = self.content_of(name)
        if body is None:
            name, status = "404.html", 404
            body = self.content_of(name)
        if name in self.unmade and name not in self.good:
            return no_page(self.unmade[name])
        return Response(body or b"", content_type_of(name), status, is_page=self.is_page(name))

    def content_of(self, name: str) -> bytes | None:
        """Return the bytes of the output file `name`; None if a build would not write it."""
        notes, file = self.in_memory().outputs, self.output / name
        # Pelican copies files when it has written all pages.
        is_copied = name in self.in_memory().copied or name.startswith(f"{self.settings[THEME_FOLDER]}/")
        if is_copied and file.is_file():
            return file.read_bytes()
        if name in notes.pages:
            return self.rendered(name, lambda: notes.pages[name].render().encode())
        if name in notes.files:
            return self.rendered(name, notes.files[name])
        if name.endswith(WORKER) and data_of_worker(name) in notes.files:
            return self.rendered(name, lambda: worker_at(name, self.settings["SITEURL"], self.read) or b"")
        return self.searched(name) if name.startswith(f"{SEARCH_FOLDER}/") else None

    def rendered(self, name: str, make: Callable[[], bytes]) -> bytes:
        """Return the result of `make`, or its last good result if it fails now."""
        made: list[bytes] = []
        if found := self.run(lambda: made.append(make())):
            self.unmade[name] = found
        if made:
            self.good[name] = made[0]
        return self.good.get(name, b"")

    def read(self, path: str) -> bytes | None:
        return self.content_of(name_at(path))

    def searched(self, name: str) -> bytes | None:
        """Return a file of the search index, for which all pages must be made."""
        if not self.index:
            pages = {page: self.content_of(page) or b"" for page in self.in_memory().outputs.pages}
            self.index = index_files(read_parts(pages))
        return self.index.get(name)

    def is_page(self, name: str) -> bool:
        """Tell whether a file is generated, rather than copied."""
        notes, publication = self.in_memory().outputs, self.settings.get(PUBLICATION)
        is_html = content_type_of(name).startswith("text/html")
        pages = publication.pages.values() if publication else ()
        offered = (file for page in pages for file in page.downloads)
        return name in notes.pages or (is_html and name in notes.files and self.output / name not in offered)


def name_at(path: str) -> str:
    """Return the output file for a path."""
    return f"{path}index.html" if not path or path.endswith("/") else path
