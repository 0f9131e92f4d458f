"""The tool stands under filters that are proven, says what it does without script, and loads the rest later."""

import gzip
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from faircopy.content.templates import TextTemplates
from faircopy.filter_tool.assets import TEMPLATES, WEB, published_script, read_assets
from faircopy.filter_tool.model import ProvenFilter
from faircopy.filter_tool.page import placed_tools, with_filter_tools

PAGE, ASSETS = "https://example.org/a/", "https://example.org/filter-tool/0123abcd45"
NUMBERS = '{"jails": [{"maxretry": 3, "findtime": 600, "bantime": 3600}]}'
FIRST = ProvenFilter("snippet-2", "apache-<numeric>", "snippet-1", NUMBERS)
SECOND = ProvenFilter("snippet-4", "other", "", "{}")
TEXT = "".join(f'<p>{n}</p><figure id="snippet-{n}" class="snippet"><pre>{n}</pre></figure>' for n in range(1, 6))


def test_each_tool_stands_behind_the_code_of_its_filter_and_the_script_is_named_once() -> None:
    tools = placed_tools((FIRST, SECOND), PAGE, ASSETS, TextTemplates(TEMPLATES))
    html = with_filter_tools(TEXT, tools)
    assert re.sub(r"\n<filter-tool.*?</filter-tool>", "", html, flags=re.DOTALL) == TEXT
    for number, proven in ((2, FIRST), (4, SECOND)):
        assert f'<pre>{number}</pre></figure>\n<filter-tool data-filter="{PAGE}filters/{proven.fence}.json"' in html
    assert html.count("<script") == 1
    assert f'<script type="module" src="{ASSETS}/open.js">' in html
    assert "&#39;./apache-&lt;numeric&gt;.conf&#39; access.log --maxretry=3 --findtime=600 --bantime=3600<" in html
    assert with_filter_tools(TEXT) == TEXT


def test_a_theme_may_say_it_in_other_words(tmp_path: Path) -> None:
    mine = tmp_path / "filter_tool" / "tool.html"
    mine.parent.mkdir()
    mine.write_text('<p>Mein {{ name }}</p>{% include "!default/filter_tool/tool.html" %}')
    (tool,) = placed_tools((SECOND,), PAGE, ASSETS, TextTemplates(TEMPLATES, (str(tmp_path),)))
    assert tool.html.startswith("<p>Mein other</p><filter-tool ")


def test_what_is_published_of_a_script_is_the_script(tmp_path: Path, need: Callable[[str], str]) -> None:
    """Only lines of comment and indentation are left out: each string and expression is as it was written."""
    for path in sorted(WEB.glob("*.js")):
        made = published_script(path).decode()
        kept = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        lines = made.splitlines()
        assert [line for line in kept if line and line in set(lines)] == lines, path.name
        assert not re.search(r"^(//|/?\*)", made, re.MULTILINE), path.name
        file = tmp_path / path.with_suffix(".mjs").name
        file.write_text(made, encoding="utf-8")
        subprocess.run([need("node"), "--check", file], check=True, timeout=60)


def test_the_folder_of_the_assets_is_named_after_all_of_them() -> None:
    form = TextTemplates(TEMPLATES).render("filter_tool/form.html")
    assets = read_assets(form)
    assert set(assets.files) == {"open.js", "tool.js", "worker.js", "tool.css", "form.txt"}
    assert read_assets(form + " ").folder != assets.folder
    for name in re.findall(
        r"\bthis\.(\w+)\.(?:textContent|hidden|replaceChildren|onclick)", (WEB / "tool.js").read_text()
    ):
        assert name == "worker" or f'data-name="{name}"' in form, name


@pytest.mark.parametrize(("names", "most"), [(("open.js",), 200), (("open.js", "tool.js", "worker.js"), 16_850)])
def test_the_script_is_small(names: tuple[str, ...], most: int) -> None:
    files = read_assets("").files
    assert sum(len(gzip.compress(files[name], 9, mtime=0)) for name in names) <= most
