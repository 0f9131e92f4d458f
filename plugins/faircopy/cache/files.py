"""Files that only the user can read: used only if they are regular, and written whole or not at all."""

import errno
import logging
import os
import shutil
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from stat import S_IMODE, S_ISDIR, S_ISREG

from faircopy.system_errors import explain

logger = logging.getLogger(__name__)

MAX_FILE_BYTES = 1 << 28  # a larger one is not ours
ONLY_OWNER = 0o700


def regular_bytes(file: Path, mode: int = 0o7777, touch_after_s: float | None = None) -> bytes | None:
    """Return the contents of a regular file of the user's own, with permissions of at most `mode`; None for others.

    A file that was last written, or touched, longer ago than `touch_after_s` is touched.
    """
    try:
        # A pipe must not have anybody wait, and a link leads elsewhere.
        opened = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(opened, "rb", buffering=0) as stream:  # noqa: PTH123  # it is no path
            state = os.fstat(opened)
            is_ours = S_ISREG(state.st_mode) and state.st_uid == os.geteuid() and not S_IMODE(state.st_mode) & ~mode
            if not is_ours or state.st_size > MAX_FILE_BYTES:
                return None
            if touch_after_s is not None and time.time() - state.st_mtime > touch_after_s:
                with suppress(OSError):  # a disk that is read-only
                    os.utime(opened)
            return stream.readall()
    except (OSError, ValueError):  # a path with a NUL is no path
        return None


def is_own(folder: Path) -> bool:
    """Tell whether a folder exists and belongs to the user; a link to one does not count."""
    try:
        state = folder.lstat()
    except OSError:
        return False
    return S_ISDIR(state.st_mode) and state.st_uid == os.geteuid()


def made_private(folder: Path) -> bool:
    """Create a folder, if necessary, that only the user can read; return False, with a warning, if impossible."""
    try:
        make_private(folder)
    except FileExistsError as error:
        warn(f"'{folder}' is not used to keep things in: {error.strerror}; remove it")
        return False
    except OSError as error:
        fact, remedy = explain(error)
        warn(f"'{folder}' is not used to keep things in: {fact}; {remedy}")
        return False
    return True


def make_private(folder: Path) -> None:
    """Create a folder, if necessary, that only the user can read. Raises OSError."""
    with suppress(FileExistsError):
        folder.mkdir(mode=ONLY_OWNER, parents=True, exist_ok=True)
    if not is_own(folder):
        raise FileExistsError(errno.EEXIST, "it is no folder of your own", str(folder))
    if S_IMODE(folder.stat().st_mode) & ~ONLY_OWNER:
        folder.chmod(ONLY_OWNER)


def put_in_place(file: Path, data: bytes, *, first: bool = False) -> None:
    """Write a file whole or not at all, replacing whatever is there. Raises OSError.

    If several processes write at the same moment with `first`, one file stays.
    """
    handle, name = tempfile.mkstemp(prefix=".new-", dir=file.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        if first:
            with suppress(OSError):  # a disk without hard links, or another was quicker
                os.link(fresh, file)
            if file.exists():
                fresh.unlink()
                return
        try:
            fresh.replace(file)
        except OSError:
            clear(file)
            fresh.replace(file)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def clear(file: Path) -> None:
    """Remove whatever is at the path of a file. Raises OSError."""
    if file.is_dir() and not file.is_symlink():
        shutil.rmtree(file)
    else:
        file.unlink(missing_ok=True)


def clear_other(file: Path) -> None:
    """Remove a link, folder or the like at the path of a regular file. Raises OSError."""
    with suppress(FileNotFoundError):
        if not S_ISREG(file.lstat().st_mode):
            clear(file)


@cache
def warn(text: str) -> None:
    """Print a warning once."""
    logger.warning(text)
