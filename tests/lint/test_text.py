"""What is found in the words and the code of one document."""

from types import ModuleType

import pytest

from faircopy.content.settings import Site
from faircopy.lint.rules import (
    backslash_at_end,
    bidi_control,
    characters_in_code,
    code_span_empty,
    html_escape_in_code,
    misspelling,
    raw_html_pairs,
    request_without_address,
)
from faircopy.lint.rules.characters_in_code import ALIKE
from faircopy.lint.rules.misspelling import dictionary
from rulecases import found_by


def places(text: str, *modules: ModuleType) -> list[str]:
    found = [finding.diagnostic for finding in found_by(*modules, text=text)]
    return sorted(f"{one.line}:{one.column} {one.code}" for one in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The tag `` is gone", ["1:9 PR510"]),
        ("The tag ` ` is gone", ["1:9 PR510"]),
        ("A span `` with ` inside `` and `one`", []),
        ('It was "GET HTTP/1.1"', ["1:8 PR511"]),
        ('It was " HTTP/1.0"', ["1:8 PR511"]),
        ('It was "GET / HTTP/1.1" over HTTP/1.1', []),
        ('```\n"POST  HTTP/1.1" 200\n```', ["2:1 PR511"]),
        ('`"GET HTTP/1.1"`', ["1:2 PR511"]),
        ("cp a \\", ["1:6 PR512"]),
        ("a hard break\\\nand more", []),
        ("two \\\\", []),
        ("```sh\ncp a \\\n\nb\n```", ["2:6 PR512"]),
        ("```sh\ncp a \\\n  b\n```", []),
        ('```{.sh expect="fail" error="x"}\ncp a \\\n```', []),
        ("```sh\na &lt; b &amp;&amp; c\nd &gt; e\n```", ["2:3 PR513", "3:3 PR513"]),
        ("```html\na &lt; b\n```", []),
        ("`&lt;` and `a &lt; b`", ["1:15 PR513"]),
        ("a &lt; b", []),
    ],
)
def test_text_that_looks_truncated(text: str, expected: list[str]) -> None:
    assert places(text, code_span_empty, request_without_address, backslash_at_end, html_escape_in_code) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>bold</b> and a<br>", []),
        ("<b>bold", ["1:1 PR501"]),
        ("bold</b>", ["1:5 PR502"]),
        ("<b><i>both</b></i>", ["1:15 PR502", "1:4 PR501"]),
        ("<div>\n\ntext\n\n</div>", []),
        ("<ul>\n<li>one\n<li>two\n</ul>", []),
        ("<div>\n<p>text\n</div>", []),
        ("<details>\n<summary>x</summary>\n\ntext", ["1:1 PR501"]),
        ("`<b>` <!-- <b> -->", []),
        ("<img alt='' src='a'/> <span/>", []),
    ],
)
def test_raw_html_is_closed(text: str, expected: list[str]) -> None:
    assert places(text, raw_html_pairs) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`\u201cx\u201d` and \u201cx\u201d", ["1:2 PR601"]),
        ("```{.sh}\necho \u2018x\u2019 # it\u2019s\n```", ["2:6 PR601"]),
        ("```{.sh}\n# it\u2019s fine\n```", []),
        ("```{.text}\nno such file: \u2018x\u2019\n```", []),
        ("```{.text}\na\u00a0b\n```", ["2:2 PR602"]),
        ("    a\u2003b", ["1:6 PR602"]),
        ("`a\u200bb`", ["1:3 PR603"]),
        ("`\U0001f469\u200d\U0001f4bb`", []),
        ("`a\u200db`", ["1:3 PR603"]),
        ("`p\u0430ss`", ["1:3 PR604"]),
        ("`\u043f\u0430\u0440\u043e\u043b\u044c`", []),  # a word that is Russian
        ("`10 \u03bcs`", []),
        ("`ls \u2013l`", ["1:5 PR604"]),
        ("`1\u20132`", []),
        ("`\uff41`", ["1:2 PR604"]),
        ("`print\uff08'\u65e5'\uff09`", ["1:7 PR604"]),
        ("`\u30b3\u30fc\u30c9\uff08\u4f8b\uff09`", []),
        ("text \u202edesrever", ["1:6 PR605"]),
        ("```{.sh}\na\u201c\u00a0\n```", ["2:2 PR601", "2:3 PR602"]),
        ("> - `a\u00a0b`", ["1:7 PR602"]),
        ("!!! note\n    `a\u00a0b`", ["2:7 PR602"]),
        ("plain", []),
    ],
)
def test_characters_that_programs_read_otherwise(text: str, expected: list[str]) -> None:
    assert places(text, characters_in_code, bidi_control) == expected


def test_each_lookalike_looks_like_one_ascii_letter() -> None:
    assert all(right.isascii() and not wrong.isascii() for wrong, right in ALIKE.items())


# What each hint ends with.
WHERE = " a word that is right goes into 'spelling.txt'"


def spelling(text: str, *words: str) -> list[str]:
    findings = found_by(misspelling, text=text, site=Site(words=frozenset(words)))
    found = [finding.diagnostic for finding in findings]
    return [f"{one.line}:{one.column} {one.message}; {one.hint.removesuffix(WHERE)}" for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I recieve it", "1:3 'recieve' is a known misspelling; did you mean 'receive'?"),
        ("Teh word", "1:1 'Teh' is a known misspelling; did you mean 'The'?"),
        ("TEH word", "1:1 'TEH' is a known misspelling; did you mean 'THE'?"),
        ("> - one\n>   [a teh](x)", "2:8 'teh' is a known misspelling; did you mean 'the'?"),
        ("| a | teh |\n| - | - |", "1:7 'teh' is a known misspelling; did you mean 'the'?"),
        ("Title: A teh\n\nText", "1:10 'teh' is a known misspelling; did you mean 'the'?"),
        ("Summary: A\n    teh\n\nText", "2:5 'teh' is a known misspelling; did you mean 'the'?"),
        ("It does\u2019nt", "1:4 'does\u2019nt' is a known misspelling; did you mean \"doesn't\"?"),
        ("<p>teh</p>", "1:4 'teh' is a known misspelling; did you mean 'the'?"),
    ],
)
def test_a_known_misspelling_is_told_with_the_word(text: str, expected: str) -> None:
    assert spelling(text) == [expected]


def test_several_words_may_be_meant() -> None:
    word = next(word for word, right in dictionary().items() if right.count(",") == 2 and right.endswith(","))
    first, second, _ = dictionary()[word].split(",")
    (expected,) = spelling(word)
    assert expected.endswith(f"did you mean '{first}' or '{second.strip()}'?")


@pytest.mark.parametrize(
    "text",
    [
        "`teh`",
        "```\nteh\n```",
        "[a](teh.md)",
        "https://teh.nz/teh",
        "teh@example.org",
        "/usr/teh",
        "teh.conf",
        "<b class=teh>x</b>",
    ],
)
def test_what_is_no_word_is_passed_over(text: str) -> None:
    assert spelling(text) == []


def test_the_list_of_the_site_has_the_last_word() -> None:
    assert spelling("I recieve it", "recieve") == []


def test_the_dictionary_is_there() -> None:
    assert len(dictionary()) > 20000
