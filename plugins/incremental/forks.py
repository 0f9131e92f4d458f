"""The same work on many things at once, in processes that see all that this one has made so far."""

import ctypes
import gc
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, TypeVar

Thing = TypeVar("Thing")
Result = TypeVar("Result")
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2), which only Linux has


def worth_forks(things: int, least: int) -> bool:
    """Tell whether so many things are done sooner by several processes; fewer than `least` are not."""
    return things >= least and processors() > 1


def processors() -> int:
    return len(os.sched_getaffinity(0))


def forked(work: Callable[[Thing], Result], things: Iterable[Thing]) -> Iterator[Result | None]:
    """Yield what `work` returns for each thing, in order.

    None where it has raised or logged a warning: that is for whoever does the work again in this process to tell.
    """
    # Forked, as `work` holds what cannot be sent to a process. Collections of garbage would copy all that is shared.
    gc.freeze()
    try:
        context = multiprocessing.get_context("fork")
        with context.Pool(processors(), initializer=begin, initargs=(work,)) as pool:
            yield from pool.imap(go_on, things, chunksize=8)
    finally:
        gc.unfreeze()


class Warned(logging.Handler):
    """Takes what is logged, and tells whether it was a warning."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told = False

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002  # logging's signature
        self.told = True


AT_WORK: list[tuple[Callable[[Any], Any], Warned]] = []


def begin(work: Callable[[Any], Any]) -> None:
    # Whoever kills our parent wants nothing of us that the next build would find written over its own.
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    # Whatever our parent makes of these: it ends us with the first when all is done, and gets the second itself.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warned = Warned()
    for logger in (logging.root, *map(logging.getLogger, logging.root.manager.loggerDict)):
        logger.handlers.clear()
        logger.propagate = True
    logging.root.addHandler(warned)
    AT_WORK[:] = [(work, warned)]


def go_on(thing: Any) -> Any:
    work, warned = AT_WORK[0]
    warned.told = False
    try:
        result = work(thing)
    except Exception:  # noqa: BLE001  # templates, filters and extensions may raise anything
        return None
    return None if warned.told else result
