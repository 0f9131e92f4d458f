"""Who waits for a build at a terminal sees what it is at; who has ended it is told what is kept."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from faircopy.build.steps import PATIENCE_S, silent, steps_on, steps_on_terminal


def test_steps_are_shown_when_it_takes_a_moment() -> None:
    times = iter([0.0, 0.0, PATIENCE_S, PATIENCE_S, PATIENCE_S + 1])
    text = StringIO()
    with steps_on(Console(file=text, force_terminal=True, width=80, color_system=None), lambda: next(times)) as steps:
        steps("checking texts")
        assert text.getvalue() == ""
        steps("proving snippets", 1234, 2000)
        assert "proving snippets" in text.getvalue()
        assert "1,234 of 2,000" in text.getvalue()
        steps("proving snippets", 1235, 2000)
        assert "1,235" not in text.getvalue()  # nobody reads so fast
        steps("making pages")
        assert "2,000" not in text.getvalue().rpartition("making pages")[2]


def test_without_a_terminal_nothing_is_shown() -> None:
    with steps_on_terminal() as steps:
        assert steps is silent


@pytest.mark.slow
def test_a_build_that_is_interrupted_says_what_is_kept(tmp_path: Path) -> None:
    (tmp_path / "publishconf.py").write_text("raise KeyboardInterrupt\n")
    run = subprocess.run(
        [sys.executable, "-m", "faircopy", "build"],
        cwd=tmp_path,
        env={**os.environ, "SITEURL": "https://example.org"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode == 130
    said = run.stderr.splitlines()
    assert "the old output is untouched" in said[-2]
    assert said[-1] == "interrupted"
