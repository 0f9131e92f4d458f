"""Programs that are measured are ended, and their memory and time are those of all their processes."""

import sys
from pathlib import Path

import pytest

from processes import ProgramFailedError, family, run, started, stat
from waiting import wait_until

pytestmark = pytest.mark.slow

# A program that starts one like it, each with 30 MB; the first ends, or both wait.
PARENT = """
import subprocess, sys, time
held = bytes(range(256)) * 4 * 1024 * 30
child = subprocess.Popen([sys.executable, "-c", sys.argv[1]])
print(child.pid, flush=True)
child.wait()
"""
CHILD = "import time; held = bytes(range(256)) * 4 * 1024 * 30; time.sleep(SECONDS)"


def command(seconds: float) -> list[str]:
    return [sys.executable, "-c", PARENT, CHILD.replace("SECONDS", str(seconds))]


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    done = run(command(0.5), tmp_path, {}, tmp_path / "log", look_at_memory=True)
    assert done.memory is not None
    assert done.memory > 60
    assert done.seconds > 0.5


def test_a_run_that_is_timed_is_not_looked_at(tmp_path: Path) -> None:
    assert run(["true"], tmp_path, {}, tmp_path / "log", look_at_memory=False).memory is None


def test_a_program_that_fails_says_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(ProgramFailedError, match=r"status 3:\nno such luck"):
        run(["sh", "-c", "echo no such luck; exit 3"], tmp_path, {}, tmp_path / "log", look_at_memory=False)


def test_a_program_and_its_children_are_ended_whatever_happens(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with pytest.raises(KeyboardInterrupt), started(command(600), tmp_path, {}, log) as process:  # noqa: PT012
        wait_until(lambda: log.read_text().endswith("\n"), "the child is named")
        child = int(log.read_text())
        assert child in family(process.pid)
        raise KeyboardInterrupt
    assert process.returncode is not None
    # Killed, it goes when the machine comes to it; its new parent may be slow to take notice.
    wait_until(lambda: not (fields := stat(child)) or fields[0] == "Z", f"process {child} has ended")
