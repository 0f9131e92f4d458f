"""A progress bar on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class Advance(Protocol):
    """Shows progress."""

    def __call__(self, done: int, total: int, doing: str = "checking") -> None:
        """Show progress; `doing` describes the work."""


def silent(done: int, total: int, doing: str = "checking") -> None:
    """Show nothing."""


@contextmanager
def bar(least: int) -> Iterator[Advance]:
    """Yield a function that shows how many of how many are done; totals below `least` are not shown."""
    # rich takes longer to load than many a run.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", visible=False)

        def advance(done: int, total: int, doing: str = "checking") -> None:
            progress.update(task, completed=done, total=total, description=doing, visible=total >= least)

        yield advance
