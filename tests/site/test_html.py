import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_vnu_has_no_complaint(built_site: Path, need: Callable[[str], str], npm_file: Callable[[str], Path]) -> None:
    """The Nu HTML checker reads every page and the stylesheets: no error, no warning."""
    command = [
        need("java"),
        "-jar",
        str(npm_file("vnu-jar/build/dist/vnu.jar")),
        "--format",
        "json",
        "--exit-zero-always",
    ]
    html = subprocess.run([*command, "--skip-non-html", str(built_site)], capture_output=True, text=True, check=True)
    css = subprocess.run([*command, "--skip-non-css", str(built_site)], capture_output=True, text=True, check=True)
    svg = subprocess.run([*command, "--skip-non-svg", str(built_site)], capture_output=True, text=True, check=True)
    messages = [message for run in (html, css, svg) for message in json.loads(run.stderr)["messages"]]
    assert messages == []


def test_vnu_would_see_a_fault(tmp_path: Path, need: Callable[[str], str], npm_file: Callable[[str], Path]) -> None:
    (tmp_path / "bad.html").write_text("<!doctype html><html><head><title>x</title><p id=a><p id=a>")
    command = [need("java"), "-jar", str(npm_file("vnu-jar/build/dist/vnu.jar")), "--format", "json"]
    result = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert len(json.loads(result.stderr)["messages"]) >= 2
