"""Blanks and signs in code that nobody sees."""

import pytest
from fakes import WordChecker

from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Status
from keptsandbox import kept_sandbox

NO_BREAK, IDEOGRAPHIC, NO_WIDTH, JOINER = "\u00a0", "\u3000", "\u200b", "\u200d"


def found(text: str) -> list[Diagnostic]:
    return [*check_documents([parse_document("a.md", text)], Settings(checkers=[WordChecker()])).diagnostics]


@pytest.mark.parametrize(
    "line",
    [
        f"listen{NO_BREAK}80;",
        f"{NO_BREAK}{NO_BREAK}name = value",
        f"  {NO_BREAK} name = value",
        f"name ={IDEOGRAPHIC}value",
        f"na{NO_WIDTH}me = value",
        f"name = value{NO_WIDTH}",
        f'name = "value{NO_WIDTH}"',
        f"bad{NO_WIDTH}",  # in place of what the program says of it
    ],
)
def test_each_is_told_where_it_stands(line: str) -> None:
    (one,) = found(f"- item\n\n  ```words\n  good\n  {line}\n  ```\n")
    assert (one.code, one.line, str(one.severity)) == ("SN127", 5, "error")
    assert line[one.column - 3] in (NO_BREAK, IDEOGRAPHIC, NO_WIDTH)


@pytest.mark.parametrize(
    "line",
    [
        f"# a{NO_BREAK}comment",
        f"name = value # a{NO_BREAK}comment",
        f'name = "10{NO_BREAK}km"',
        f"Été{NO_BREAK}à la mer",
        f"name = क{JOINER}ष",
        f"name = value{NO_BREAK}",  # behind the last word most programs pass over blanks
    ],
)
def test_text_for_people_is_left(line: str) -> None:
    assert [one.code for one in found(f"```words\n{line}\n```\n")] in ([], ["XX900"])


def test_a_snippet_with_one_has_not_passed() -> None:
    documents = [parse_document("a.md", f"```words\ngood\n```\n\n```words\nlisten{NO_BREAK}80\n```\n")]
    report = check_documents(documents, Settings(checkers=[WordChecker()]))
    assert [one.verdict.status for one in report.checked] == [Status.PASSED, Status.FAILED]


def test_what_must_fail_is_left() -> None:
    assert found(f'```{{.words error="bad!" expect="fail"}}\nbad\nlisten{NO_BREAK}80\n```\n') == []


def test_a_copied_page_is_one_fault() -> None:
    code = f"a:\n{NO_BREAK}- b\n{NO_BREAK}- b: c\n{NO_BREAK}  d: e: f\n"
    document = parse_document("a.md", f"```yaml\n{code}```\n")
    (one,) = check_documents([document], Settings(sandbox=kept_sandbox())).diagnostics
    assert (one.line, one.code) == (3, "SN127")
    assert "more in 2 of the lines below" in one.message
