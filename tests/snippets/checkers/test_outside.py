"""Checkers of other distributions: found by their entry points, and never the end of a run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = """
from dataclasses import replace
from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.model import Finding, Level

SHOUTING = Rule("XX001", Severity.ERROR, "it shouts", "write it in lower case")


def judge(snippet, files, sandbox):
    found = (Finding(0, SHOUTING, "this shouts", 1),) if snippet.code.isupper() else ()
    return Judgement(Level.PARSED, found)


CHECKER = EachChecker(
    name="quiet", tool="ears", judge=judge, find_version=lambda _: "1.0", command="ears", level=Level.PARSED,
    languages=frozenset({"quiet"}),
)
TAKEN = replace(CHECKER, name="yaml")
NOTHING = 7
"""
ENTRIES = """[faircopy.checkers]
a = quiet_words:CHECKER
b = quiet_words:TAKEN
c = quiet_words:NOTHING
d = quiet_words_gone:CHECKER
e = quiet_words_ends:CHECKER
"""


@pytest.mark.slow
def test_a_distribution_brings_one_and_a_broken_one_ends_nothing(tmp_path: Path, root: Path) -> None:
    site, data = tmp_path / "site", tmp_path / "site" / "quiet_words-1.0.dist-info"
    data.mkdir(parents=True)
    (site / "quiet_words.py").write_text(MODULE, encoding="utf-8")
    (site / "quiet_words_ends.py").write_text("raise SystemExit(0)\n", encoding="utf-8")
    (data / "METADATA").write_text("Metadata-Version: 2.1\nName: quiet-words\nVersion: 1.0\n", encoding="utf-8")
    (data / "entry_points.txt").write_text(ENTRIES, encoding="utf-8")
    document = tmp_path / "a.md"
    document.write_text("```quiet\nHEY\n```\n\n```quiet\nhey\n```\n\n```json\n{\n```\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": f"{root / 'plugins'}:{site}", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "faircopy", "snippets", "check", str(document)]
    # The second time the verdicts are kept ones.
    for _ in range(2):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        assert "a.md:2:1: error XX001 this shouts" in done.stdout
        assert "SN430" in done.stdout
        assert "by Python" in done.stdout
        assert "ears 1.0" in done.stdout
        assert done.stdout.count("warning SN196") == 4
        assert "the checker 'quiet_words:TAKEN' has the name 'yaml', which is taken" in done.stdout
        assert "'quiet_words:NOTHING' is not a checker: it has no 'name'" in done.stdout
        assert "ModuleNotFoundError" in done.stdout
        assert "SystemExit" in done.stdout
