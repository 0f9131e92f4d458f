import os
import re
from urllib.parse import unquote, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.diagnostics.formats import as_github, problem, uri_of
from faircopy.diagnostics.model import Diagnostic, Rule, Severity, has_errors
from faircopy.markdown.document import parse_document
from faircopy.terminal import inert

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
    visible = row.removeprefix(" 1 | ")
    assert visible.startswith(begins)
    assert visible.endswith(ends)
    assert len(visible) <= 102
    assert row[caret.index("^")] == line[column - 1]


# RFC 3986, section 4.2: a relative reference whose first segment has no colon, or an absolute file URI.
URI = re.compile(r"(?:file://)?(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+")
PATHS = [
    "a b.md",
    "100%.md",
    "a#b.md",
    "a?b.md",
    "naïve.md",
    "日本.md",
    "a:b.md",
    "a%20b.md",
    "a\\b.md",
    "x/[y]/z.md",
    "\udcff.md",
]


@pytest.mark.parametrize("path", [*PATHS, "/abs/ü#.md", "../up.md"])
def test_every_path_is_an_address_in_sarif(path: str) -> None:
    uri = uri_of(path)
    assert URI.fullmatch(uri)
    assert unquote_to_bytes(uri.removeprefix("file://")) == os.fsencode(path)
    assert uri.startswith("file:///") == path.startswith("/")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_any_path_comes_back_from_its_address(path: str) -> None:
    assert URI.fullmatch(uri_of(path))
    assert unquote(uri_of(path).removeprefix("file://")) == path


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_nothing_in_a_message_or_a_path_ends_an_annotation(path: str, message: str) -> None:
    (line, rest) = as_github([Diagnostic(path, 3, 1, "XX100", Severity.ERROR, message)]).split("\n")
    head, _, text = line.removeprefix("::error file=").partition("::")
    assert (rest, line.count("\r")) == ("", 0)
    assert (unquote(head.partition(",")[0]), head.count(",")) == (inert(path, "\r\n"), 3)
    assert text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%") == inert(message, "\r\n")
