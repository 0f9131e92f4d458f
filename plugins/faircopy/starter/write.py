"""Creates a folder with all its files, or nothing; other files are never touched."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

# `git clone` of a new repository makes the first, looking into a folder the others; none is a file of a blog.
BESIDE = frozenset((".git", ".DS_Store", "Thumbs.db", "desktop.ini"))


class NotEmptyError(Exception):
    """The folder is in use; the message says by what, and what to do."""


def check_free(folder: Path) -> None:
    """Raise NotEmptyError if `folder` exists and is not an empty folder, OSError if that is unknown."""
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise NotEmptyError(f"'{folder}' is there, and is no folder; name a new one")
    if there := in_the_way(folder):
        raise NotEmptyError(f"'{folder}' is not empty: '{there[0]}' is in it; name a new folder")


def in_the_way(folder: Path) -> list[str]:
    """Return the files in a folder, sorted, except a new repository and leftovers of file managers."""
    return sorted(file.name for file in folder.iterdir() if file.name not in BESIDE)


def write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files, by path, into `folder`, which is created: all, or none. Raises NotEmptyError, OSError."""
    check_free(folder)
    with ExitStack() as stack:
        made = stack.enter_context(folders_made(folder))
        staged = stack.enter_context(staging(folder))
        for name, data in files.items():
            file = staged / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        check_free_but(folder, staged)
        move_all(staged, folder)
        made.clear()


@contextmanager
def folders_made(folder: Path) -> Iterator[list[Path]]:
    """Create a folder and its parents; at the end, remove those left in the yielded list, if they are empty."""
    made = [one for one in (folder, *folder.parents) if not os.path.lexists(one)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield made
    finally:
        for one in made:
            with suppress(OSError):
                one.rmdir()


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Yield a temporary folder within `folder`; it is removed at the end."""
    staged = Path(tempfile.mkdtemp(prefix=".faircopy-", dir=folder))
    try:
        yield staged
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def check_free_but(folder: Path, staged: Path) -> None:
    others = [name for name in in_the_way(folder) if name != staged.name]
    if others:
        raise NotEmptyError(f"'{folder}' is not empty any more: '{others[0]}' has come; name a new folder")


def move_all(source: Path, target: Path) -> None:
    """Move all files of `source`, or none. Raises OSError."""
    moved: list[Path] = []
    try:
        for file in sorted(source.iterdir()):
            moved.append(target / file.name)
            file.rename(target / file.name)
    except BaseException:
        for file in moved:
            # One that could not be moved: what is in its place is another's.
            if not os.path.lexists(source / file.name):
                file.rename(source / file.name)
        raise
