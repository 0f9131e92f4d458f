"""What files looked like at one time, for finding out which have changed."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

Stamps = dict[Path, tuple[int, int]]  # of each file: when it was changed last (ns), and its size

LEFT_OUT = {"__pycache__", "node_modules"}


def stamps_of(paths: Iterable[Path]) -> Stamps:
    """Return the stamps of files and of all files below folders. Hidden ones, and what is not there, are left out."""
    return {file: (found.st_mtime_ns, found.st_size) for path in paths for file, found in files_of(path)}


def files_of(path: Path) -> Iterator[tuple[Path, os.stat_result]]:
    try:
        if not path.is_dir():
            yield path, path.stat()
            return
        with os.scandir(path) as entries:
            below = [entry.path for entry in entries if not entry.name.startswith(".") and entry.name not in LEFT_OUT]
    except OSError:  # it went while we looked
        return
    for each in below:
        yield from files_of(Path(each))


def changed(before: Stamps, after: Stamps) -> set[Path]:
    """Return what was added, changed or removed."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
