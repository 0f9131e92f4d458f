"""Which files the builds into an output folder have written: those that no build makes any more are removed."""

import json
import os
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

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
