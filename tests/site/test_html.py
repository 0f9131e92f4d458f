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

# What vnu's CSS checker does not know yet: https://www.w3.org/TR/css-view-transitions-2/,
# https://www.w3.org/TR/css-highlight-api-1/ and https://www.w3.org/TR/css-conditional-5/#container-queries
HIGHLIGHT = re.compile(r"::highlight\([^()]*\)\s*\{[^}]*\}")
CONTAINER = re.compile(r"container-type:[a-z-]+|(?<=\d)cqi\b")
VIEW_TRANSITION = re.compile(r"@view-transition\{[^}]*\}|::view-transition[^{}]*\{[^}]*\}")


# One that starts at once is done before one that optimises itself, and takes more of its stack.
JAVA = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m", "-jar")


def test_vnu_has_no_complaint_but_of_a_page_that_is_wrong(
    built_site: Path,
    site_of_one_of_each: Path,
    tmp_path: Path,
    need: Callable[[str], str],
    npm_file: Callable[[str], Path],
) -> None:
    """The Nu HTML checker reads every page, drawing and stylesheet: no error, no warning."""
    for name, site in (("site", built_site), ("one-of-each", site_of_one_of_each)):
        for file in (one for one in site.rglob("*") if one.suffix in {".html", ".svg", ".css"}):
            copy = tmp_path / name / file.relative_to(site)
            copy.parent.mkdir(parents=True, exist_ok=True)
            text = file.read_text(encoding="utf-8")
            if file.suffix == ".css":
                text = CONTAINER.sub(lambda found: "%" if found[0] == "cqi" else "", HIGHLIGHT.sub("", text))
                text, number = VIEW_TRANSITION.subn("", text)
                assert number or not file.name.startswith("style.")
            copy.write_text(text, encoding="utf-8")
    (tmp_path / "bad.html").write_text("<!doctype html><html><head><title>x</title><p id=a><p id=a>")
    options = ["--format", "json", "--also-check-css", "--also-check-svg"]
    command = [need("java"), *JAVA, str(npm_file("vnu-jar/build/dist/vnu.jar")), *options, str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    found = [message for message in json.loads(result.stderr)["messages"] if not is_about_a_long_data_block(message)]
    assert [message for message in found if not message["url"].endswith("/bad.html")] == []
    assert len(found) >= 2


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
