"""What all commands have in common."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = [
    ["-m", "faircopy", "--help"],
    ["-m", "faircopy", "doctor"],
    ["-m", "faircopy", "check", "content"],
    ["-m", "faircopy", "new", "A title"],
    ["-c", "import sys; from faircopy.snippets.cli import main; sys.exit(main(['checkers']))"],
    ["-c", "import sys; from faircopy.lint.cli import main; sys.exit(main(['content', '--format', 'json']))"],
    ["-c", "import sys; from faircopy.checklists.cli import main; sys.exit(main(['--help']))"],
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_ends_without_a_word_when_nobody_reads_on(root: Path, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "content/posts/2020/a").mkdir(parents=True)
    (tmp_path / "content/posts/2020/a/index.md").write_text("Title: a\n\nText.\n")
    (tmp_path / "pelicanconf.py").touch()
    (tmp_path / "archetypes").symlink_to(root / "archetypes")
    environment = {"PYTHONPATH": str(root / "plugins"), "PYTHONUNBUFFERED": ""}
    environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=tmp_path,
        env={**os.environ, **environment},
        stdout=writing,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (ended.stderr, ended.returncode) == ("", 141)
