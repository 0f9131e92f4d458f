"""Shows the progress of a build on a terminal, once it has taken a moment."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

# A shorter build shows no progress.
PATIENCE_S = 1.0
# Nobody reads faster; drawing takes time.
REDRAW_S = 0.1


class Steps(Protocol):
    """Called at each step of a build."""

    def __call__(self, doing: str, done: int = 0, total: int = 0) -> None:
        """Show the current step, and how much of it is done if that is known."""


def silent(doing: str, done: int = 0, total: int = 0) -> None:
    """Show nothing."""


@contextmanager
def steps_on_terminal() -> Iterator[Steps]:
    """Yield a function that shows the steps on standard error, or does nothing if that is no terminal."""
    if not sys.stderr.isatty():
        yield silent
        return
    with steps_on(Console(stderr=True), time.monotonic) as steps:
        yield steps


@contextmanager
def steps_on(console: Console, clock: Callable[[], float]) -> Iterator[Steps]:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[counted]}"), TimeElapsedColumn())
    # Without a thread of its own: processes are forked meanwhile.
    progress = Progress(*columns, console=console, transient=True, auto_refresh=False)
    task = progress.add_task("", counted="", total=None)
    began = drawn = clock()
    seen = ""

    def step(doing: str, done: int = 0, total: int = 0) -> None:
        nonlocal drawn, seen
        now = clock()
        if now - began < PATIENCE_S or (doing == seen and now - drawn < REDRAW_S):
            return
        drawn, seen = now, doing
        progress.start()
        counted = f"{done:,} of {total:,}" if total else ""
        progress.update(task, description=doing, completed=done, total=total or None, counted=counted, refresh=True)

    try:
        yield step
    finally:
        progress.stop()
