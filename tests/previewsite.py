"""Small sites for the preview's tests, and a server of them."""

import json
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from children import started
from conftest import code_of
from faircopy.diagnostics.model import Diagnostic
from faircopy.preview.folder import FolderSite
from faircopy.preview.live_site import Event, LiveSite
from faircopy.preview.model import Response, SiteChange
from faircopy.preview.port import LOOPBACK, listening
from faircopy.preview.server import PreviewServer
from faircopy.preview.watch import watching
from waiting import LIMIT_SECONDS


class NotedSite(FolderSite):
    """A folder of pages. Each HTML file is its own source; what is wrong is what a test says."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.root = root
        self.wrong: Sequence[Diagnostic] = ()
        self.warnings: Sequence[Diagnostic] = ()
        self.taken: SiteChange | None = None  # what to say at the next look, instead of the truth
        self.crash: Exception | None = None
        self.sources: dict[str, Path | None] = {}  # of pages that are made from something else
        self.moved: dict[Path, str] = {}
        self.unmade: Sequence[Diagnostic] = ()  # what is found to be wrong when a page is made, and not before
        self.stylesheets: frozenset[str] = frozenset()  # that every change is one of

    def load_changes(self, paths: Collection[Path] | None = None) -> SiteChange:
        found, self.taken = self.taken or super().load_changes(paths), None
        return replace(found, stylesheets=self.stylesheets) if self.stylesheets else found

    def answer(self, path: str) -> Response:
        if self.crash:
            raise self.crash
        if self.unmade:
            self.wrong = self.unmade
        return super().answer(path)

    def source_of(self, path: str) -> Path | None:
        return self.sources.get(path, self.root / path / "index.html")

    def path_of(self, source: Path) -> str | None:
        return self.moved.get(source)

    def problems(self) -> Sequence[Diagnostic]:
        return self.wrong

    def findings(self, source: Path) -> Sequence[Diagnostic]:
        return [found for found in self.warnings if Path(found.path) == source]


@dataclass
class Preview:
    """A running preview of a folder."""

    site: NotedSite
    live: LiveSite
    server: PreviewServer
    printed: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.server.server_port

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def write(self, name: str, text: str) -> None:
        """Write a page, as an editor that saves does."""
        file = self.site.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f".{file.name}.new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(file)


@contextmanager
def previewed(root: Path, editor: str | None = None, port: int = 0) -> Iterator[Preview]:
    output: list[str] = []
    site = NotedSite(root)
    live = LiveSite(site, editor, output.append)
    with PreviewServer(listening(port), site, live) as server, ExitStack() as ending:
        for target in (lambda: server.serve_forever(0.01), live.work):
            thread = threading.Thread(target=target)
            thread.start()
            ending.callback(thread.join)
        ending.callback(live.finish)
        ending.callback(server.shutdown)
        ending.enter_context(watching(root, [root], live.load_changes, output.append))
        yield Preview(site, live, server, output)


@contextmanager
def serving(site: Path, *command: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Run `serve` in `site`, or a command; give the process and its address once it says it."""
    with started(
        command or [sys.executable, "-m", "invoke", "serve"], site, {"PYTHONPATH": str(code_of(site))}
    ) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        address = re.match(r"http://127\.0\.0\.1:\d+/", line)
        assert address, line
        yield process, address[0]


def next_of(events: "queue.SimpleQueue[Event]", name: str) -> object:
    """Return the data of the next event of that name."""
    while True:
        first, _, data = events.get(timeout=LIMIT_SECONDS).decode().partition("\ndata: ")
        if first == f"event: {name}":
            return json.loads(data)
