"""Runs the same function on many items in several processes, which are forked with the current state.

Processes only save time. If none can be created, or one fails, this process does the work itself.
"""

import gc
import logging
import os
import pickle
import signal
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2), which only Linux has
LENGTH_BYTES = 8  # bytes before each result, which say how long it is

logger = logging.getLogger(__name__)


def processors() -> int:
    """Return how many processes may work in parallel; 1 if none can be forked.

    Only on Linux are there several: on macOS, system libraries do not survive a fork, and elsewhere there is none.
    """
    if sys.platform != "linux":
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Worker:
    """A forked process with its share of the work: the shared state cannot be pickled."""

    process: Any
    items: int
    results: int  # the descriptor of a file, in which it leaves one after the other

    def is_running(self) -> bool:
        # Not `is_alive`, which never learns of the end where this process was started with CHLD ignored.
        return self.process.sentinel not in wait_for([self.process.sentinel], 0)

    def read_results(self) -> Iterator[Any]:
        """Yield the results of a finished process; None for each item that it did not finish."""
        with open(self.results, "rb", closefd=False) as results:  # it has no path
            results.seek(0)
            for _ in range(self.items):
                length = int.from_bytes(results.read(LENGTH_BYTES))
                yield unpickled(results.read(length))

    def end(self) -> None:
        # Not `terminate`: TERM is lost where our parent ignores it and the process has not yet come to undo that.
        self.process.kill()
        self.process.join()
        with suppress(ValueError):  # nobody knows how it has ended, as above
            self.process.close()
        os.close(self.results)


class ForkPool(Generic[Item, Result]):
    """Runs `work` on each submitted item, in as many processes as there are processors.

    A process starts as soon as `batch_size` items are waiting, while more are being submitted. At the end, the
    remaining items are divided among processes if there are at least `min_batch`; otherwise this process does them.
    """

    def __init__(self, work: Callable[[Item], Result], batch_size: int, min_batch: int) -> None:
        self.work = work
        self.batch_size = batch_size
        self.min_batch = min_batch
        self.waiting: list[Item] = []
        self.workers: list[Worker] = []
        self.alone = processors() < 2
        self.process = os.getpid()  # those at work have copies of this, and must not end each other

    def submit(self, item: Item) -> None:
        self.waiting.append(item)
        self.set_to_work(self.batch_size)

    def results(self) -> Iterator[Result | None]:
        """Yield the result for each submitted item, in order.

        The result is None if `work` raised or logged a warning, or if its process died: the caller then does it in this
        process, where the problem is visible.
        """
        left = 0
        if len(self.waiting) < self.min_batch:
            left = len(self.waiting)
            self.waiting.clear()
        else:
            self.batch_size = min(self.batch_size, -(-len(self.waiting) // processors()))
            self.set_to_work()
        try:
            for worker in self.workers:  # to which others are added
                self.set_to_work()
                while worker.is_running():
                    running = {one.process.sentinel for one in self.workers if one.is_running()}
                    # This one in any case: if nobody is at work any more, the end has come.
                    wait_for({worker.process.sentinel, *running})
                    self.set_to_work()
                yield from worker.read_results()
            # Waiting items of a single processor, or after a failed fork.
            yield from [None] * (left + len(self.waiting))
        finally:
            self.end()

    def end(self) -> None:
        while self.workers and self.process == os.getpid():
            self.workers.pop().end()

    # Nobody asks for the results of a build that has failed.
    __del__ = end

    def set_to_work(self, at_least: int = 1) -> None:
        while (
            not self.alone
            and len(self.waiting) >= at_least
            and sum(worker.is_running() for worker in self.workers) < processors()
        ):
            try:
                worker = begin(self.work, self.waiting[: self.batch_size])
            except Exception as error:  # noqa: BLE001  # no fork, no process more, no room for a file: it differs by system
                logger.info("no other process can be made (%r): this one does all", error)
                self.alone = True
            else:
                del self.waiting[: self.batch_size]
                self.workers.append(worker)


def begin(work: Callable[[Any], Any], items: list[Any]) -> Worker:
    from multiprocessing import get_context  # noqa: PLC0415  # a build with little to do needs none of it

    # A descriptor, which does not complain when it is closed by `ForkPool.__del__`.
    results, path = tempfile.mkstemp()
    try:
        os.unlink(path)  # noqa: PTH108  # no Path has anything to do with it
        process = get_context("fork").Process(target=do, args=(work, items, results, os.getpid()), daemon=True)
        process.start()
    except BaseException:
        os.close(results)
        raise
    return Worker(process, len(items), results)


def wait_for(sentinels: Iterable[int], seconds: float | None = None) -> list[Any]:
    """Return the sentinels of finished processes, once there is one or the time is over."""
    from multiprocessing.connection import wait  # noqa: PLC0415  # as above

    return wait([*sentinels], seconds)


def unpickled(data: bytes) -> Any:
    """Return a result; None for a truncated one, and for one that cannot be unpickled."""
    try:
        return pickle.loads(data)  # noqa: S301  # nobody else can write there
    except Exception:  # noqa: BLE001  # what is pickled decides what reading it may raise
        return None


class WarningFlag(logging.Handler):
    """A logging handler that records whether a warning was logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.logged = False

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002  # logging's signature
        self.logged = True


def do(work: Callable[[Any], Any], items: list[Any], results: int, parent: int) -> None:
    """Do a share of the work in a forked process, whose parent is the process `parent`."""
    # Whoever kills our parent wants nothing of us that the next build would find written over its own.
    with suppress(ImportError, AttributeError, OSError):
        import ctypes  # noqa: PLC0415  # not every Python has it

        ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it was killed before that
        os._exit(1)
    # Whatever our parent makes of these: the first ends whole groups of processes, the second it gets itself.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Collections of garbage would copy all that we share with our parent.
    gc.freeze()
    # Collect garbage less often: the memory of a worker goes with the process.
    gc.set_threshold(10_000)
    warned = WarningFlag()
    for logger in (logging.root, *map(logging.getLogger, logging.root.manager.loggerDict)):
        logger.handlers.clear()
        logger.propagate = True
    logging.root.addHandler(warned)
    with suppress(OSError), open(results, "wb", closefd=False) as file:  # there may be no room
        for item in items:
            result = result_of(work, item, warned)
            file.write(len(result).to_bytes(LENGTH_BYTES) + result)


def result_of(work: Callable[[Any], Any], item: Any, warned: WarningFlag) -> bytes:
    warned.logged = False
    try:
        result = pickle.dumps(work(item))
    except Exception:  # noqa: BLE001  # templates, filters and extensions may raise anything
        return pickle.dumps(None)
    return pickle.dumps(None) if warned.logged else result
