"""A site that answers before it is awake: with what it showed when it was last open, if nothing has changed since."""

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

from faircopy.cache import files, sealed
from faircopy.diagnostics.model import Diagnostic
from faircopy.incremental.code import digest_of_code
from faircopy.preview.model import Answer, Site, Taken
from faircopy.preview.stamps import Stamp, Stamps, stamps_of

# More answers than an author's open pages ask for are not kept.
MOST_KEPT = 200
FOLDER = Path(".cache/preview")


class StampedSite(Site, Protocol):
    """A site that tells of all files that it is made from, and can prepare for a change of one."""

    def rehearse(self) -> None:
        """Load what the next change will ask for."""

    @property
    def stamps(self) -> Stamps:
        """What these files looked like when the site was last brought up to date."""


class Kept(msgspec.Struct, frozen=True):
    """What a site showed, and what it was made from."""

    code: str  # the digest of Python and of all that is installed; the site's own code is among the stamps
    stamps: list[tuple[str, Stamp]]
    folders: list[str]
    answers: dict[str, tuple[bytes, str, bool, str]]  # by path: body, content type, is it a page, source or ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A file for what a site showed."""

    file: Path
    root: Path  # where the settings are; files beside them count

    def read(self) -> Kept | None:
        """Return what is in it, if all that it was made from is as it was."""
        try:
            kept = msgspec.msgpack.decode(sealed.read(self.file, self.file.name) or b"", type=Kept)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return None
        if kept.code != code():
            return None
        return kept if self.is_current(kept) else None

    def is_current(self, kept: Kept) -> bool:
        beside = (file for file in self.root.iterdir() if file.is_file())
        now = stamps_of([*map(Path, kept.folders), *beside])
        return now == {Path(file): stamp for file, stamp in kept.stamps}

    def write(self, kept: Kept) -> None:
        with suppress(UnicodeEncodeError):  # what is not kept is made again
            sealed.write(self.file, self.file.name, msgspec.msgpack.encode(kept))

    def forget(self) -> None:
        with suppress(OSError):
            files.clear(self.file)


def code() -> str:
    # The environment may say which time it is, and where the editor is.
    ours = sorted(f"{name}={value}" for name, value in os.environ.items() if name.startswith("FAIRCOPY_"))
    return "\n".join([sys.executable, digest_of_code(()), *ours])


def open_site(settings_file: Path, address: str) -> "WakingSite":
    """Return the site of `settings_file`, to be served at `address`. Raises what opening it raises."""

    def awake() -> StampedSite:
        # Importing takes longer than answering.
        opened: StampedSite = import_module("faircopy.preview.site").open_site(settings_file, address)
        return opened

    shelf = Shelf(FOLDER / f"{address.rpartition(':')[2]}.shown", settings_file.absolute().parent)
    site = WakingSite(awake, shelf, shelf.read())
    if site.kept is None:
        site.site = awake()
    return site


class WakingSite:
    """Has `wake` called once, while it answers from what was kept. What is not there waits until the site is awake."""

    def __init__(self, wake: Callable[[], StampedSite], shelf: Shelf, kept: Kept | None) -> None:
        self.wake = wake
        self.shelf = shelf
        self.kept = kept
        self.site: StampedSite | None = None
        self.awake = threading.Event()
        self.is_news = False  # that the site is awake: an open page may show what time has made different
        self.is_past = False  # another process has to read it: what was shown is not what is there now
        self.failed = False
        self.shown: dict[str, Answer] = {}  # by path, since the latest change

    def open(self) -> None:
        """Read the site, if that has not been done; another process is asked for where it cannot be read."""
        try:
            if self.site is None:
                self.site = self.wake()
                self.is_news = True
        except Exception:  # noqa: BLE001  # plugins are programs; the process that comes then says what is wrong
            self.shelf.forget()
            self.failed = True
        finally:
            self.awake.set()

    def rehearse(self) -> None:
        """Load what the next change will ask for. What goes wrong will go wrong again, and is told then."""
        if self.site:
            with suppress(Exception):
                self.site.rehearse()

    def close(self) -> None:
        """Keep what was shown, if it was all right."""
        if self.site is None or self.is_past or self.site.problems():
            return
        answers = list(self.shown.items())[-MOST_KEPT:]
        self.shelf.write(
            Kept(
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
        """Return the site itself, and wait for it. Raises RuntimeError where it could not be opened."""
        if self.site is None:
            self.awake.wait()
        if self.site is None:
            raise RuntimeError("the site could not be opened")
        return self.site

    # As a site

    @property
    def folders(self) -> Sequence[Path]:
        if self.site is None and self.kept:
            return [Path(folder) for folder in self.kept.folders]
        return self.opened().folders

    def take_in(self, paths: Collection[Path] | None = None) -> Taken:
        if self.failed:
            return Taken(restart=True)
        if self.site is None and self.kept and self.shelf.is_current(self.kept):
            return Taken()
        taken = self.opened().take_in(None if self.is_news else paths)
        self.is_past = self.is_past or taken.restart
        if self.is_news and not taken.restart:
            taken, self.is_news = replace(taken, changed=True, stylesheets=frozenset()), False
        if taken.changed:
            self.shown.clear()
        return taken

    def first_look(self, path: str) -> Collection[Path] | None:
        return self.site.first_look(path) if self.site else None

    def answer(self, path: str) -> Answer:
        if self.site is None and self.kept and path in self.kept.answers:
            body, content_type, is_page, _ = self.kept.answers[path]
            return Answer(body, content_type, is_page=is_page)
        found = self.opened().answer(path)
        if found.status == HTTPStatus.OK:
            self.shown[path] = found
        return found

    def source_of(self, path: str) -> Path | None:
        if self.site is None and self.kept and path in self.kept.answers:
            source = self.kept.answers[path][3]
            return Path(source) if source else None
        return self.opened().source_of(path)

    def path_of(self, source: Path) -> str | None:
        return self.opened().path_of(source)

    def problems(self) -> Sequence[Diagnostic]:
        return self.site.problems() if self.site else ()

    def findings(self, source: Path) -> Sequence[Diagnostic]:
        return self.opened().findings(source)
