"""What documentation puts into plain fences besides their language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.snippets.checkers._plain import json_text, python_text, yaml_kinds, yaml_text
from faircopy.snippets.checkers._plain.alternatives import is_introduced
from faircopy.snippets.checkers._plain.text import (
    FenceReading,
    after_changes,
    common_readings,
    front_matter,
    without_omissions,
    without_tags,
)
from faircopy.snippets.checkers._shell import plain as shell_plain
from faircopy.snippets.model import Snippet

PIECES = (
    *(
        "...",
        "\n",
        " ",
        "{{",
        "}}",
        "{%",
        "%}",
        "<%",
        "%>",
        "+",
        "-",
        "---\n",
        "# ",
        "a",
        ": ",
        "[",
        "]",
        "(",
        ")",
        "{",
        "}",
    ),
    *('"', "'", ",", "$ ", "> ", "<a>", "\\\n", ">>> ", "def f():", "1", "    ", "@@ ", "GET /x\n", "// ", "é"),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@pytest.mark.parametrize(
    "line",
    [
        "...",
        "  ...",
        "…",
        "[...]",
        "  # ...",
        "<snip>",
        "(...)",
        "... other options ...",
        "- ...",
        "...  # more",
        "{...}",
    ],
)
def test_lines_that_stand_for_others_go(line: str) -> None:
    visible = without_omissions(f"a: 1\n{line}\nb: 2")
    assert visible.split("\n")[::2] == ["a: 1", "b: 2"]
    assert line.lstrip().startswith("#") or not visible.split("\n")[1].strip()


@pytest.mark.parametrize("line", ["a...", "x = ...", "[1, 2]", "# a comment", "--", "echo ...", "foo(...)"])
def test_other_lines_stay(line: str) -> None:
    assert without_omissions(line) == line


@pytest.mark.parametrize(
    "text",
    [
        "{{ .Values.a }}",
        "{% if a %}",
        "{{< a >}}",
        "{{% a %}}",
        "${{ a }}",
        "<%= a %>",
        "{{- a }}",
        "{{#include a}}",
        "{{{ a }}}",
    ],
)
def test_tags_of_a_template_are_words_within_a_line_and_nothing_alone(text: str) -> None:
    within, alone = without_tags(f"a: {text} b"), without_tags(f"  {text}\nb")
    assert within is not None
    assert within.code == f"a: {'x' * len(text)} b"
    assert alone is not None
    assert alone.code.split("\n") == [" " * (len(text) + 2), "b"]


@pytest.mark.parametrize("text", ["dest: {{ path }}/a", "{a: {b: c}}", "a", "${a}", "{ {a} }"])
def test_what_an_author_forgot_to_quote_is_no_template(text: str) -> None:
    assert without_tags(text) is None


@pytest.mark.parametrize(
    ("text", "after"),
    [
        (" a\n-b\n+c", "a\n\nc"),
        ("@@ -1 +1 @@\n-b\n+c", "\n\nc"),
        ("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-b\n+c\n d", "\n\n\n\nc\nd"),
        ("a:\n-  b\n+  c", "a:\n\n   c"),
    ],
)
def test_changes_lead_to_what_stands_after_them(text: str, after: str) -> None:
    found = after_changes(text)
    assert found is not None
    assert found.code == after


@pytest.mark.parametrize("text", ["- a\n- b", "a: 1", "", "a - b\nc + d", "-x"])
def test_lists_and_options_are_no_changes(text: str) -> None:
    assert after_changes(text) is None


def test_the_head_of_a_text_is_read_and_the_text_is_not() -> None:
    assert front_matter("---\na: 1\n---\nWords: of: the text\n") == "   \na: 1\n   \n                   \n"
    assert front_matter("a: 1\n---\nb: 2\n---\n") is None


def test_alternatives_are_introduced_by_a_comment() -> None:
    assert is_introduced("# one\na: 1\n\n# two\n\na: 2", 6)
    assert not is_introduced("a: 1\nb: 1\na: 2", 3)
    assert not is_introduced("b: 1\na: 1\na: 2", 3)
    assert is_introduced("a: 1\na: 2", 2)  # nothing but the values that it may have
    assert is_introduced("# one\na: 1\n\n# two\nb: 1\na: 2", 6)
    assert not is_introduced("# one\na: 1\nb: 1\na: 2", 4)
    assert not is_introduced("a: 1\n\n# two\nb: 1\na: 2", 5)


@given(TEXTS)
def test_each_line_stays(text: str) -> None:
    readings: list[FenceReading] = [
        *common_readings(text),
        *shell_plain.readings(text),
        *yaml_text.readings(text),
        *python_text.readings(text),
    ]
    for reading in readings:
        assert reading.code.count("\n") in (text.count("\n"), 0)
        assert all(1 <= one.line <= text.count("\n") + 1 for one in reading.findings)
    for _, code in json_text.readings(text):
        assert code.count("\n") <= text.count("\n")
    for guess_language in (
        shell_plain.guess_language,
        yaml_kinds.guess_language,
        python_text.guess_language,
        json_text.guess_language,
    ):
        assert isinstance(guess_language(text), str)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["{{", "{{ a", "...", "(a|", "[-", "<a ", "a b. C", "{%", '"a', "$ a\n", "# ...\n", "- a\n", "a:\n"]
)
def test_long_texts_take_no_long_time(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    assert len(list(common_readings(text))) <= 4
    assert len(list(shell_plain.readings(text))) <= 5
    assert len(list(json_text.readings(text))) <= 9


@pytest.mark.parametrize("claim", ["file", "log", "check", "error", "context"])
def test_a_claim_is_read_in_one_way(claim: str) -> None:
    assert Snippet("a.md", 1, 3, "bash", "ls\n").is_plain
    assert not Snippet("a.md", 1, 3, "bash", "ls\n", **{claim: "x"}).is_plain  # type: ignore[arg-type]
