"""Programs that tests start, signal and end; and what a test must not leave running."""

import multiprocessing.resource_tracker
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

# A shell has what it runs in the background ignore INT, and nohup has it ignore HUP; children inherit that, and
# `restore_signals` of Popen restores others. So each program is started by one that lets every signal through. It
# asks besides to be killed with whoever has started it: tests that are killed end nothing.
AS_FROM_A_TERMINAL = """
import ctypes, os, signal, sys
if sys.platform == "linux":
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != int(sys.argv[1]):  # which has ended meanwhile
        sys.exit(1)
for one in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    try:
        signal.signal(one, signal.SIG_DFL)
    except (OSError, ValueError):  # the C library's own
        pass
signal.pthread_sigmask(signal.SIG_SETMASK, ())
os.execvp(sys.argv[2], sys.argv[2:])
"""
DEAD = "ZX"


@contextmanager
def started(
    command: Sequence[str],
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    stdin: int | None = None,
    stderr: int | None = subprocess.PIPE,
    pass_fds: Sequence[int] = (),
) -> Iterator["subprocess.Popen[str]"]:
    """Start a program that gets every signal. In the end it is killed, with all that it has started in its session;

    and it is killed when the thread ends that has started it, however that ends.
    """
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", AS_FROM_A_TERMINAL, str(os.getpid()), *command],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdin=stdin,
        stderr=stderr,
        pass_fds=pass_fds,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            # The whole group: a worker may be deaf to what has ended its supervisor.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def is_running(process: int) -> bool:
    """Tell whether a process is there; a dead one that its parent has not looked at is not."""
    return (fields := stat_of(process)) is not None and fields[0] not in DEAD


def members_of(group: int) -> list[int]:
    """Return the processes of a group that are running."""
    return [process for process, fields in all_processes() if fields[2] == str(group) and fields[0] not in DEAD]


def children() -> set[int]:
    """Return the processes that this one has started and that are running; nothing where the system does not tell."""
    try:
        # Most tests have none, and this tells it at once.
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return set()
    tracker = getattr(multiprocessing.resource_tracker._resource_tracker, "_pid", None)  # lives as long as we do
    return {process for process in started_by_threads() if process != tracker and is_running(process)}


def started_by_threads() -> Iterator[int]:
    for file in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):  # of a thread that has ended meanwhile
            yield from map(int, file.read_text().split())


def command_of(process: int) -> str:
    try:
        return Path(f"/proc/{process}/cmdline").read_text(errors="replace").replace("\0", " ").strip()
    except OSError:
        return ""


def all_processes() -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").glob("[0-9]*"):
        if fields := stat_of(int(folder.name)):
            yield int(folder.name), fields


def stat_of(process: int) -> list[str] | None:
    """Return state, parent, group and so on, see proc(5)."""
    try:
        return Path(f"/proc/{process}/stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None
