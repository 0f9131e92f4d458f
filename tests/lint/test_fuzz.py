"""Whatever stands in a file, proofreading ends, and points into the file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.content.settings import Site
from faircopy.lint.check import known_rules, lint_document
from faircopy.lint.rules.link_targets import check_targets
from faircopy.markdown.document import parse_document
from rulecases import site_of_documents

FAULTS = sorted((Path(__file__).parent / "cases" / "faults" / "content").rglob("*.md"))
# Pieces that mean something to Markdown, HTML, front matter or the checks.
PIECES = st.sampled_from(
    [
        *"`#[]()<>!{}|*_:-\\&\"' \t\n\u201c\u202e\ufeff\0\u00e9\u043e",
        *("```", "~~~\n", "\n\n", "    ", "> ", "- ", "1. ", "[^1]:", "!!! note\n", "![", "]("),
        *("<!--", "-->", "<div>", "</b>", "&lt;", "Title:", "Tags: a, b\n", "Redirect_from: /x/\n"),
        *("{attach}", "{filename}/posts/", "https://", "%zz", "//[", '"GET HTTP/1.1', "teh"),
        *("<!-- proofread: ignore PR701 x -->", "\U0001f469\u200d\U0001f4bb"),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


@pytest.mark.slow
@given(TEXTS, st.booleans())
def test_any_text_is_read_and_places_are_in_it(text: str, dated: bool) -> None:
    document = parse_document("content/posts/a/index.md", text)
    report = lint_document(document, Site(roots=("https://site.example",)), dated=dated)
    site = site_of_documents([(document, dated)], [Path(document.path)])
    found = [finding.diagnostic for finding in (*report.findings, *check_targets(site.documents[0], site))]
    for one in found:
        assert one.code in known_rules()
        assert 1 <= one.line <= len(document.lines)
        assert 1 <= one.column <= len(document.lines[one.line - 1]) + 1
        assert "\n" not in one.message
    for link in report.links:
        assert 1 <= link.line <= len(document.lines)


@pytest.mark.parametrize("file", FAULTS, ids=lambda file: file.parent.name)
def test_a_document_is_read_the_same_each_time(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    first, second = (lint_document(parse_document("a.md", text), Site(), dated=True) for _ in range(2))
    assert first == second
