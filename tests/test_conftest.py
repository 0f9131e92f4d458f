import os
import subprocess
import sys
from pathlib import Path

import pytest


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
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.splitlines()[-1] == "INCOMPLETE: 2 tests were skipped: 'java' is not installed"
