"""The digest of all files below some folders: their names and contents."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISREG

from faircopy.incremental.fingerprints import DIGEST_BYTES

# Made from what else is there, by Python and by npm.
MADE = frozenset(("__pycache__", "node_modules"))
# More than a site has: whoever has the settings in a folder with everything else is not to wait for all that.
MAX_FILES = 50_000
LARGE_BYTES = 8_000_000  # a larger file is known by its stamp: nobody changes one without changing that
NOT_THERE = b"-"
COARSE_NS = 2_000_000_000


class TooManyFilesError(Exception):
    """A folder has more files than can be read at each build."""


class FilesDigest:
    """A digest of files, and the latest time at which one of them changed."""

    def __init__(self) -> None:
        self.hasher = hashlib.blake2b(digest_size=DIGEST_BYTES)
        self.newest_ns = 0

    @property
    def digest(self) -> str:
        return self.hasher.hexdigest()

    def add_tree(self, root: Path, without: Iterable[Path]) -> None:
        """Add the files below `root`. Raises TooManyFilesError.

        Left out are the folders `without`, hidden folders beside the settings (such as `.git`), virtual environments,
        and what Python and npm generate.
        """
        start, excluded = len(os.fspath(root)), frozenset(map(str, without))
        for number, (folder, names) in enumerate(folders_below(root, excluded)):
            if number + len(names) > MAX_FILES:
                raise TooManyFilesError
            # Of the folder of the settings, what builds make in it changes the time, too.
            if folder != os.fspath(root):
                self.note_time(os.stat(folder))  # noqa: PTH116  # for each folder of a site
            for name in names:
                self.add(f"{folder}/{name}", f"{folder[start:]}/{name}")

    def add(self, file: str, name: str) -> None:
        """Add a file under a name: its content, or that it cannot be read."""
        encoded = os.fsencode(name)
        self.hasher.update(b"\n%d %b" % (len(encoded), encoded))
        try:
            # A pipe must not have anybody wait.
            opened = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            self.hasher.update(NOT_THERE)
            return
        try:
            state = os.fstat(opened)
            self.note_time(state)
            self.hasher.update(content_of(opened, state))
        finally:
            os.close(opened)

    def note_time(self, state: os.stat_result) -> None:
        # Where a file system knows whole seconds only, or every other one, a change may be as much later.
        late = 0 if state.st_ctime_ns % 1_000_000 else COARSE_NS
        self.newest_ns = max(self.newest_ns, state.st_ctime_ns + late)


def content_of(opened: int, state: os.stat_result) -> bytes:
    """Return the digest of an open file's content; for a folder or device, a constant."""
    if not S_ISREG(state.st_mode):
        return NOT_THERE
    if state.st_size > LARGE_BYTES:
        return repr(stamp_of(state)).encode()
    parts = [os.read(opened, state.st_size + 1)]
    while parts[-1]:
        parts.append(os.read(opened, LARGE_BYTES))
    return hashlib.blake2b(b"".join(parts), digest_size=DIGEST_BYTES).digest()


def folders_below(root: Path, without: frozenset[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield a folder and its subfolders, with the sorted names of their files; links are followed, loops are not."""
    seen: set[tuple[int, int]] = set()
    for folder, folders, names in os.walk(root, followlinks=True):
        found = os.stat(folder)  # noqa: PTH116  # for each folder of a site
        if (found.st_dev, found.st_ino) in seen:
            folders.clear()
            continue
        seen.add((found.st_dev, found.st_ino))
        hides = folder == os.fspath(root)
        folders[:] = sorted(
            name
            for name in folders
            if name not in MADE
            and not (hides and name.startswith("."))
            and f"{folder}/{name}" not in without
            and not os.path.exists(f"{folder}/{name}/pyvenv.cfg")  # noqa: PTH110  # as above
        )
        yield folder, sorted(names)


def stamp_of(found: os.stat_result) -> tuple[int, int, int, int, int]:
    """Return the stat fields that change with a file; the last cannot be set back by a user."""
    return found.st_mode, found.st_size, found.st_mtime_ns, found.st_ino, found.st_ctime_ns


def digest_of_stamps(root: Path) -> str:
    """Return the digest of the stat fields of all files below a folder, without reading them."""
    hasher = hashlib.blake2b(digest_size=DIGEST_BYTES)
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted((*names, *folders)):
            state = stamp_of(os.lstat(f"{folder}/{name}"))
            # What is in a folder is seen in it; its times change with what comes and goes there.
            hasher.update(repr((folder, name, state[:1] if name in folders else state)).encode("utf-8", "replace"))
    return hasher.hexdigest()
