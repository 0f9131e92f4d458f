"""How much is cached, and how old it is."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR

from faircopy.cache.namespaces import PROJECT_FOLDER

# Where earlier versions kept things; nothing reads them now.
FORMER = ("made", "links")


@dataclass(frozen=True, slots=True)
class Usage:
    """The size and age of the files in a folder."""

    files: int = 0
    size_bytes: int = 0
    oldest: float = 0.0  # time of last use of the least recently used entry; seconds since 1970
    newest: float = 0.0


def usage_of(folder: Path | None) -> Usage:
    """Count the files below a folder; links are not followed."""
    found = [state for _, state in files_below(folder)] if folder else []
    if not found:
        return Usage()
    times = [state.st_mtime for state in found]
    return Usage(len(found), sum(state.st_size for state in found), min(times), max(times))


def files_below(path: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield everything at or below a path that is no folder. Files that vanish meanwhile are left out."""
    try:
        state = path.lstat()
        if not S_ISDIR(state.st_mode):
            yield path, state
            return
        with os.scandir(path) as entries:
            below = [Path(entry.path) for entry in entries]
    except OSError:
        return
    for one in below:
        yield from files_below(one)


def former_places(root: Path) -> list[Path]:
    """Return the leftovers of earlier versions in a project."""
    places = [root / PROJECT_FOLDER / name for name in FORMER]
    return [place for place in places if os.path.lexists(place)]
