"""A text that would take minutes, or end in a traceback, is refused where it is too much; what people write is not."""

import re
from pathlib import Path

import pytest

from faircopy.content.settings import Site
from faircopy.lint.check import known_rules, lint_document
from faircopy.lint.headings import find_anchors
from faircopy.lint.rules import excess
from faircopy.lint.suppressions import read_suppressions
from faircopy.markdown.document import parse_document
from markdown import Markdown

HEAD = "Title: One\nDate: 2018-03-04\nSlug: one\nSummary: A post.\n\nText.\n\n"
LINE = 8  # the first of what is too much


def codes(text: str) -> list[str]:
    document = parse_document("content/posts/one/index.md", HEAD + text)
    found = [finding.diagnostic for finding in lint_document(document, Site(), dated=True).findings]
    assert all(one.hint for one in found)
    return [f"{one.line}:{one.column} {one.code}" for one in found if one.code in ("FM143", "FM144", "FM145", "FM146")]


def nested(line: str) -> str:
    return "\n\n".join("    " * level + line for level in range(60))


TOO_MUCH_OPEN = [
    "[",
    "![",
    "[^",
    "[[",
    "[![",
    "*[",
    "[a][",
    "[a](",
    "![a](",
    "](",
    "{",
    "{: a",
    "\\\\[",
    "*a ",
    "_a ",
    "**a ",
    "*a _b ",
]
TOO_MANY_TAGS = [
    "<a",
    "<a ",
    "</",
    "<!--",
    "<?",
    "<![CDATA[",
    "<a@",
    "<http://a",
    '<a href="',
    "<img alt=",
    '<a b="c" ',
    "a <b ",
]


@pytest.mark.slow
@pytest.mark.parametrize("unit", [*TOO_MUCH_OPEN, *TOO_MANY_TAGS])
@pytest.mark.parametrize("shape", ["{}", "- {}", "> {}", "## {}", "1. a\n\n    {}", "a | b\n--|--\n{} | c"])
def test_what_is_opened_without_end_is_refused_at_its_line(unit: str, shape: str) -> None:
    text = shape.format(unit * 20_000)
    found = codes(text)
    assert {one.split()[1] for one in found if one.split()[1] != "FM145"} == {"FM143"}
    line = LINE + text.count("\n", 0, text.index(unit * 2))
    assert all(one.startswith(f"{line}:") for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "> " * 400 + "a",
        ">" * 400 + "a",
        "- " * 450 + "a",
        "1. " * 450 + "a",
        "> - " * 400 + "a",
    ],
)
def test_what_nests_too_deep_in_one_line(text: str) -> None:
    assert codes(text) == [f"{LINE}:1 FM144"]


@pytest.mark.parametrize("line", ["- a", "1. a", "!!! note", "[^a]: b", "*   a"])
def test_what_nests_too_deep_over_many_lines(line: str) -> None:
    assert codes(nested(line)) == [f"{LINE + 2 * excess.MAX_LEVELS}:1 FM144"]


def test_what_nests_too_deep_in_raw_html() -> None:
    deep = '<div markdown="1">\n' * 420 + "a\n" + "</div>\n" * 420
    assert codes(deep) == [f"{LINE + excess.MAX_LEVELS}:1 FM144"]
    assert codes('<div markdown="1">\n<p>a</p>\n</div>\n\n' * 420) == []


@pytest.mark.parametrize("text", ["word " * 20_000, "a word\n" * 5_000])
def test_a_paragraph_without_end(text: str) -> None:
    assert codes(text) == [f"{LINE}:1 FM145"]


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"*[a{number}]: b\n" for number in range(1500)),
        "a[^1] b\n\n" * 1500 + "[^1]: c\n",
        "a\n:   b\n" * 1000,
    ],
)
def test_more_of_one_kind_than_can_be_worked_through(text: str) -> None:
    assert [one.split()[1] for one in codes(text)] == ["FM146"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "```\n" + "[" * 20_000 + "\n```\n",
        "`" + "[" * 20_000 + "`",
        "\\[" * 5_000,
        "[a](b) " * 4_000,
        "- [ ] a\n" * 5_000,
        "[0, 1) | *.py\n--|--\n" + "[0, 1) | *.py\n" * 5_000,
        "* a\n" * 5_000,
        "> a\n" * 5_000,
        "a <b>c</b> < d\n\n" * 2_000,
        "- - - " * 200,
        "    " * 100 + "code",
        "    - a\n" * 50 + "\n",
        "".join(f"*[a{number}]: b\n" for number in range(500)),
        "<svg>" + "<path d='M 0 0'/>" * 5_000 + "</svg>",
        "{{ a }} { b } " * 1_000,
        "a\n:   b\n\n" * 1_000,
        "*a* _b_ **c** " * 1_000,
        "2 * 3 * 4, a_b_c, *args " * 200,
    ],
    ids=range(18),
)
def test_much_that_is_no_trouble(text: str) -> None:
    assert codes(text) == []


def test_nothing_else_is_said_of_a_text_that_is_too_much() -> None:
    document = parse_document("content/posts/one/index.md", "Slug: one\n\n<HOST> " + "[" * 200)
    assert [one.diagnostic.code for one in lint_document(document, Site(), dated=True).findings] == ["FM143"]


@pytest.mark.slow
def test_the_limits_are_far_from_what_people_write(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in vars(excess) if name.startswith("MAX_")]:
        monkeypatch.setattr(excess, name, getattr(excess, name) // 4)
    documents = [*(root / "content").rglob("*.md"), *(root / "docs").rglob("*.md"), root / "CHANGELOG.md"]
    for path in documents:
        assert [*excess.check_excess(parse_document(str(path), path.read_text(encoding="utf-8")))] == []


def test_equal_headings_have_the_anchors_that_python_markdown_gives_them() -> None:
    text = "Title: a\n\n## a\n\n## a_5\n\n## a\n\n## a_5\n\n## a\n\n## a_2\n\n## a\n"
    made = [anchor.id for anchor in find_anchors(parse_document("a.md", text))]
    markdown = Markdown(extensions=["markdown.extensions.toc"])
    html = markdown.convert(text.partition("\n\n")[2])
    assert made == re.findall(r'id="([^"]+)"', html)


def test_each_of_many_remarks_is_about_the_block_behind_it() -> None:
    text = "Title: a\n\n" + "<!-- proofread: ignore PR701 x -->\n\nteh\n\n" * 3
    suppressions, _ = read_suppressions(parse_document("a.md", text), known_rules())
    assert [one.lines for one in suppressions] == [((5, 5), (1, 2)), ((9, 9),), ((13, 13),)]
