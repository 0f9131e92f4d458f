"""A site in which everything is wrong once: all of it is reported in one run, with file, line, column and code."""

import json
from collections import Counter
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from faircopy.lint.cli import main

FAULTS = Path(__file__).parent / "cases" / "faults"


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as out:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("SITEURL", raising=False)
        patch.chdir(FAULTS)
        assert main(["content", "--format", "json"]) == 1
    found = json.loads(out.getvalue())["diagnostics"]
    assert all(one["hint"] for one in found)
    return [f"{one['path']}:{one['line']}:{one['column']} {one['code']}" for one in found]


@pytest.mark.slow
def test_every_fault_is_told_where_it_stands_in_one_run(reported: list[str]) -> None:
    expected = [line for line in (FAULTS / "expected.txt").read_text().splitlines() if not line.startswith("#")]
    assert reported == expected
    assert len(reported) > 70


def test_nothing_is_told_twice(reported: list[str]) -> None:
    assert max(Counter(reported).values()) == 1
