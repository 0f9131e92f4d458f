import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import forkserver
from conftest import Run
from waiting import LIMIT_SECONDS


@pytest.mark.slow
def test_tests_that_were_skipped_are_the_last_word(root: Path, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "from conftest import missing\n"
        "def test_there(): pass\n"
        "def test_a(): missing(\"'java' is not installed\")\n"
        "def test_b(): missing(\"'java' is not installed\")\n"
    )
    (tmp_path / "conftest.py").write_bytes((root / "tests/conftest.py").read_bytes())
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root / "tests"), "PYTEST_ADDOPTS": "", "CI": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.splitlines()[-1] == "INCOMPLETE: 2 tests were skipped: 'java' is not installed"


WAITS = """
import os, re, subprocess, threading
import bounds, pytest

@pytest.fixture
def _short(monkeypatch):
    monkeypatch.setattr(bounds, "TEST_SECONDS", 0.2)
    monkeypatch.setattr(bounds, "AGAIN_SECONDS", 0.2)

@pytest.mark.usefixtures("_short")
class TestThatNoneGoesOn:
    def test_a_lock_that_is_taken_again_in_the_end(self):
        lock = threading.Lock()
        lock.acquire()
        try:
            lock.acquire()
        finally:
            lock.acquire()

    def test_a_program(self): subprocess.run(["sleep", "600"])
    def test_a_pipe(self): os.read(os.pipe()[0], 1)
    def test_an_expression(self): re.match("(a+)+$", "a" * 60 + "b")

def test_that_others_do(): pass
"""


@pytest.mark.slow
def test_no_wait_is_without_an_end(root: Path, tmp_path: Path) -> None:
    """A pool that lost a signal has once held up all tests for twenty minutes."""
    (tmp_path / "test_it.py").write_text(WAITS)
    (tmp_path / "conftest.py").write_bytes((root / "tests/conftest.py").read_bytes())
    command = [sys.executable, "-m", "pytest", "-q", "-n", "1", "-p", "no:cacheprovider", str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(root / "tests"), "PYTEST_ADDOPTS": "", "CI": ""}
    result = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=LIMIT_SECONDS
    )
    output = result.stdout + result.stderr
    assert "4 failed, 1 passed" in output, output
    assert len(re.findall("^E +Failed: a test may take 0.2 seconds", output, re.MULTILINE)) >= 4, output


@pytest.mark.slow
def test_a_run_of_faircopy_that_does_not_end_is_ended(
    faircopy: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forkserver, "LIMIT_SECONDS", 1)
    os.mkfifo(tmp_path / "publishconf.py")  # nobody writes to it
    assert faircopy(tmp_path, "build", SITEURL="https://example.org").returncode == -signal.SIGALRM
