"""Files of an output folder that is never emptied: what has not changed is kept, what is no longer made is removed."""

import json
import os
import posixpath
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import Any

from faircopy.cache import files
from faircopy.cache.database import Store
from faircopy.cache.fingerprints import fingerprint_of_bytes

KIND = "written"


class FilesMergedError(Exception):
    """Two files of the site cannot exist side by side on this file system."""


class OutputManifest(set[str]):
    """The files of the current build. Each is recorded before it is written, in case the build is killed."""

    def __init__(self, output: Path, store: Store) -> None:
        super().__init__()
        self.output = output
        self.store = store
        self.known = set(names_before(output, store))
        self.journal = journal_of(output, store)
        self.opened: int | None = None  # the journal's file descriptor

    def add(self, name: str) -> None:
        super().add(name)
        self.note(name)

    def note(self, name: str) -> None:
        """Record in the journal that this build is about to write a file."""
        if name in self.known:
            return
        self.known.add(name)
        with suppress(OSError):  # whoever cannot note it cannot keep anything either
            # Another build may have come to its end, and removed the file.
            if self.opened is None or not os.fstat(self.opened).st_nlink:
                self.close()
                files.clear_other(self.journal)
                flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
                self.opened = os.open(self.journal, flags, 0o600)
            os.write(self.opened, f"{entry(self.output, name, self.store)}\n".encode("ascii"))

    def close(self) -> None:
        if self.opened is not None:
            os.close(self.opened)
            self.opened = None

    def __del__(self) -> None:
        self.close()


def journal_of(output: Path, store: Store) -> Path:
    return store.file.with_name(f"writing-{fingerprint_of_bytes(os.fsencode(output))}")


def entry(output: Path, name: str, store: Store) -> str:
    """Return the journal line of a file name, sealed, because a listed file is going to be removed."""
    data = name.encode("utf-8", "surrogatepass")
    return json.dumps([name, store.seal("writing", str(output), data).hex()])


def names_before(output: Path, store: Store) -> Iterator[str]:
    """Yield the files of the last build into `output`, and of later builds that did not finish."""
    yield from names_in(store.get(KIND, str(output)))
    for line in (files.regular_bytes(journal_of(output, store)) or b"").splitlines():
        # One that is damaged names nothing.
        with suppress(ValueError, TypeError, LookupError, AttributeError, RecursionError):
            name = json.loads(line)[0]
            if store.secret is not None and line.decode("ascii") == entry(output, name, store):
                yield name


def names_in(data: bytes | None) -> list[str]:
    """Return a stored list of names; empty if it is invalid."""
    try:
        found = json.loads(data or b"[]")
    except (ValueError, RecursionError):
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def remove_stale(output: Path, written: Iterable[str], store: Store) -> list[str]:
    """Remove files of earlier builds that are not among `written`; return them. Save the store afterwards."""
    now = sorted(set(written))
    gone = sorted(set(names_before(output, store)) - set(now))
    there = {identity for _, identity, _ in found_of(output, now)} if gone else set()
    # On a case-insensitive file system, an old name may refer to a file that was just written.
    renamed = {name for name, identity, links in found_of(output, gone) if links == 1 and identity in there}
    for name in gone:
        if name in renamed:
            continue
        file = output / name
        with suppress(OSError):
            file.unlink()
        for folder in file.parents:
            if folder == output or not folder.is_relative_to(output):
                break
            with suppress(OSError):  # it is not empty
                folder.rmdir()
    store.put(KIND, str(output), json.dumps(now).encode())
    return gone


def refuse_merged(output: Path, written: Iterable[str]) -> None:
    """Raise FilesMergedError if one written file has replaced another.

    File systems of macOS and Windows do not distinguish names that differ only in case or Unicode form.
    """
    names: dict[tuple[int, int], str] = {}
    seen: Counter[tuple[int, int]] = Counter()
    for name, identity, links in found_of(output, sorted(set(map(posixpath.normpath, written)))):
        other = names.setdefault(identity, name)
        seen[identity] += 1
        if seen[identity] > links:
            raise FilesMergedError(f"'{other}' and '{name}' are one file here: give one of them another address")


def found_of(output: Path, names: Iterable[str]) -> Iterator[tuple[str, tuple[int, int], int]]:
    """Yield the existing files: the name, the file's identity, and its number of hard links."""
    for name in names:
        with suppress(OSError):
            state = os.lstat(f"{output}/{name}")  # no Path: this is done for every file of a site
            yield name, (state.st_dev, state.st_ino), state.st_nlink


def forget_journal(output: Path, store: Store) -> None:
    """Remove the journal of a finished build."""
    with suppress(OSError):
        journal_of(output, store).unlink()


def copied(settings: Mapping[str, Any], context: Mapping[str, Any]) -> Iterator[str]:
    """Yield the paths of the files that Pelican copies."""
    yield from copied_sources(settings, context)
    yield from copied_files(settings, context)


def copied_sources(settings: Mapping[str, Any], context: Mapping[str, Any]) -> Iterator[str]:
    if settings["OUTPUT_SOURCES"]:
        for content in (*context["articles"], *context["pages"]):
            for one in (content, *content.translations):
                yield f"{os.path.splitext(one.save_as)[0]}{settings['OUTPUT_SOURCES_EXTENSION']}"  # noqa: PTH122  # as Pelican does


def copied_files(settings: Mapping[str, Any], context: Mapping[str, Any]) -> Iterator[str]:
    """Yield the paths of attachments, other static files, and the theme's own."""
    # Of one that is named and not there, Pelican only complains.
    yield from (
        static.save_as for static in context["staticfiles"] if Path(settings["PATH"], static.source_path).exists()
    )
    for name in settings["THEME_STATIC_PATHS"]:
        source = Path(settings["THEME"], name)
        files = [source] if source.is_file() else sorted(source.rglob("*"))
        below = source.parent if source.is_file() else source
        for file in files:
            yield posixpath.normpath(f"{settings['THEME_STATIC_DIR']}/{file.relative_to(below).as_posix()}")


def names_below(root: Path) -> list[str]:
    """Return the paths of all files below a folder, sorted by their segments; links to folders are not followed."""
    found, folders = [], [""]
    while folders:
        folder = folders.pop()
        with os.scandir(f"{root}/{folder}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(f"{folder}{entry.name}/")
                elif entry.is_file():
                    found.append(f"{folder}{entry.name}")
    return sorted(found, key=lambda name: name.split("/"))


def keep(name: str, fingerprint: str, previous: Path, root: Path) -> bool:
    """Put the previous build's file into the output. False if it is not what was written then."""
    try:
        # Not a Path: this is done for every page of a site, and to most nothing else.
        if fingerprint_of_bytes(bytes_of(f"{previous}/{name}")) != fingerprint:
            return False
        if previous != root:
            link_or_copy(f"{previous}/{name}", f"{root}/{name}")
    except OSError:
        return False
    return True


def write(name: str, data: bytes, previous: Path, root: Path) -> None:
    """Write a file; leave it untouched if it has these bytes already. `previous` may be the same folder."""
    old, new = previous / name, root / name
    with suppress(OSError):
        if bytes_of(old) == data:
            if old != new:
                link_or_copy(old, new)
            return
    new.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        # Never through a link to the build before. All else is written over, which is quicker than a new file.
        state = new.lstat()
        if state.st_nlink > 1 or not S_ISREG(state.st_mode):
            new.unlink()
    new.write_bytes(data)


def bytes_of(path: str | Path) -> bytes:
    """Return the contents of a file. Raises OSError if it is missing, and for a link."""
    # What is no file must not have anybody wait, either.
    opened = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(opened, "rb", buffering=0) as file:  # noqa: PTH123  # it is no path
        return file.readall()


def link_or_copy(old: str | Path, new: str | Path) -> None:
    """Hard-link a file, or copy it: no build changes a file in place."""
    # Mostly, the folder is there and the file is not.
    with suppress(OSError):
        os.link(old, new)
        return
    Path(new).parent.mkdir(parents=True, exist_ok=True)
    Path(new).unlink(missing_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)
