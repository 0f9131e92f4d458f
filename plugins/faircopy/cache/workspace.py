"""Temporary folders in the cache that one process works in at a time.

The lock ends with the process, however that ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faircopy.cache.files import clear_other, make_private
from faircopy.cache.namespaces import PROJECT_FOLDER, Namespace, Scope, StorageForm

LOCK = "lock"


def workspace_of(namespace: Namespace, root: Path) -> Path:
    """Create the folder of a workspace, if necessary, and return it. Raises OSError if it cannot be used."""
    if namespace.form is not StorageForm.WORKSPACE or namespace.scope is not Scope.PROJECT:
        raise ValueError(f"'{namespace.name}' is no workspace")
    folder = root / PROJECT_FOLDER / namespace.name
    make_private(folder)
    clear_other(folder / LOCK)
    return folder


@contextmanager
def used_alone(folder: Path) -> Iterator[bool]:
    """Lock a folder exclusively; yield False, at once, if another process has it. Raises OSError."""
    opened = open_lock(folder / LOCK, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        yield opened is not None
    finally:
        if opened is not None:
            os.close(opened)


def use_together(folder: Path) -> None:
    """Lock a folder shared with others that call this, until this process ends. Raises OSError."""
    open_lock(folder / LOCK, fcntl.LOCK_SH)


def open_lock(file: Path, how: int) -> int | None:
    """Return a descriptor that holds the lock while it is open; None if another process has it and we must not wait."""
    while True:
        opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(opened, how)
        except BlockingIOError:
            os.close(opened)
            return None
        except BaseException:
            os.close(opened)
            raise
        if is_at(file, opened):
            return opened
        # Who held it before has removed it.
        os.close(opened)


def is_at(file: Path, opened: int) -> bool:
    """Tell whether an open file still exists at its path."""
    try:
        return os.path.samestat(os.fstat(opened), file.lstat())
    except FileNotFoundError:
        return False
