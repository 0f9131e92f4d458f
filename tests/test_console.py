"""What all commands have in common."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from faircopy.console import as_command

COMMANDS = [
    ["-m", "faircopy", "--help"],
    ["-m", "faircopy", "doctor"],
    ["-m", "faircopy", "check", "content"],
    ["-m", "faircopy", "new", "A title"],
    ["-c", "import sys; from faircopy.snippets.cli import main; sys.exit(main(['checkers']))"],
    ["-c", "import sys; from faircopy.lint.cli import main; sys.exit(main(['content', '--format', 'json']))"],
    ["-c", "import sys; from faircopy.checklists.cli import main; sys.exit(main(['--help']))"],
]


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["--help"], ["init", "blog \u201c\udcff\u201d", "--name", "日記", "--defaults"]])
def test_a_terminal_that_lacks_a_character_ends_nothing(tmp_path: Path, arguments: list[str]) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "faircopy", *arguments],
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="ascii",
        check=False,
    )
    assert (ended.stderr, ended.returncode) == ("", 0)
    assert "\\u" in ended.stdout


def test_ctrl_c_is_one_word_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    @as_command
    def waiting() -> int:
        raise KeyboardInterrupt

    assert waiting() == 130
    assert capsys.readouterr().err == "interrupted\n"
