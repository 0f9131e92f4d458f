"""Files of an output folder that is never emptied: one that has not changed is kept, and no link is written through."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG

from faircopy.cache.fingerprints import fingerprint_of_bytes


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
