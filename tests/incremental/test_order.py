"""A folder has another order on each file system, and a set in each process: neither is to be seen in a site."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from smallsite import tree

pytestmark = pytest.mark.slow


def built(folder: Path, seed: int) -> dict[str, bytes]:
    path = os.pathsep.join((str(ROOT / "plugins"), str(ROOT / "tests")))
    environment = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": str(seed)}
    script = str(ROOT / "tests/shuffled.py")
    subprocess.run([sys.executable, script, str(folder), str(seed)], env=environment, check=True)
    return tree(folder / "out")


def test_no_order_of_folders_or_sets_is_seen(tmp_path: Path, elsewhere: Path) -> None:
    found = [built((elsewhere if seed % 2 else tmp_path) / str(seed), seed) for seed in range(4)]
    assert found[0]["one.txt"] == b"b"
    assert b"mi" in found[0]["p0-mi.html"]
    assert [one.keys() for one in found] == [found[0].keys()] * len(found)
    for one in found:
        assert {name: data for name, data in one.items() if found[0][name] != data} == {}
