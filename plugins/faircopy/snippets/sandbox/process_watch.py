"""Limits the number of processes in a sandbox where the kernel does not: counts them, and kills the sandbox.

Linux limits them for each sandbox from 5.14 on, but never for root (setrlimit(2), RLIMIT_NPROC).
"""

import os
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

INTERVAL_S = 0.1
# So that we get to count while a sandbox tries to have all of the processor.
LOW_PRIORITY = ("nice", "-n", "19")
# Fields of /proc/PID/stat (proc(5)) behind the name, which may hold anything: 4 ppid, 20 num_threads.
PPID, THREADS = 1, 17


def kernel_limits(release: str, user: int) -> bool:
    """Tell whether a release of Linux limits the processes of a user by user namespace."""
    found = re.match(r"(\d{1,4})\.(\d{1,4})", release)
    return user != 0 and found is not None and (int(found[1]), int(found[2])) >= (5, 14)


@cache
def can_watch() -> bool:
    """Tell whether the kernel has pidfds: Linux 5.3 and later."""
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (OSError, AttributeError):
        return False
    return True


def who_limits(release: str, user: int) -> str:
    """Return what limits the processes of a sandbox, for people."""
    if kernel_limits(release, user):
        return "limited by the kernel"
    if can_watch():
        return "counted, and ended when too many; the kernel limits none of root's, and others' since Linux 5.14"
    return "not limited: that needs Linux 5.3"


class ProcessWatch:
    """Counts the descendants of a process, and kills it if there are too many."""

    def __init__(self, process: int, limit: int) -> None:
        self.process = process
        self.limit = limit  # processes and threads below it
        self.exceeded = False
        self.stopped = threading.Event()

    def watch(self, descriptor: int) -> None:
        """Count until `stopped`; `descriptor` is a pidfd, because process ids are reused."""
        while not self.stopped.wait(INTERVAL_S):
            if tasks_below(self.process) > self.limit:
                self.exceeded = True
                with suppress(ProcessLookupError):
                    # The first process of the sandbox ends with it, and with that one the sandbox.
                    signal.pidfd_send_signal(descriptor, signal.SIGKILL)
                return


@contextmanager
def watched(process: int, limit: int | None) -> Iterator[ProcessWatch | None]:
    """Watch a process until the block is left; without a limit, do nothing."""
    if limit is None or not can_watch():
        yield None
        return
    watch = ProcessWatch(process, limit)
    descriptor = os.pidfd_open(process)
    thread = threading.Thread(target=watch.watch, args=(descriptor,), daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        watch.stopped.set()
        thread.join()
        os.close(descriptor)


def tasks_below(process: int) -> int:
    """Return how many processes and threads descend from a process."""
    children: dict[int, list[tuple[int, int]]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):
            fields = (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
            children.setdefault(int(fields[PPID]), []).append((int(folder.name), int(fields[THREADS])))
    waiting, count = [process], 0
    while waiting:
        for child, threads in children.get(waiting.pop(), ()):
            waiting.append(child)
            count += threads
    return count
