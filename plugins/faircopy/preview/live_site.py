"""A thread-safe site, and the open pages that are notified of its changes."""

import json
import os
import queue
import threading
import time
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from faircopy.build.origin import line_of
from faircopy.build.rules import SYSTEM_REFUSES
from faircopy.diagnostics.model import Diagnostic
from faircopy.preview.diagnostics_view import OverlayTemplates, no_page
from faircopy.preview.model import Response, SiteChange, SiteInMemory
from faircopy.preview.pending_proofs import BATCH_SIZE, ProofProgress, not_proven
from faircopy.preview.rules import PAGE_CRASHED
from faircopy.system_errors import explain, is_of_machine

# Proofreading waits until the page itself was fetched, and for a writer who saves twice in a row.
LINT_DELAY_S = 0.2

Event = bytes
END: Event = b""  # nothing more will be told


@dataclass(eq=False)
class OpenPage:
    """An open page."""

    path: str  # its path
    source: Path | None
    events: "queue.SimpleQueue[Event]" = field(default_factory=queue.SimpleQueue)


class LiveSite:
    """A site behind a lock. `report` receives each line for the terminal.

    `interrupt` is called when a new process is needed, and interrupts `work`.
    """

    def __init__(
        self,
        site: SiteInMemory,
        editor: str | None,
        report: Callable[[str], None],
        interrupt: Callable[[], None] | None = None,
    ) -> None:
        self._site = site
        self._editor = editor
        self._report_line = report
        self._interrupt = interrupt or self.finish
        self.overlay = OverlayTemplates(site.folders, report)
        self._lock = threading.RLock()  # protects the site and the attributes below
        self._open_pages: set[OpenPage] = set()
        self._sources: dict[str, Path] = {}  # of requested pages, also of those that no longer exist
        self._findings: dict[Path, Sequence[Diagnostic]] = {}
        self._crashes: dict[str, Diagnostic] = {}  # by path; "*" is a crash of the site as a whole
        self._reported: tuple[Diagnostic, ...] = ()
        self._work: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._waiting: set[Path] = set()  # sources that are in `_work`
        self._progress = ProofProgress(report)
        self.restarting = threading.Event()

    # Answers to requests

    def answer(self, path: str) -> Response | None:
        """Return what is at `path` now; None if only a new process can tell."""
        with self._lock:
            self.load_changes(self._site.first_look(path))
            if self.restarting.is_set():
                return None
            try:
                found = self._site.answer(path)
                self._crashes.pop(path, None)
                if source := self._site.source_of(path):
                    self._sources[path] = source
            except Exception as error:  # noqa: BLE001  # a page calls templates and plugins: anything may come
                found = no_page([self._crashed(path, error)])
            # A page is rendered on request, and only then are its errors known. Errors are sent once: a page asks again
            # after each event.
            if self.problems() != self._reported:
                self._publish(frozenset())
            return found

    def load_changes(self, paths: Collection[Path] | None = None) -> None:
        """Load the changes in these files, or in any, and notify the open pages."""
        with self._lock:
            if self.restarting.is_set():
                return
            try:
                change = self._site.load_changes(paths)
            except Exception as error:  # noqa: BLE001  # as above
                if "*" not in self._crashes:
                    self._crashed("*", error)
                    self._publish(frozenset())
                return
            if change.restart:
                self.restarting.set()
                for reader in self._open_pages:
                    reader.events.put(END)
                self._interrupt()
                # A library may swallow the interruption; then `work` ends by this.
                self.finish()
            elif change.changed or "*" in self._crashes:
                self._crashes.clear()
                self._changed(change)

    def finish(self) -> None:
        """Make `work` return when its current job is done."""
        self._work.put(None)

    def _crashed(self, path: str, error: Exception) -> Diagnostic:
        if is_of_machine(error):
            problem = SYSTEM_REFUSES.at(os.curdir, 1, *explain(error))
            self._crashes[path] = problem
            return problem
        fact = " ".join(f"{type(error).__name__}: {error}".split())
        problem = PAGE_CRASHED.at(*line_of(error, Path()), fact, "the terminal shows the traceback")
        if self._crashes.get(path) != problem:
            self._report_line("".join(traceback.format_exception(error)).rstrip())
        self._crashes[path] = problem
        return problem

    # Events for open pages

    @contextmanager
    def reader(self, path: str) -> Iterator["queue.SimpleQueue[Event]"]:
        """Yield the events for an open page, beginning with the current state, until it is closed."""
        with self._lock:
            self.answer(path)
            # The page may have moved since it was loaded.
            reader = OpenPage(path, self._sources.get(path))
            self._open_pages.add(reader)
            if self.restarting.is_set():
                reader.events.put(END)
            reader.events.put(self._state(reader))
            if reader.source in self._findings:
                reader.events.put(self._found(reader.source))
            elif reader.source and reader.source in self._site.proofs.sources:
                reader.events.put(event("findings", self._views([not_proven(reader.source)])))
            self._ask_for_findings([reader])
        try:
            yield reader.events
        finally:
            with self._lock:
                self._open_pages.discard(reader)

    def problems(self) -> tuple[Diagnostic, ...]:
        with self._lock:
            return (*self._site.problems(), *self._crashes.values())

    def _changed(self, change: SiteChange) -> None:
        self._publish(change.stylesheets)
        self._findings.clear()
        self._ask_for_findings(self._open_pages)

    def _publish(self, stylesheets: frozenset[str]) -> None:
        for reader in self._open_pages:
            reader.events.put(self._state(reader, stylesheets))
        self.report()

    def report(self) -> None:
        """Print the current problems in the terminal, if they differ from the last ones."""
        problems = self.problems()
        if problems != self._reported:
            for problem in problems or ("fixed",):
                self._report_line(str(problem))
            self._reported = problems

    def _state(self, reader: OpenPage, stylesheets: frozenset[str] = frozenset()) -> Event:
        source = self._site.source_of(reader.path)
        # Its folder may have been renamed, or the page have another address.
        moved = self._site.path_of(reader.source) if reader.source and not source else None
        reader.source = source or reader.source
        state = {"stylesheets": sorted(stylesheets), "problems": self._views(self.problems())}
        return event("state", state if moved is None else {**state, "moved": f"/{quote(moved)}"})

    def _found(self, source: Path) -> Event:
        return event("findings", self._views(self._findings[source]))

    def _views(self, diagnostics: Iterable[Diagnostic]) -> list[object]:
        return [self.overlay.view(diagnostic, self._editor) for diagnostic in diagnostics]

    # Proofreading

    def _ask_for_findings(self, readers: Iterable[OpenPage]) -> None:
        for source in {reader.source for reader in readers if reader.source}:
            if source not in self._findings and source not in self._waiting:
                self._waiting.add(source)
                self._work.put(source)

    def work(self) -> None:
        """Proofread open pages, in the thread that receives signals, until interrupted or finished."""
        self._progress.report(len(self._site.proofs.sources))
        while source := self._next_source():
            time.sleep(LINT_DELAY_S)
            if source in self._site.proofs.sources:
                self._prove([source])
            with self._lock:
                # Later changes queue the source again.
                self._waiting.discard(source)
            try:
                found = self._site.findings(source)
            except Exception as error:  # noqa: BLE001  # as above
                found = [PAGE_CRASHED.at(*line_of(error, source), f"while this was proofread: {error}")]
            with self._lock:
                self._findings[source] = found
                event = self._found(source)
                for reader in self._open_pages:
                    if reader.source == source:
                        reader.events.put(event)

    # Proofs that were postponed

    def _next_source(self) -> Path | None:
        """Return the next source to proofread; while there is none, prove waiting snippets."""
        while self._work.empty() and (sources := self._site.proofs.sources[:BATCH_SIZE]):
            self._prove(sources)
        return self._work.get()

    def _prove(self, sources: Sequence[Path]) -> None:
        self._site.proofs.prove(sources)
        self.load_changes(())
        self._progress.report(len(self._site.proofs.sources))


def event(name: str, data: object) -> Event:
    """Return a server-sent event: https://html.spec.whatwg.org/multipage/server-sent-events.html."""
    return f"event: {name}\ndata: {json.dumps(data)}\n\n".encode()
