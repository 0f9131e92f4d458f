"""Answers before the site is loaded, with the pages that were shown last, if nothing has changed since."""

import os
import sys
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from importlib import import_module
from pathlib import Path
from typing import Protocol

import msgspec

from faircopy.cache.inputs import fingerprint_of_code
from faircopy.cache.namespaces import PREVIEW_PAGES
from faircopy.cache.store import EntryStore
from faircopy.diagnostics.model import Diagnostic
from faircopy.preview.file_stamps import Stamp, Stamps, stamps_of
from faircopy.preview.model import Response, SiteChange, SiteInMemory
from faircopy.preview.pending_proofs import NoProofs, PendingProofs
from faircopy.preview.port import port_of

# More answers than an author's open pages ask for are not kept.
MAX_ANSWERS = 200


class StampedSite(SiteInMemory, Protocol):
    """A site that knows its input files, and can prepare for a change."""

    def warm_up(self) -> None:
        """Load what the next change will need."""

    @property
    def stamps(self) -> Stamps:
        """The state of the input files when the site was last brought up to date."""


class CachedResponses(msgspec.Struct, frozen=True):
    """The pages that a site showed, and the state of its input files."""

    code: str  # the digest of Python and of all that is installed; the site's own code is among the stamps
    stamps: list[tuple[str, Stamp]]
    folders: list[str]
    answers: dict[str, tuple[bytes, str, bool, str]]  # by path: body, content type, is it a page, source or ""


@dataclass(frozen=True, slots=True)
class ResponseCache:
    """The cache entry with the pages of a site."""

    store: EntryStore
    key: str
    root: Path  # where the settings are; files beside them count

    def read(self) -> CachedResponses | None:
        """Return the entry, if its input files are unchanged."""
        try:
            cached = msgspec.msgpack.decode(self.store.get(self.key) or b"", type=CachedResponses)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return None
        if cached.code != code():
            return None
        return cached if self.is_current(cached) else None

    def is_current(self, cached: CachedResponses) -> bool:
        beside = (file for file in self.root.iterdir() if file.is_file())
        now = stamps_of([*map(Path, cached.folders), *beside])
        return now == {Path(file): stamp for file, stamp in cached.stamps}

    def write(self, cached: CachedResponses) -> None:
        with suppress(UnicodeEncodeError):  # what is not kept is made again
            self.store.put(self.key, msgspec.msgpack.encode(cached))

    def forget(self) -> None:
        self.store.remove(self.key)


def code() -> str:
    # Environment variables that set the time and the editor.
    own_variables = sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith("FAIRCOPY_"))
    return "\n".join([sys.executable, fingerprint_of_code(()), *own_variables])


def open_site(settings_file: Path, address: str) -> "StartupSite":
    """Return the site of `settings_file`, to be served at `address`. Raises what opening it raises."""

    def load() -> StampedSite:
        # Importing takes longer than answering.
        opened: StampedSite = import_module("faircopy.preview.site").open_site(settings_file, address)
        return opened

    cache = ResponseCache(
        EntryStore(PREVIEW_PAGES, PREVIEW_PAGES.folder()), port_of(address), settings_file.absolute().parent
    )
    site = StartupSite(load, cache, cache.read())
    if site.cached is None:
        site.site = load()
    return site


class StartupSite:
    """Calls `load` once, and answers from the cache meanwhile. Other requests wait until the site is loaded."""

    def __init__(self, load: Callable[[], StampedSite], cache: ResponseCache, cached: CachedResponses | None) -> None:
        self.load = load
        self.cache = cache
        self.cached = cached
        self.site: StampedSite | None = None
        self.loaded = threading.Event()
        self.is_news = False  # that the site is loaded: an open page may show what time has made different
        self.is_past = False  # a new process must load the site: the cached pages are outdated
        self.failed = False
        self.responses: dict[str, Response] = {}  # by path, since the latest change

    def open(self) -> None:
        """Load the site, once; if it cannot be loaded, ask for a new process."""
        try:
            if self.site is None:
                self.site = self.load()
                self.is_news = True
        except Exception:  # noqa: BLE001  # plugins are programs; the process that comes then says what is wrong
            self.cache.forget()
            self.failed = True
        finally:
            self.loaded.set()

    def warm_up(self) -> None:
        """Load what the next change will need. Errors are ignored here: they will occur again, and be reported then."""
        if self.site:
            with suppress(Exception):
                self.site.warm_up()

    def close(self) -> None:
        """Cache the pages that were shown, if there were no problems."""
        if self.site is None or self.is_past or self.site.problems():
            return
        answers = list(self.responses.items())[-MAX_ANSWERS:]
        self.cache.write(
            CachedResponses(
                code(),
                [(str(file), stamp) for file, stamp in self.site.stamps.items()],
                [str(folder) for folder in self.site.folders],
                {
                    path: (one.body, one.content_type, one.is_page, str(self.source_of(path) or ""))
                    for path, one in answers
                },
            )
        )

    def opened(self) -> StampedSite:
        """Wait for the site, and return it. Raises RuntimeError if it could not be loaded."""
        if self.site is None:
            self.loaded.wait()
        if self.site is None:
            raise RuntimeError("the site could not be opened")
        return self.site

    # As a site

    @property
    def folders(self) -> Sequence[Path]:
        if self.site is None and self.cached:
            return [Path(folder) for folder in self.cached.folders]
        return self.opened().folders

    def load_changes(self, paths: Collection[Path] | None = None) -> SiteChange:
        if self.failed:
            return SiteChange(restart=True)
        if self.site is None and self.cached and self.cache.is_current(self.cached):
            return SiteChange()
        taken = self.opened().load_changes(None if self.is_news else paths)
        self.is_past = self.is_past or taken.restart
        if self.is_news and not taken.restart:
            taken, self.is_news = replace(taken, changed=True, stylesheets=frozenset()), False
        if taken.changed:
            self.responses.clear()
        return taken

    @property
    def proofs(self) -> PendingProofs:
        return self.site.proofs if self.site else NoProofs()

    def first_look(self, path: str) -> Collection[Path] | None:
        return self.site.first_look(path) if self.site else None

    def answer(self, path: str) -> Response:
        if self.site is None and self.cached and path in self.cached.answers:
            body, content_type, is_page, _ = self.cached.answers[path]
            return Response(body, content_type, is_page=is_page)
        found = self.opened().answer(path)
        if found.status == HTTPStatus.OK:
            self.responses[path] = found
        return found

    def source_of(self, path: str) -> Path | None:
        if self.site is None and self.cached and path in self.cached.answers:
            source = self.cached.answers[path][3]
            return Path(source) if source else None
        return self.opened().source_of(path)

    def path_of(self, source: Path) -> str | None:
        return self.opened().path_of(source)

    def problems(self) -> Sequence[Diagnostic]:
        return self.site.problems() if self.site else ()

    def findings(self, source: Path) -> Sequence[Diagnostic]:
        return self.opened().findings(source)
