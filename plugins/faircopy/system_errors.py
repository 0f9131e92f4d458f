"""Explains errors of the operating system: place, fact, remedy."""

import errno
import os
import shutil
from pathlib import Path
from typing import TypeGuard

FULL = (errno.ENOSPC, errno.EDQUOT)
# The machine has to change before anything works again, whichever file it was.
OF_MACHINE = (*FULL, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EIO, errno.EFBIG)
REMEDIES = {
    errno.ENOSPC: "make room on that disk, then try again; 'faircopy cache clear' gives back what is kept",
    errno.EDQUOT: "your share of that disk is used up: make room, then try again",
    errno.EROFS: "that disk can only be read: mount it for writing, or work in a copy elsewhere",
    errno.EMFILE: "let one process open more files, then try again: ulimit -n 4096",
    errno.ENFILE: "too many files are open on this machine: end other programs, then try again",
    errno.ENOMEM: "end other programs, then try again",
    errno.EAGAIN: "too many processes are running: end others, then try again",
    errno.EIO: "the disk may be failing: save what is on it, and read the messages of the system",
    errno.ENOLCK: "that file system knows no locks: name a folder on another disk",
    errno.EFBIG: "a file may not be so large here: 'ulimit -f' shows the limit",
    errno.EACCES: "give yourself the permission (chmod, chown), or try again as the user who has it",
    errno.EPERM: "give yourself the permission (chmod, chown), or try again as the user who has it",
    errno.EBUSY: "wait a moment, then try again",
    errno.ENAMETOOLONG: "use a shorter name",
    errno.ELOOP: "the links there lead in a circle: remove one",
    errno.ENOENT: "something may have removed it meanwhile: try again",
    errno.ENOTDIR: "a file is where a folder should be: move it away",
    errno.EEXIST: "another thing is in its place: move it away",
    errno.EISDIR: "a folder is where a file should be: move it away",
}
UNKNOWN = "try again; if it happens again, please report it with this line"
# tempfile's message if it can write to none of its folders.
NO_TEMPORARY = "No usable temporary directory"
# A disk with less room than this is as good as full.
MIN_FREE_BYTES = 1 << 22


def is_of_machine(error: BaseException) -> TypeGuard[OSError]:
    """Tell whether an exception is due to the machine, rather than to a text or our code."""
    return isinstance(error, OSError) and (error.errno in OF_MACHINE or lacks_temporary(error))


def lacks_temporary(error: OSError) -> bool:
    return bool(error.strerror) and str(error.strerror).startswith(NO_TEMPORARY)


def explain(error: OSError) -> tuple[str, str]:
    """Return the fact, with the place if it is known, and the remedy."""
    if lacks_temporary(error):
        return "there is no folder for temporary files that can be written to", "make room in /tmp, or set TMPDIR"
    message = str(error.strerror or error)
    reason = message[:1].lower() + message[1:]
    places = places_of(error)
    return f"{' or '.join(places)}: {reason}" if places else reason, REMEDIES.get(error.errno or 0, UNKNOWN)


def places_of(error: OSError) -> list[str]:
    """Return the paths that may be meant: a failed write to an open file does not name it."""
    if error.filename is None:
        return [f"'{folder}'" for folder in full_folders()] if error.errno in FULL else []
    path = Path(os.fsdecode(error.filename))
    if error.errno == errno.ENOTDIR:  # it names what cannot be reached behind the file
        path = next((one for one in (*path.parents[::-1], path) if one.exists() and not one.is_dir()), path)
    return [f"'{path}'"]


def full_folders() -> list[Path]:
    """Return those of the folders that we write to whose disk is full."""
    named = (os.environ.get(name) for name in ("TMPDIR", "XDG_CACHE_HOME", "HOME"))
    folders = dict.fromkeys(Path(one) for one in (os.curdir, *named, "/tmp") if one and Path(one).is_dir())  # noqa: S108  # only looked at
    return [folder for folder in folders if shutil.disk_usage(folder).free < MIN_FREE_BYTES]
