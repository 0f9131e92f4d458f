"""What a site shows otherwise than CommonMark and GitHub do is told, with its line; and nothing else is."""

import json
import re
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import faircopy.settings
from conftest import ROOT
from faircopy.content.settings import PELICANS_MARKDOWN, Site, site_of
from faircopy.diagnostics.model import Diagnostic
from faircopy.lint.check import lint_document
from faircopy.lint.checks import context_of
from faircopy.lint.rules.reads_otherwise import MAX_REPORTED, check_reading
from faircopy.lint.site_markdown import site_markdown
from faircopy.markdown.document import parse_document
from faircopy.markdown.reference import reference_html

HEAD = "Title: A\n\n"
MARK = "▶"  # before a line that is told
CONSTRUCTS = (ROOT / "tests/cases/markdown/constructs.txt").read_text(encoding="utf-8").split("===========\n")
SETTINGS: dict[str, dict[str, Any]] = {"ours": faircopy.settings.MARKDOWN, "Pelican's own": PELICANS_MARKDOWN}


@lru_cache
def site(name: str) -> Site:
    return site_of({"MARKDOWN": SETTINGS[name]}, ROOT / "tests")


def found(text: str, of: str) -> list[Diagnostic]:
    document = parse_document("a.md", HEAD + text)
    return [one.diagnostic for one in check_reading(context_of(document, site(of)))]


def lines_told(text: str, of: str) -> list[int]:
    return sorted({one.line - HEAD.count("\n") for one in found(text, of)})


@pytest.mark.slow
def test_a_site_of_ours_reads_each_construct_as_everywhere() -> None:
    told = {text: found(text.replace(MARK, ""), "ours") for text in CONSTRUCTS}
    assert {text: one for text, one in told.items() if one} == {}


@pytest.mark.slow
def test_another_site_is_told_of_each_line_that_reads_otherwise() -> None:
    told = {text: lines_told(text.replace(MARK, ""), "Pelican's own") for text in CONSTRUCTS}
    assert told == {
        text: [number for number, line in enumerate(text.split("\n"), 1) if line.startswith(MARK)]
        for text in CONSTRUCTS
    }


@pytest.mark.parametrize(
    ("text", "fact", "hint"),
    [
        ("Words\n- a\n", "readers see the text 'Words - a', elsewhere the text 'Words', the item 'a'", "blank line"),
        ("- a\n  - b\n", "readers see the item 'b', elsewhere the item of level 2 'b'", "four spaces a level"),
        ("- a\n\n    ```sh\n    b\n    ```\n", "readers see the text in an item '<code>sh b</code>'", "eight spaces"),
        ("```sh,x\na\n```\n", "readers see the text '<code>sh,x a</code>', elsewhere code 'a'", "only a language"),
        ("5. a\n", "readers see the item 1 'a', elsewhere the item 5 'a'", "begin the list at 1"),
        ("a\\\nb\n", "readers see 'a\\ b', elsewhere 'a<br> b'", "two spaces"),
        ("~~a~~\n", "readers see '~~a~~', elsewhere '<del>a</del>'", "<del>"),
        ("https://example.org/\n", "readers see 'https://example.org/'", "<https://…>"),
        ("#a\n", "readers see a heading of level 1 'a', elsewhere the text '#a'", "'\\#'"),
        ("> [!TIP]\n> a\n", "readers see the text in a quote '[!TIP] a', elsewhere", "!!! note"),
        ("<div>\n\n**a**\n\n</div>\n", "readers see '**a**', elsewhere '<b>a</b>'", 'markdown="1"'),
    ],
)  # fmt: skip
def test_it_says_what_readers_see_and_how_to_write_it(text: str, fact: str, hint: str) -> None:
    (one,) = found(text, "Pelican's own")
    assert one.message.startswith(fact)
    assert hint in (one.hint or "")


@pytest.mark.parametrize(
    "text",
    [
        "## Head {#own .wide}\n\nA *word*{: .x } here.\n{: .note }\n",
        '```{.ini file="/etc/x"}\na\n```\n',
        "!!! note\n    a\n\n    1. b\n\n    2. c\n",
        "[TOC]\n\n## A\n",
        '"Quoted" -- really --- so... It\'s\n',
        "*[HTML]: Hyper Text\n\nHTML.\n",
        "A[^1] and B[^x].\n\n[^1]: A note\n    with *more*.\n\n    - a list\n\n[^x]: Another.\n",
        "- [ ] open\n- [x] done\n",
        "[a](<{filename}/b c.md>) ![d]({attach}e.png)\n",
        "Term\n:   It is\n\n    more\n",
        '<div markdown="1">\n\n- *a*\n\n</div>\n',
        "<!-- proofread: ignore PR701 it is a quotation -->\n\nWords\n",
    ],
)
@pytest.mark.parametrize("of", SETTINGS)
def test_additions_of_the_site_are_no_differences(text: str, of: str) -> None:
    assert found(text, of) == []


@pytest.mark.parametrize("text", ["a *[^2]* b", "a **[^2]** b", "a *[^2]c* **b[^2]**"])
def test_a_footnote_that_is_all_that_is_stressed_is_none(text: str) -> None:
    assert found(f"{text}\n\n[^2]: x\n", "ours") == []


def test_a_word_that_punctuation_changes_is_told() -> None:
    smart = {"extensions": ["markdown.extensions.smarty"]}
    document = parse_document("a.md", f"{HEAD}Words,\nand --help\n")
    (one,) = (one.diagnostic for one in check_reading(context_of(document, site_of({"MARKDOWN": smart}, ROOT))))
    assert (one.line, one.message) == (4, "the site's punctuation changes '--help'")


@pytest.mark.parametrize(("text", "told"), [("HEAD~1 to HEAD~3\n", True), ("~a~\n", True), ("~/a to ~/b\n", False)])
def test_what_github_alone_strikes_out_is_told(text: str, told: bool) -> None:
    assert ["'\\~' for the sign" in (one.hint or "") for one in found(text, "ours")] == [True] * told


def test_a_list_of_questions_is_not_compared() -> None:
    document = parse_document("a.md", "Title: A\nChecklist: a\n\nWords\n- a\n")
    assert list(check_reading(context_of(document, site("Pelican's own")))) == []


def test_one_cause_is_not_told_a_hundred_times() -> None:
    assert len(found("\n\n".join(f"~~{number}~~" for number in range(50)), "Pelican's own")) == MAX_REPORTED


@pytest.mark.parametrize(
    "setting", [None, {}, {"extensions": [object()]}, {"extensions": ["os.path"]}, {"extensions": ["faircopy.nothing"]}]
)
def test_settings_that_nobody_knows_are_not_guessed(setting: Any) -> None:
    known = site_of({"MARKDOWN": setting}, ROOT).markdown
    assert (site_markdown(known) is None) == (setting != {})


def test_settings_are_those_of_the_site() -> None:
    assert site_of({}, ROOT).markdown == ""
    assert json.loads(site_of({"SITEURL": "x"}, ROOT).markdown) == PELICANS_MARKDOWN


MARKS = """
word *em* **bold** `code` ~~gone~~ [a](/u) <b>raw</b> snake_case 2*3 \\* &amp; --help https://example.org/ a\\ #tag
| 1. - [^1] [r] ![i](/p.png) <https://example.org/> *a **b** ` ** __x__ {:.x}
"""
WORDS = st.sampled_from(MARKS.split())
LINES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
STARTS = st.sampled_from(
    ["", "- ", "  - ", "    - ", "1. ", "7) ", "   ", "> ", "> - ", "# ", "#", "\t", "    ", "| ", "```", "~~~ini",
     "<div>", "</div>", "<!--", "-->", "!!! note", "[^1]: ", "[r]: /u", ":   ", "---", "===", "|---|", "> [!NOTE]"]
)  # fmt: skip
DOCUMENTS = st.lists(st.one_of(st.just(""), st.tuples(STARTS, LINES).map("".join), STARTS), max_size=12).map("\n".join)


def bare(html: str) -> str:
    """Return HTML without what is not compared, in another way than the rule does."""
    html = re.sub(
        r"<!--line.*?-->|\s(?:id|class|style|tabindex|rel|role|aria-\w+)=\"[^\"]*\"|</?(?:span|div)[^>]*>", "", html
    )
    return re.sub(r"\s+", "", html)


@pytest.mark.slow
@given(DOCUMENTS)
@settings(max_examples=60)
def test_whatever_is_written_what_is_told_is_real(text: str) -> None:
    document = parse_document("a.md", HEAD + text)
    for of in SETTINGS:
        made = site_markdown(site(of).markdown)
        assert made is not None
        expected = reference_html(document, made.additions)
        told = found(text, of)
        if expected is not None and bare(expected) == bare(made.html(document.text)):
            assert told == []
        assert all(1 <= one.line <= len(document.lines) for one in told)


PLAIN = st.lists(
    st.sampled_from(("word", "*em*", "**bold**", "`code`", "[a](/u)", "<b>raw</b>", "snake_case", "&amp;")), min_size=1
).map(" ".join)
BLOCKS = st.one_of(
    PLAIN,
    PLAIN.map(lambda words: f"## {words}"),
    st.lists(PLAIN, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {one}\n    - {one}" for one in items)),
    st.lists(PLAIN, min_size=1, max_size=3).map(lambda items: "\n".join(f"1. {one}" for one in items)),
    PLAIN.map(lambda words: f"> {words}\n> {words}"),
    st.just("```ini\na = 1\n\nb = *2*\n```"),
    PLAIN.map(lambda words: f"| a | b |\n| --- | --- |\n| {words} | x |"),
)


@pytest.mark.slow
@given(st.lists(BLOCKS, max_size=6))
@settings(max_examples=40)
def test_what_all_programs_read_alike_is_never_told(blocks: list[str]) -> None:
    text = "\n\nBetween them.\n\n".join(blocks)
    for of in SETTINGS:
        assert found(text, of) == []


def test_the_check_of_a_document_knows_it() -> None:
    document = parse_document("a.md", f"{HEAD}Words\n- a\n")
    codes = [one.diagnostic.code for one in lint_document(document, site("Pelican's own"), dated=False).findings]
    assert "FM149" in codes
