import base64
import hashlib
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pages import Page

pytestmark = pytest.mark.slow

# A rule for view transitions, which vnu's CSS checker does not know yet: https://www.w3.org/TR/css-view-transitions-2/
VIEW_TRANSITION = re.compile(r"@view-transition\{[^}]*\}|::view-transition[^{}]*\{[^}]*\}")


def test_vnu_has_no_complaint(
    built_site: Path,
    site_of_one_of_each: Path,
    tmp_path: Path,
    need: Callable[[str], str],
    npm_file: Callable[[str], Path],
) -> None:
    """The Nu HTML checker reads every page and the stylesheets: no error, no warning."""
    command = [
        need("java"),
        "-jar",
        str(npm_file("vnu-jar/build/dist/vnu.jar")),
        "--format",
        "json",
        "--exit-zero-always",
    ]
    sites = [str(built_site), str(site_of_one_of_each)]
    html = subprocess.run([*command, "--skip-non-html", *sites], capture_output=True, text=True, check=True)
    for stylesheet in built_site.rglob("*.css"):
        known, number = VIEW_TRANSITION.subn("", stylesheet.read_text(encoding="utf-8"))
        assert number or stylesheet.name != "style.css"
        (tmp_path / f"{stylesheet.parent.name}-{stylesheet.name}").write_text(known, encoding="utf-8")
    css = subprocess.run([*command, "--skip-non-css", str(tmp_path)], capture_output=True, text=True, check=True)
    svg = subprocess.run([*command, "--skip-non-svg", str(built_site)], capture_output=True, text=True, check=True)
    messages = [message for run in (html, css, svg) for message in json.loads(run.stderr)["messages"]]
    assert [message for message in messages if not is_about_a_long_data_block(message)] == []


def is_about_a_long_data_block(message: dict[str, object]) -> bool:
    """vnu hashes only a part of a long block of JSON, and then misses its hash in the policy, where it is."""
    return message["type"] == "info" and "Inline script violates Content Security Policy" in str(message["message"])


def test_every_data_block_stands_in_the_policy_by_its_hash(pages: list[Page]) -> None:
    counted = 0
    for page in pages:
        policy = page.first('meta[http-equiv="Content-Security-Policy"]').attributes["content"] or ""
        for block in re.findall(r'<script type="application/(?:ld\+)?json"[^>]*>(.*?)</script>', page.html, re.DOTALL):
            digest = base64.b64encode(hashlib.sha256(block.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, page.path
            counted += 1
    assert counted > 2


def test_vnu_would_see_a_fault(tmp_path: Path, need: Callable[[str], str], npm_file: Callable[[str], Path]) -> None:
    (tmp_path / "bad.html").write_text("<!doctype html><html><head><title>x</title><p id=a><p id=a>")
    command = [need("java"), "-jar", str(npm_file("vnu-jar/build/dist/vnu.jar")), "--format", "json"]
    result = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert len(json.loads(result.stderr)["messages"]) >= 2
