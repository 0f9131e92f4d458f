"""Observes what a build reads, by Python's audit events: files, folders, and inputs that cannot be compared.

https://docs.python.org/3/library/audit_events.html
"""

import os
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

OURS = f"{Path(__file__).parents[2]}{os.sep}"
STANDARD = tuple(f"{sysconfig.get_path(name)}{os.sep}" for name in ("stdlib", "platstdlib"))
INSTALLED = ("site-packages", "dist-packages")
FILE, FOLDER, UNKNOWN = "file", "folder", "unknown"
# What another program or another machine answers may be different the next time.
UNREPEATABLE = frozenset(
    ("subprocess.Popen", "os.system", "os.posix_spawn", "os.exec", "os.startfile", "socket.connect", "socket.sendto")
)
LISTS = ("os.scandir", "os.listdir")
OBSERVED = frozenset(("open", "sqlite3.connect", *LISTS, *UNREPEATABLE))
# These modes truncate, so the old contents are not read. "r+" and "a+" do read.
UNSEEN = os.O_WRONLY | os.O_TRUNC | os.O_EXCL


@dataclass(slots=True)
class ObservedReads:
    """What was read during the observation; paths are absolute."""

    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)  # inputs that may differ the next time


class Journal:
    """What this process has read, and an unnamed temporary file with lines for what processes that it forks read."""

    def __init__(self) -> None:
        self.file = tempfile.TemporaryFile(prefix="faircopy-")  # noqa: SIM115  # closed by `watching`
        self.process = os.getpid()
        self.seen: set[tuple[str, str]] = set()

    def note(self, kind: str, what: str) -> None:
        if (kind, what) not in self.seen:
            self.seen.add((kind, what))
            if os.getpid() == self.process:
                return
            # Of several processes that append, each line stays whole: it is one write. A NUL ends it: no path has one.
            os.write(self.file.fileno(), f"{kind} {what}\0".encode("utf-8", "surrogateescape"))

    def reads(self) -> ObservedReads:
        found = ObservedReads()
        sets = {FILE: found.files, FOLDER: found.folders, UNKNOWN: found.unknown}
        for kind, what in self.seen:
            sets[kind].add(what)
        self.file.seek(0)
        for line in self.file.read().decode("utf-8", "surrogateescape").split("\0")[:-1]:
            kind, _, what = line.partition(" ")
            sets[kind].add(what)
        return found


@contextmanager
def watching() -> Iterator[ObservedReads]:
    """Observe reads; the yielded values are filled in when the block has ended."""
    listen()
    found, before = ObservedReads(), list(JOURNALS)
    with (journal := Journal()).file:
        append(journal.file.fileno())
        JOURNALS[:] = [journal]
        try:
            yield found
        finally:
            JOURNALS[:] = before
            noted = journal.reads()
            found.files, found.folders, found.unknown = noted.files, noted.folders, noted.unknown


def append(descriptor: int) -> None:
    import fcntl  # noqa: PLC0415  # there is none on every system

    fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_APPEND)


# The one that is written to, if any; Python never removes an audit hook.
JOURNALS: list[Journal] = []
LISTENING: list[bool] = []


def listen() -> None:
    if not LISTENING:
        LISTENING.append(True)
        sys.addaudithook(note)


def note(event: str, arguments: tuple[object, ...]) -> None:
    # It is called for everything that the interpreter does, so the first look is the cheapest.
    if event not in OBSERVED or not JOURNALS:
        return
    if event == "open":
        path, _, flags = arguments
        if not (isinstance(flags, int) and flags & UNSEEN):
            note_path(FILE, path)
    elif event in LISTS:
        note_path(FOLDER, os.curdir if arguments[0] is None else arguments[0])
    elif who := calling_file(sys._getframe(1)):  # noqa: SLF001  # the way that Python documents
        if event == "sqlite3.connect":
            note_path(FILE, arguments[0])
        else:
            JOURNALS[0].note(UNKNOWN, f"{event} in {who}")


def note_path(kind: str, path: object) -> None:
    if isinstance(path, str) and (kind, path) in JOURNALS[0].seen:
        return
    # A number is that of a file that was opened before.
    if isinstance(path, str | bytes | os.PathLike):
        JOURNALS[0].note(kind, os.path.abspath(os.fsdecode(path)))  # noqa: PTH100  # this must be quick


def calling_file(frame: FrameType | None) -> str:
    """Return the file of the code that caused an event; "" for our own code."""
    while frame is not None and is_standard(frame.f_code.co_filename):
        frame = frame.f_back
    name = frame.f_code.co_filename if frame else "Python"
    return "" if name.startswith(OURS) else name


def is_standard(file: str) -> bool:
    """Tell whether a file belongs to Python itself; site-packages may lie within its folder."""
    return file.startswith("<frozen ") or (file.startswith(STANDARD) and not any(name in file for name in INSTALLED))
