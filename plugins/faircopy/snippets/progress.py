"""A progress bar on standard error, for runs that take long."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress


@contextmanager
def bar(least: int) -> Iterator[Callable[[int, int], None]]:
    """Give a function to call with the number of checks done and of all; nothing is shown for fewer than `least`."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("checking", visible=False)

        def advance(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total, visible=total >= least)

        yield advance
