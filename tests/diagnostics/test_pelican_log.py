"""A problem in the content is told by Pelican's own command as we tell it."""

import logging
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from faircopy.diagnostics.pelican_log import WithoutTraceback

PLUGINS = ROOT / "plugins/faircopy"
# Plugin -> a text in which something is wrong for it.
WRONG = {
    "checklists": "Title: A\nDate: 2020-01-02\nChecklist: a\n\n## One\n\n- [ ] Has it no id?\n",
    "snippets": 'Title: A\nDate: 2020-01-02\n\n```{.json mtach="all"}\n{}\n```\n',
    "lint": "Title: A\nDate: never\n\nWords.\n",
    "content": "Title: A\nDate: 2020-01-02\n\nWords.\n",
}


def run_pelican(folder: Path, name: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "content").mkdir(exist_ok=True)
    (folder / "content/a.md").write_text(WRONG[name])
    (folder / "conf.py").write_text(f"PATH, THEME, PLUGINS = 'content', 'simple', ['faircopy.{name}.plugin']\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins"), "COLUMNS": "300", "FAIRCOPY_NOW": "yesterday"}
    command = [sys.executable, "-m", "pelican", "-s", "conf.py", *options]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("name", WRONG)
def test_pelicans_command_shows_the_problem_and_no_traceback(name: str, tmp_path: Path) -> None:
    done = run_pelican(tmp_path, name)
    said = done.stdout + done.stderr
    assert done.returncode == 1, said
    assert re.search(r":\d+: error [A-Z]{2}\d{3} ", said), said
    assert "Traceback" not in said


@pytest.mark.slow
def test_who_debugs_a_plugin_has_the_traceback(tmp_path: Path) -> None:
    done = run_pelican(tmp_path, "checklists", "--debug")
    assert "Traceback" in done.stdout + done.stderr


def test_every_plugin_of_which_a_content_error_may_come_is_tried() -> None:
    packages = {
        file.relative_to(PLUGINS).parts[0]
        for file in PLUGINS.rglob("*.py")
        if "ContentError(" in file.read_text(encoding="utf-8")
    }
    assert {name for name in packages if (PLUGINS / name / "plugin.py").exists()} == set(WRONG)


def test_other_errors_keep_their_traceback() -> None:
    error = ZeroDivisionError()
    record = logging.LogRecord("pelican", logging.CRITICAL, "a", 1, "m", (), (type(error), error, None))
    assert WithoutTraceback().filter(record)
    assert record.exc_info is not None
