"""Commands that are killed just before they change a file: the first, the second, each."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

CHANGES = frozenset(("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"))


def killed_everywhere(action: Callable[[], object], begin: Callable[[], object]) -> Iterator[int]:
    """Yield after each kill of `action`, first before its first change, until it ends by itself.

    `begin` makes its folder as it was.
    """
    for number in count(1):
        begin()
        if not is_killed_at(action, number):
            assert number > 1, "it changes nothing"
            return
        yield number


def is_killed_at(action: Callable[[], object], number: int) -> bool:
    """Run `action` in a child that is killed before its change `number`; tell whether it had so many."""
    child = os.fork()
    if child == 0:
        changes = count(1)

        def audit(event: str, arguments: tuple[object, ...]) -> None:
            is_change = event in CHANGES or (event == "open" and writes(arguments[2]))
            if is_change and next(changes) == number:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(audit)
        status = 1
        try:
            action()
            status = 0
        finally:
            os._exit(status)  # nothing of the tests may go on in here
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, -signal.SIGKILL)
    return status != 0


def writes(flags: object) -> bool:
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def visible_files(folder: Path) -> dict[str, bytes]:
    """Return the files of a content folder as Pelican finds them: without hidden ones."""
    found = (file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    return {f"{file.relative_to(folder)}": file.read_bytes() for file in found}
