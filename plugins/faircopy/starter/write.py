"""Creates a folder with all its files, or nothing; other files are never touched."""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from faircopy.markdown.files import alone_in, read_regular
from faircopy.markdown.new_files import is_leftover, new_file

# `git clone` of a new repository makes the first, looking into a folder the others; none is a file of a blog.
BESIDE = frozenset((".git", ".DS_Store", "Thumbs.db", "desktop.ini"))
# Has each file until all are in place. If this is killed, it tells the next call which files are not an author's.
UNFINISHED = ".faircopy-unfinished"


class NotEmptyError(Exception):
    """The folder is in use; the message says by what, and what to do."""


def check_free(folder: Path) -> None:
    """Raise NotEmptyError if `folder` exists and is not an empty folder, OSError if that is unknown.

    What a killed call has left does not count, if nothing else is there.
    """
    if not os.path.lexists(folder):
        return
    if not folder.is_dir():
        raise NotEmptyError(f"'{folder}' is there, and is no folder; name a new one")
    if other := next(others_in(folder, folder / UNFINISHED), None):
        name = other.relative_to(folder)
        fact, remedy = f"'{folder}' is not empty: '{name}' is in it", "name a new folder"
        if os.path.lexists(folder / UNFINISHED):
            fact += f", beside '{UNFINISHED}', which a call that was killed has left"
            remedy += ", or remove that one if the blog is whole"
        raise NotEmptyError(f"{fact}; {remedy}")


def others_in(folder: Path, copy: Path) -> Iterator[Path]:
    """Yield what is in a folder, but not with the same contents in its copy; what is BESIDE a blog is left out."""
    for path in sorted(folder.iterdir()):
        twin = copy / path.name
        if path.is_symlink() or twin.is_symlink():
            yield path
        elif path.name in BESIDE or path == copy or is_leftover(path.name):
            continue
        elif path.is_dir() and twin.is_dir():
            yield from others_in(path, twin)
        elif not has_same_bytes(path, twin):
            yield path


def link_out(folder: Path, names: Iterable[str]) -> str:
    """Return why files of these names cannot be written, if one would be elsewhere on the machine; "" otherwise."""
    name = next((one for one in names if not (folder / one).resolve().is_relative_to(folder.resolve())), "")
    fact = f"'{name}' leads out of this folder by a symbolic link, so nothing was written"
    return f"{fact}; replace the link by a file or a folder of its own" if name else ""


def has_same_bytes(path: Path, twin: Path) -> bool:
    try:
        return read_regular(path) == read_regular(twin)
    except OSError:
        return False


def write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files, by path, into `folder`, which is created: all, or none. Raises NotEmptyError, OSError."""
    check_free(folder)
    with ExitStack() as stack:
        made = stack.enter_context(folders_made(folder))
        stack.enter_context(alone_in(folder))
        copy = folder / UNFINISHED
        take_back(folder, copy)
        stack.callback(shutil.rmtree, copy, ignore_errors=True)
        write_below(copy, files)
        check_still_free(folder)
        try:
            put_in_place(folder, copy, files)
        except BaseException:
            take_back(folder, copy)
            raise
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


def check_still_free(folder: Path) -> None:
    if other := next(others_in(folder, folder / UNFINISHED), None):
        name = other.relative_to(folder)
        raise NotEmptyError(f"'{folder}' is not empty any more: '{name}' has come; name a new folder")


def write_below(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def put_in_place(folder: Path, copy: Path, files: Mapping[str, bytes]) -> None:
    """Write each file that is in `copy`. Raises FileExistsError for one that has come meanwhile, and other OSErrors."""
    for name in files:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with new_file(file) as out:
            out.write((copy / name).read_bytes())


def take_back(folder: Path, copy: Path) -> None:
    """Remove the files that are in `copy` with the same contents, then `copy`. Raises OSError."""
    if not copy.is_dir():
        return
    for path in remains_in(folder, copy):
        with suppress(OSError):  # a folder that holds what is somebody else's
            path.rmdir() if path.is_dir() else path.unlink()
    shutil.rmtree(copy)


def remains_in(folder: Path, copy: Path) -> Iterator[Path]:
    """Yield what is also in a copy, the contents of a folder before the folder itself."""
    for path in sorted(folder.iterdir()):
        twin = copy / path.name
        if path.is_symlink() or path == copy:
            continue
        if path.is_dir() and twin.is_dir():
            yield from remains_in(path, twin)
            yield path
        elif is_leftover(path.name) or has_same_bytes(path, twin):
            yield path
