"""What looks like Markdown and is none is told where it stands; and what is meant as it is typed is not."""

from typing import Any

import pytest

import faircopy.settings
from conftest import ROOT
from faircopy.content.settings import PELICANS_MARKDOWN, site_of
from faircopy.lint.checks import context_of
from faircopy.lint.rules.mark_left import check_marks
from faircopy.markdown.document import parse_document

HEAD = "Title: A\n\n"


def found(text: str, settings: dict[str, Any] = faircopy.settings.MARKDOWN) -> list[tuple[int, int, str]]:
    """Return line, column and the quoted mark of each finding, lines counted from the text's first."""
    document = parse_document("a.md", HEAD + text)
    findings = check_marks(context_of(document, site_of({"MARKDOWN": settings}, ROOT / "tests")))
    told = [one.diagnostic for one in findings]
    return [(one.line - HEAD.count("\n"), one.column, one.message.split("'")[1]) for one in told]


@pytest.mark.parametrize(
    ("text", "line", "column", "mark"),
    [
        ("これは**「重要」**です\n", 1, 4, "**"),
        ("`a**`\n**(b)**c\n", 2, 1, "**"),
        ("** so **\n", 1, 1, "**"),
        ("**so ** it\n", 1, 1, "**"),
        ("an `a` and `b\n", 1, 12, "`"),
        ("| a | b |\n|---|---|\n| `x|y` | c |\n", 3, 3, "`"),
        ("[a] (https://example.org/)\n", 1, 3, "] (https://"),
        ("See [a] ({filename}/b.md)\n", 1, 7, "] ({filename}"),
        ("![a b] (c.png)\n", 1, 1, "![a b] ("),
        ("> [!INFO]\n> words\n", 1, 3, "[!INFO]"),
        ("> [!NOTE] Words\n", 1, 3, "[!NOTE]"),
        ("| a | b |\n| 1 | 2 |\n", 1, 1, "| a | b |"),
        ("| a | b |\n|---|\n| 1 | 2 |\n", 1, 1, "| a | b |"),
        ("##Head\n", 1, 1, "##"),
        ("- [x]done\n", 1, 3, "[x]"),
        ("- [] open\n", 1, 3, "[]"),
        ("$$\na_1\n$$\n", 1, 1, "$$"),
        ("words\n:::note\n", 2, 1, ":::"),
        ("so ==much== so\n", 1, 4, "=="),
        ("see [[a page]]\n", 1, 5, "[["),
        ("a[^b]\n\n[^b] c\n", 1, 2, "[^b]"),
        ("**a** [^b](c) b\n", 1, 1, ""),
    ],
)
def test_a_mark_that_is_none_is_told(text: str, line: int, column: int, mark: str) -> None:
    assert found(text)[:1] == ([(line, column, mark)] if mark else [])


@pytest.mark.parametrize(
    "text",
    [
        "**a**b, *c*d, `e`, ``f`g``, \\`, \\**(h)\\**i\n",
        "`[a] (https://example.org/)`, [1] (2017), f(**kw), 2**3, x ** y ** z\n",
        "> [!NOTE]\n> words\n\n> [!tip]\n\n> [!WARNING]  \n> words\n",
        "| a | b |\n|---|---|\n| `x\\|y` | c |\n",
        "| not a table |\n",
        "#hashtag, C##, a == b == c, a==b, $$ 5, a::b, ::: b\n",
        "- [x] done\n- [ ] open\n- [link](/a)\n- [x]: y\n",
        "[^a-z], [^0-9], [[ -f a ]], [[1]], `[[a]]`, $PATH\n",
        "a[^b] and[^c]\n\n[^b]: d\n\n> [^c]: e\n",
        "<!-- ** (a) **b ` [[c]] -->\n\n    ##code `\n\n```\n##code `\n```\n",
    ],
)
def test_what_is_meant_as_it_is_typed_is_not(text: str) -> None:
    assert found(text) == []


def test_a_site_that_reads_otherwise_is_not_told() -> None:
    assert found("##Head\n", PELICANS_MARKDOWN) == []
