"""A store of sealed entries by key, in the folder of a namespace. Entries that do not verify count as missing."""

import hashlib
import re
import time
from contextlib import suppress
from functools import lru_cache
from os import scandir
from pathlib import Path

from faircopy.cache import files, sealed
from faircopy.cache.namespaces import Namespace, StorageForm

# An entry is removed if it was not used for this long, …
MAX_UNUSED_S = 90 * 24 * 3600
# … and those that were not asked for the longest, when there is more than this in a namespace.
MAX_NAMESPACE_BYTES = 1 << 30
DAY_S = 24 * 3600
# Keys that are valid file names on every file system; for any other key, its digest is the name.
FILE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")


class EntryStore:
    """The entries of a namespace, for any number of threads and processes. It may lose entries at any time."""

    def __init__(self, namespace: Namespace, folder: Path | None) -> None:
        """`folder` is the namespace's own, or the one that a setting names for it; with None, nothing is stored."""
        if namespace.form is not StorageForm.ENTRIES:
            raise ValueError(f"'{namespace.name}' holds no entries")
        self.namespace = namespace
        self.folder = folder

    def get(self, key: str) -> bytes | None:
        """Return the stored value, or None. It counts as used today."""
        if self.folder is None:
            return None
        return sealed.read(self.folder / file_name(key), self.sealed_as(key), touch_after_s=DAY_S)

    def put(self, key: str, value: bytes) -> None:
        """Store a value. If that is impossible, `get` finds nothing."""
        if self.folder is not None:
            sealed.write(self.folder / file_name(key), self.sealed_as(key), value)
            evict_daily(self.folder, int(time.time() / DAY_S))

    def remove(self, key: str) -> None:
        if self.folder is not None:
            with suppress(OSError):
                files.clear(self.folder / file_name(key))

    def sealed_as(self, key: str) -> str:
        """The seal's key: an entry of another namespace does not verify."""
        return f"{self.namespace.name}\0{key}"


def file_name(key: str) -> str:
    if FILE_NAME.fullmatch(key):
        return key
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=100)
def evict_daily(folder: Path, _day: int) -> None:
    """Evict once a day in each process that writes."""
    with suppress(OSError):
        evict(folder, time.time(), MAX_NAMESPACE_BYTES)


def evict(folder: Path, now: float, max_bytes: int) -> None:
    """Remove the entries of a folder that are no longer used. Raises OSError."""
    with scandir(folder) as entries:
        states = [(entry.path, entry.stat(follow_symlinks=False)) for entry in entries if entry.is_file()]
    size = 0
    for path, state in sorted(states, key=lambda one: one[1].st_mtime, reverse=True):
        size += state.st_size
        if size > max_bytes or now - state.st_mtime > MAX_UNUSED_S:
            Path(path).unlink(missing_ok=True)
