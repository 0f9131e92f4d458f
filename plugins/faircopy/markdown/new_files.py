"""Files that are new: they come whole, and replace nothing."""

import errno
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from faircopy.markdown.files import TEMPORARY, naming

NEW = ".new-"  # begins the name of a file while it is written
LEFTOVER = re.compile(rf"{re.escape(NEW)}[a-z0-9_]{{8}}{re.escape(TEMPORARY)}")  # as tempfile makes names
# What `link` answers where the file system has no hard links, as FAT.
NO_HARD_LINKS = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Yield a file that comes to `path` when the block ends without an exception: whole, or not at all.

    Raises FileExistsError if something is there, which is never overwritten, and other OSErrors. If this is killed on a
    file system without hard links, an empty file may be at `path`.
    """
    if path.exists() or path.is_symlink():
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
    with naming(path):
        handle, name = tempfile.mkstemp(prefix=NEW, suffix=TEMPORARY, dir=path.parent)
    fresh = Path(name)
    try:
        with naming(path), os.fdopen(handle, "wb") as file:
            yield file
        fresh.chmod(0o644)
        try:
            path.hardlink_to(fresh)
        except OSError as error:
            if error.errno not in NO_HARD_LINKS:
                raise OSError(error.errno, error.strerror, str(path)) from None  # of two names, the one that tells
            rename_to_new(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def rename_to_new(fresh: Path, path: Path) -> None:
    """Rename a file to a name that is free. Raises FileExistsError if it is not, and other OSErrors."""
    # A rename alone would replace a file that has come meanwhile. This takes the name, or tells that it is taken.
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644))
    try:
        fresh.replace(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def is_leftover(name: str) -> bool:
    """Tell whether a file of that name is what a killed command has left: no author gives one such a name."""
    return LEFTOVER.fullmatch(name) is not None
