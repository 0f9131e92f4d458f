import pytest

from mdsource.diagnostics import Rule, Severity, has_errors
from mdsource.document import parse_document
from mdsource.reports import problem

BROKEN = Rule("XX001", Severity.ERROR, "broken")
ODD = Rule("XX002", Severity.WARNING, "odd")


def test_a_diagnostic_says_place_fact_remedy() -> None:
    assert str(BROKEN.at("a.md", 3, "'x' is broken", "mend it")) == "a.md:3: error XX001 'x' is broken; mend it"
    assert str(ODD.at("a.md", 3, "'x' is odd")) == "a.md:3: warning XX002 'x' is odd"


def test_diagnostics_sort_by_place() -> None:
    later, earlier, other = BROKEN.at("a.md", 9, "m"), ODD.at("a.md", 2, "m"), ODD.at("b.md", 1, "m")
    assert sorted([other, later, earlier]) == [earlier, later, other]


def test_a_warning_is_not_an_error() -> None:
    assert not has_errors([ODD.at("a.md", 1, "m")])
    assert has_errors([ODD.at("a.md", 1, "m"), BROKEN.at("a.md", 2, "m")])


@pytest.mark.parametrize(
    ("column", "begins", "ends"), [(1, "word word", "…"), (500, "…", "…"), (1000, "…", "word word ")]
)
def test_of_a_long_line_only_what_is_around_the_place_is_shown(column: int, begins: str, ends: str) -> None:
    line = "word " * 200
    document = parse_document("a.md", line)
    row, caret = problem(BROKEN.at("a.md", 1, "x", column=column), document, colour=False).split("\n")[1:3]
    shown = row.removeprefix(" 1 | ")
    assert shown.startswith(begins)
    assert shown.endswith(ends)
    assert len(shown) <= 102
    assert row[caret.index("^")] == line[column - 1]
