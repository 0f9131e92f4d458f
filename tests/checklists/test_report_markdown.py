"""The Markdown of a report means the same to three parsers: its text as typed, its links whole, and no markup."""

import json
import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mistune
import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

import markdown
from checklistpage import MODULES, small_list
from waiting import LIMIT_SECONDS

TEXTS = [
    "Acme & Co. <script>alert(1)</script>",
    "](javascript:alert(1))",
    "a | b \\| c",
    "[x](javascript:alert(1)) and [y]: http://track.example/",
    "![x](http://track.example/p.png)",
    "<img src=x onerror=alert(1)>",
    "\u202egnp.exe",
    "javascript:alert(1)",
    "<javascript:alert(1)>",
    "*a* _b_ __c__ `d` ~~e~~ ==f== ^g^",
    "&lt;b&gt; &#35; &copy;",
    "{: onclick=alert(1) }",
    "# heading",
    "1. one",
    "+ plus",
    "- minus",
    "=====",
    "    code",
    "```",
    "--> <!-- x",
    "\\",
    ": definition",
    "snake_case_name and C:\\temp\\new",
    "https://bank.example@evil.example/",
]
LINKS = [
    "https://example.com/a_b_c",
    "https://example.com/a?b=1&copy=2&amp;c",
    "https://example.com/Foo_(bar)",
    "https://example.com/*x*/`y`/|z|",
    "https://example.com/a b#c~d~",
    "http://example.com:8080/%C3%A9?q=[x]",
    "https://example.com/a/-_-/__init__.py.",
]
# Each with what GitHub adds: tables.
PARSERS: dict[str, Callable[[str], Any]] = {
    "markdown-it-py": MarkdownIt("commonmark").enable("table").render,
    "Python-Markdown": lambda text: markdown.markdown(text, extensions=["tables"]),
    "mistune": mistune.create_markdown(escape=False, plugins=["table", "strikethrough"]),
}
# What a report is made of.
TAGS = {"html", "head", "body", "h1", "h2", "h3", "p", "ul", "li", "strong", "br", "a", "table", "thead", "tbody"}


@pytest.fixture(scope="module")
def made(need: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("report")
    for file in MODULES:
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "package.json").write_text(json.dumps({"type": "module"}))
    (folder / "list.json").write_text(small_list(), encoding="utf-8")
    script = Path(__file__).parent / "js/hostile_report.mjs"
    result = subprocess.run(
        [need("node"), str(script), json.dumps({"texts": TEXTS, "links": LINKS})],
        env={"CHECKLIST_MODULES": f"{folder.as_uri()}/"},
        capture_output=True,
        text=True,
        timeout=LIMIT_SECONDS,
        check=True,
    )
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.parametrize("parser", PARSERS)
def test_three_parsers_read_what_was_typed(made: dict[str, Any], parser: str) -> None:
    page = LexborHTMLParser(PARSERS[parser](made["markdown"]))
    assert {node.tag for node in page.css("*")} <= {*TAGS, "tr", "th", "td"}
    assert [node.attributes for node in page.css("*") if set(node.attributes) - {"href", "style", "align"}] == []
    links = {unquoted(node.attributes["href"] or "") for node in page.css("a")}
    assert {unquoted(link) for link in [*made["addresses"], *page_of(made)]} <= links
    # The rest are addresses of the web that stand in notes.
    assert [link for link in links if not re.match(r"https?://[a-z0-9.:]+/", link)] == []
    text = words(page.body.text() if page.body else "")
    for block in made["blocks"]:
        for expected in texts_of(block):
            assert words(expected) in text, expected


def unquoted(address: str) -> str:
    """Return the address without what parsers write in different ways."""
    return address.replace("&amp;", "&").lower()


def page_of(made: dict[str, Any]) -> list[str]:
    """The address of the list's page, which the cover has."""
    return [text for term, text in made["blocks"][1][1] if term == "Address"]


def texts_of(block: list[Any]) -> list[str]:
    kind, *parts = block
    if kind == "table":
        return [cell for row in (parts[0], *parts[1]) for cell in row]
    return [] if kind == "chart" else [text for text in flat(parts) if isinstance(text, str)]


def flat(value: Any) -> list[Any]:
    return [each for part in value for each in flat(part)] if isinstance(value, list) else [value]


def words(text: str) -> str:
    """Return the text without blanks, and without what no hand-out has: signs that turn text round."""
    seen = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cf", "Cc"})
    # An address is written as a browser would.
    return re.sub(r"\s+", "", re.sub(r"https?://\S*", "", seen))
