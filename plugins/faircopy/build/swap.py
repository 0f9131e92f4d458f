"""Replaces an old output folder with a finished one, and never removes a folder that no build made."""

import fcntl
import os
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TextIO

# In each folder that a build has made: it may be replaced whole.
MARKER = ".faircopy"
MAX_DIGITS = 20  # of a process's number
MARKER_TEXT = "This folder is made by Faircopy; each build replaces it whole.\n"


class NotReplaceableError(OSError):
    """A folder must not be replaced; the message says why."""


class BeingBuiltError(NotReplaceableError):
    """Another build is writing into the folder; `process` is its id, None if unknown."""

    def __init__(self, process: int | None, command: str) -> None:
        self.process = process
        named = f"process {process}, '{command}', is building into it" if process else ""
        super().__init__(named or "another build into it is running")


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give an empty folder beside `target`; when the block ends without an exception, it replaces `target`.

    After an exception, `target` is unchanged. The new folder is on the same file system, so one rename replaces the old
    one, and nobody sees a half-written site. Raises NotReplaceableError, or another OSError, before the block is
    entered if `target` cannot be replaced.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with only_one(workspace_of(target)) as workspace:
        put_back(workspace, target)
        refuse_what_is_not_ours(target)
        fresh = workspace / "new"
        fresh.mkdir()
        try:
            yield fresh
            (fresh / MARKER).write_text(MARKER_TEXT, encoding="utf-8")
            refuse_what_is_not_ours(target)  # it may have come meanwhile
            if target.exists():
                target.rename(workspace / "old")
            fresh.rename(target)
        finally:
            put_back(workspace, target)


def refuse_what_is_not_ours(target: Path) -> None:
    """Raise NotReplaceableError unless `target` is missing, empty, or made by an earlier build."""
    if target.is_symlink():
        raise NotReplaceableError("it is a symbolic link")
    if target.exists() and not target.is_dir():
        raise NotReplaceableError("it is not a folder")
    if target.exists() and not (target / MARKER).is_file() and any(target.iterdir()):
        raise NotReplaceableError(f"it holds files and no '{MARKER}', so no build has made it")


def workspace_of(target: Path) -> Path:
    """Return the build folder beside `target`; its name is fixed, so a later build finds what a killed one left."""
    return target.parent / f".{target.name}-build"


@contextmanager
def only_one(workspace: Path) -> Iterator[Path]:
    """Lock `workspace` for one build, and remove it afterwards."""
    lock = None
    while lock is None:
        lock = locked(workspace)
    with lock:
        try:
            yield workspace
        finally:
            remove_empty(workspace)


def remove_empty(workspace: Path) -> None:
    """Remove a locked workspace. An old copy that could not be put back stays in it."""
    (workspace / "lock").unlink()
    with suppress(OSError):
        workspace.rmdir()


def locked(workspace: Path) -> TextIO | None:
    """Return the locked file of `workspace`; None if another build has just removed both.

    Raises NotReplaceableError if another build holds the lock.
    """
    # Not `exist_ok`: pathlib looks a second time, when another build may have taken it away.
    with suppress(FileExistsError):
        workspace.mkdir()
    with suppress(FileNotFoundError), ExitStack() as undo:
        lock = undo.enter_context((workspace / "lock").open("a+"))
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BeingBuiltError(*holder_of(workspace / "lock")) from None
        try:
            # Not through a buffer, which would try again as it is closed.
            os.ftruncate(lock.fileno(), 0)
            os.write(lock.fileno(), os.fsencode(f"{os.getpid()} {shlex.join(sys.orig_argv)}\n"))
        except OSError as error:
            remove_empty(workspace)
            raise OSError(error.errno, error.strerror, str(workspace)) from None
        # A lock on a deleted file keeps nobody out.
        if os.path.samestat(os.fstat(lock.fileno()), (workspace / "lock").stat()):
            undo.pop_all()
            return lock
    return None


def holder_of(lock: Path) -> tuple[int | None, str]:
    """Return the id and command of the process that holds a lock, as it wrote them into the file."""
    try:
        number, _, command = lock.read_text(encoding="utf-8", errors="replace").partition(" ")
    except OSError:  # it has just ended
        return None, ""
    name = "".join(letter if letter.isprintable() else "?" for letter in command.strip())
    return (int(number), name) if number.isdecimal() and number.isascii() and len(number) < MAX_DIGITS else (None, "")


def put_back(workspace: Path, target: Path) -> None:
    """Restore `target` after an interruption: between two renames the old folder exists only in `workspace`."""
    if (workspace / "old").exists() and not target.exists():
        (workspace / "old").rename(target)
    for name in ("new", "old"):
        if (workspace / name).exists():
            shutil.rmtree(workspace / name)
