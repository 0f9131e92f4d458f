"""Stat data of files, to find out which have changed."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from faircopy.markdown.ignored_files import is_ignored

# Of a file: when it was changed last (ns), its size, its inode, and when anything about it changed last (ns), such as
# its place: one that is moved away and back, or replaced by a copy that has its time, is another.
Stamp = tuple[int, int, int, int]
Stamps = dict[Path, Stamp]


def stamps_of(paths: Iterable[Path]) -> Stamps:
    """Return the stamps of files, recursively for folders; ignored and missing files are left out."""
    return {file: stamp_of(found) for path in paths for file, found in files_of(path)}


def stamp_of(found: os.stat_result) -> Stamp:
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns


def files_of(path: Path) -> Iterator[tuple[Path, os.stat_result]]:
    try:
        if not path.is_dir():
            yield path, path.stat()
            return
        with os.scandir(path) as entries:
            below = [entry.path for entry in entries if not is_ignored(entry.name)]
    except OSError:  # it went while we looked
        return
    for each in below:
        yield from files_of(Path(each))


def changed(before: Stamps, after: Stamps) -> set[Path]:
    """Return what was added, changed or removed."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
