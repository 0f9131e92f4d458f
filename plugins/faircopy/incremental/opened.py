"""Which files a piece of work has read, whoever opened them."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from faircopy.incremental.digests import digest_of_bytes

# What takes part as code is known by its version, see `code`.
CODE = (".py", ".pyc", ".so")
NOT_THERE = "-"

under_way = threading.local()


@contextmanager
def files_opened() -> Iterator[set[str]]:
    """Note the absolute path of each file that this thread opens for reading; code is left out."""
    listen()
    before = getattr(under_way, "paths", None)
    paths: set[str] = set()
    under_way.paths = paths
    try:
        yield paths
    finally:
        under_way.paths = before


def note(event: str, arguments: tuple[object, ...]) -> None:
    # An audit hook is called for everything that the interpreter does, so the first look is the cheapest.
    if event == "open" and (paths := getattr(under_way, "paths", None)) is not None:
        path, _, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR)
        if isinstance(path, str | bytes | os.PathLike) and not writes:
            file = os.path.abspath(os.fsdecode(path))  # noqa: PTH100  # this must be quick, and never fail
            if not file.endswith(CODE):
                paths.add(file)


LISTENING: list[bool] = []


def listen() -> None:
    """Start to listen, once: Python never removes an audit hook."""
    if not LISTENING:
        LISTENING.append(True)
        sys.addaudithook(note)


def state_of_file(path: str) -> str:
    """Return the digest of what a file holds now; devices and the like hold nothing that could be compared."""
    try:
        return digest_of_bytes(Path(path).read_bytes()) if Path(path).is_file() else NOT_THERE
    except OSError:
        return NOT_THERE
