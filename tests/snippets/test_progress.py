"""How far a long run is: a terminal shows it, a pipe does not; and what a run does not need is not imported."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

FILES = 25  # enough to show


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for number in range(FILES):
        (tmp_path / f"{number}.md").write_text(f"```json\n[{number}]\n```\n")
    return tmp_path


def command(tree: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "faircopy", "snippets", "check", str(tree), *options]


def test_a_terminal_shows_how_far_it_is(tree: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(command(tree), env=environment, stdout=subprocess.PIPE, stderr=theirs)
    os.close(theirs)
    visible = b""
    try:
        while chunk := os.read(ours, 1 << 16):
            visible += chunk
    except OSError:  # Linux says so when the other side is closed
        pass
    finally:
        os.close(ours)
        messages, _ = process.communicate()
    assert b"checking" in visible
    assert f"{FILES} snippets".encode() in messages
    assert b"checking" not in messages


def test_a_pipe_does_not(tree: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(command(tree), env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


NOT_NEEDED = ("rich", "importlib.metadata", "email.message", "pelican", "markdown", "yaml", "yamllint", "crossplane")
SCRIPT = """
import runpy, sys
sys.argv = ["faircopy", "snippets", "check", sys.argv[1]]
try:
    runpy.run_module("faircopy", run_name="__main__")
finally:
    print(*sys.modules, file=sys.stderr)
"""


def test_a_check_imports_nothing_that_it_does_not_need(tree: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tree / "0.md")], capture_output=True, text=True, check=False
    )
    imported = set(done.stderr.split())
    assert "faircopy.snippets.check" in imported
    assert imported.isdisjoint(NOT_NEEDED), imported & {*NOT_NEEDED}
