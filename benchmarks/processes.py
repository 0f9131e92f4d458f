"""Programs that are measured: started, watched, and ended whatever happens."""

import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
SAMPLE_SECONDS = 0.02
PATIENCE = 10  # seconds that a program has to end in


class ProgramFailedError(Exception):
    """A program ended as it should not; the message holds its last words."""


@dataclass(frozen=True, slots=True)
class Run:
    seconds: float
    processor: float  # seconds, of all processes that took part
    memory: float | None  # MB at the peak, of all processes together; None: nobody looked


@contextmanager
def started(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program with what it says going to `log`; end it, and what it has started, when left."""
    with log.open("wb") as words:
        process = subprocess.Popen(
            command,
            cwd=folder,
            # Python keeps what it has compiled, as it does for everybody who has not told it otherwise.
            env={**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": ""},
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a program and its children, which are in a process group of their own."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
            break
    with suppress(ProcessLookupError):  # a child that outlived it
        os.killpg(process.pid, signal.SIGKILL)


def run(
    command: Sequence[str | Path], folder: Path, environment: Mapping[str, str], log: Path, *, look_at_memory: bool
) -> Run:
    """Run a program to its end. Looking at its memory takes time, so such a run is not one to time."""
    before, began, peak = children_seconds(), time.perf_counter(), 0.0
    with started(command, folder, environment, log) as process:
        while look_at_memory and process.poll() is None:
            peak = max(peak, sum(megabytes(number) for number in family(process.pid)))
            time.sleep(SAMPLE_SECONDS)
        status = process.wait()
    took = time.perf_counter() - began
    if status:
        raise ProgramFailedError(f"'{' '.join(map(str, command))}' ended with status {status}:\n{last_words(log)}")
    return Run(took, children_seconds() - before, peak if look_at_memory else None)


def last_words(log: Path) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:])


def children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# What Linux says of processes: proc(5)


def family(ancestor: int) -> set[int]:
    """Return the numbers of a process and of all that descend from it."""
    parents = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit() and (fields := stat(int(folder.name))):
            parents[int(folder.name)] = int(fields[1])
    found = {ancestor}
    while more := {number for number, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def stat(number: int) -> list[str]:
    """Return the fields of a process after its name, the first being its state; nothing when it has gone."""
    try:
        text = (PROC / str(number) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()


def megabytes(number: int) -> float:
    """Return the memory of a process, what it shares with others divided among them."""
    try:
        text = (PROC / str(number) / "smaps_rollup").read_text(encoding="utf-8")
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024


def family_seconds(ancestor: int) -> float:
    """Return the processor time that a process and its descendants have used so far."""
    return sum(sum(map(int, stat(number)[11:15])) for number in family(ancestor)) / TICKS


def wait_until_idle(process: subprocess.Popen[bytes], quiet: float = 0.5) -> None:
    """Wait until a server has done nothing, or next to nothing, for `quiet` seconds."""
    while process.poll() is None:
        before = family_seconds(process.pid)
        time.sleep(quiet)
        if family_seconds(process.pid) - before <= 2 / TICKS:
            return
