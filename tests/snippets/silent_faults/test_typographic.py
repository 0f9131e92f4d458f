"""Quotes of a text processor around a value of configuration."""

import pytest
from fakes import WordChecker

from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.jobs import Settings


def found(text: str) -> list[Diagnostic]:
    return [*check_documents([parse_document("a.md", text)], Settings(checkers=[WordChecker()])).diagnostics]


@pytest.mark.parametrize(
    "line",
    [
        "name = “value”",
        "name: “value”",
        "Banner “/etc/issue”;",
        "  - “80:80”",
        "[“a”, b]",
        "f(\u2018a\u2019)",
        "name = „Wert“",
        "“name”",
    ],
)
def test_a_value_in_typographic_quotes_is_named(line: str) -> None:
    (one,) = found(f"- item\n\n  ```words\n  good\n  {line}\n  ```\n")
    assert (one.code, one.line, str(one.severity)) == ("SN126", 5, "warning")
    assert line[one.column - 3] in "“„\u2018"


@pytest.mark.parametrize(
    "line",
    [
        "# write “value”",
        "; “value”",
        "name = value # or “value”",
        'name = "a “value” in it"',
        "name = 'a “value” in it'",
        "title: “Hello” she said",
        "title: “Hello you”",
        "name = it\u2019s",
        "name = a“b”",
        "name = “open",
        "bad = “value”",  # which has a finding of its own
    ],
)
def test_text_for_people_and_what_has_a_fault_already_are_left(line: str) -> None:
    assert [one.code for one in found(f"```words\n{line}\n```\n")] in ([], ["XX900"])


def test_in_a_snippet_with_a_claim_several_words_are_a_value() -> None:
    assert [one.column for one in found('```{.words file="a.words"}\nname = “a value”;\n```\n')] == [8]


def test_what_must_fail_and_what_nobody_checks_are_left() -> None:
    assert found('```{.words error="bad!" expect="fail"}\nbad\nname = “value”\n```\n') == []
    assert found('```{.words check="none" reason="x"}\nname = “value”\n```\n') == []
