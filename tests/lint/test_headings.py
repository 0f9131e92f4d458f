from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown.extensions.toc import slugify
from selectolax.lexbor import LexborHTMLParser

from faircopy.lint.headings import find_anchors
from faircopy.lint.rules import heading_level, heading_twice, id_twice
from faircopy.markdown.anchors import anchor_of
from faircopy.markdown.document import Document, parse_document, read_document
from markdown import Markdown
from rulecases import found_by

EXTENSIONS = [
    f"markdown.extensions.{name}"
    for name in (
        "meta",
        "abbr",
        "admonition",
        "attr_list",
        "def_list",
        "footnotes",
        "md_in_html",
        "smarty",
        "tables",
        "toc",
    )
]


def made(text: str, *, ours: bool = True) -> set[str]:
    return {anchor.id for anchor in find_anchors(parse_document("a.md", text), keeps_letters=ours)}


def rendered(text: str, *, ours: bool = True) -> set[str]:
    html = Markdown(extensions=[*EXTENSIONS, *(["faircopy.markdown.extension"] if ours else [])]).convert(text)
    return {str(node.attributes["id"]) for node in LexborHTMLParser(html).css("[id]")}


@pytest.mark.parametrize(
    "text",
    [
        "## What I found",
        "## It's *all* `<HOST>` & **more** \u2013 really -- or---so",
        "## Same\n\n## Same\n\n## Same",
        "## One {#own}\n\n## Two { #other .x }\n\n## Own {: #third }",
        "## Same\n\n## Other {#same}",
        "## Māori, naïve ß ½ q\u0303",
        "## العنوان الأول\n\n## العنوان الثاني!",
        "## 日本語の見出し、その1\n\n## がギ",
        "## हिन्दी और English",
        "## A [link](x) and ![image](y)",
        "## snake_case and _emphasis_",
        "Setext\n======\n\nSecond one\n---",
        "> ## In a quote\n\n- ## In a list",
        "## 🎉\n\n## 🎉",
        "Paragraph\n{: #para }",
        "Words[^one]\n\n[^one]: Note",
        '<p id="raw">x</p>',
        "## 1. First",
        "## What\\_ever &amp; so on",
    ],
)
def test_anchors_are_those_that_python_markdown_makes(text: str) -> None:
    for ours in (True, False):
        assert made(text, ours=ours) >= rendered(text, ours=ours)


@pytest.mark.slow
@given(st.text())
def test_without_other_letters_an_anchor_is_python_markdowns(words: str) -> None:
    assert anchor_of(words, keeps_letters=False) == slugify(words, "-")


def test_headings_in_any_script_have_anchors_of_their_own() -> None:
    assert made("## العنوان الأول\n\n## العنوان الثاني") >= {"العنوان-الأول", "العنوان-الثاني"}


def test_anchors_of_our_own_posts_are_those_of_their_pages(root: Path) -> None:
    for file in sorted((root / "content").rglob("*.md")):
        document = read_document(file)
        assert isinstance(document, Document)
        if not document.field("checklist") and "```" not in document.text:
            assert made(document.text) >= rendered(document.text), file


def test_ids_that_end_in_more_digits_than_a_number_has_are_told_apart() -> None:
    digits = "9" * 5000
    assert made(f"## x_{digits}\n\n## x_{digits}") >= {f"x_{digits}", f"x_{digits}_1"}


def test_a_fence_a_note_and_a_question_have_anchors() -> None:
    text = "Checklist: x\n\n## Part\n\n- [ ] What? {#what}\n\n```sh\nx\n```\n"
    assert made(text) >= {"part", "what", "snippet-1"}


def codes(text: str) -> list[str]:
    found = [finding.diagnostic for finding in found_by(heading_level, heading_twice, id_twice, text=text)]
    return [f"{one.line} {one.code}" for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## A\n\n### B\n\n## C\n\n### D\n\n#### E\n\n## F", []),
        ("# A", ["1 PR401"]),
        ("### A", ["1 PR401"]),
        ("## A\n\n#### B", ["3 PR401"]),
        ("## A\n\n## A", ["3 PR403"]),
        ("## A\n\n## A {#b}", []),
        ("## A {#b}\n\n## C {#b}", ["3 PR402"]),
        ('<p id="a"></p>\n\n## B {#a}', ["3 PR402"]),
        ("## A\n\n## B {#a}", []),  # the first becomes a_1
        ("`## A`\n\n```\n# A\n```", []),
    ],
)
def test_headings_are_in_order_and_have_ids_of_their_own(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_a_footnote_that_is_written_twice_is_said_with_its_line_and_one_in_code_is_none() -> None:
    text = "Title: x\n\na[^1]\n\n```\n[^1]: code\n```\n\n[^1]: one\n\n[^2]: other\n"
    assert found_by(id_twice, text=text) == []
    (finding,) = found_by(id_twice, text=f"{text}\n[^1]: two\n")
    assert (finding.diagnostic.line, finding.diagnostic.code) == (13, "PR402")
    assert "the footnote '1' is already on line 9" in finding.diagnostic.message
