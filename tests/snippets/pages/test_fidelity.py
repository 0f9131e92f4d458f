"""The first difference between what was checked and what was written, in words that lead to it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.diagnostics.model import Diagnostic
from faircopy.feeds.reading import FeedEntry
from faircopy.markdown.document import parse_document
from faircopy.snippets.pages.downloads import Download
from faircopy.snippets.pages.fidelity import (
    TextDifference,
    check_download,
    check_entries,
    check_html,
    first_difference,
    unreadable,
)
from faircopy.snippets.pages.render import fence_html
from faircopy.snippets.pages.rendered import VerifiedDocument, verified_document

PROVEN = verified_document(
    parse_document("a.md", "# Head\n\n- item\n\n    ```ini\n    one\n    two = <HOST>\n    ```\n")
)


@pytest.mark.parametrize(
    ("expected", "found", "difference"),
    [
        ("", "", None),
        ("a\nb\n", "a\nb\n", None),
        ("a\nb\n", "a\nB\n", TextDifference(2, 1, "'b\\n'", "'B\\n'")),
        ("a\nb\n", "a\nb", TextDifference(2, 2, "'b\\n'", "'b'")),
        ("a\nb\n", "a\n", TextDifference(2, 1, "'b\\n'", "nothing")),
        ("a\n", "a\nb\n", TextDifference(2, 1, "nothing", "'b\\n'")),
        ("a  b\n", "a\xa0 b\n", TextDifference(1, 2, "'a  b\\n'", "'a\\xa0 b\\n'")),
        ("\tb\n", "    b\n", TextDifference(1, 1, "'\\tb\\n'", "'    b\\n'")),
        ("a\x0cb\u2028\nc", "a\x0cb\u2028\nd", TextDifference(2, 1, "'c'", "'d'")),
        (50 * "x" + 50 * "y", 50 * "x", TextDifference(1, 51, f"…'{20 * 'x'}{20 * 'y'}'…", f"…'{20 * 'x'}'")),
    ],
)
def test_first_difference(expected: str, found: str, difference: TextDifference | None) -> None:
    assert first_difference(expected, found) == difference


@given(st.text(alphabet="ab \n\t"), st.text(alphabet="ab \n\t"))
def test_only_equal_texts_do_not_differ(one: str, other: str) -> None:
    assert (first_difference(one, other) is None) == (one == other)


def page(verified: VerifiedDocument) -> str:
    return "<!doctype html><title>x</title>" + "".join(fence_html(visible) for visible in verified.fences)


def fields_of(found: list[Diagnostic]) -> list[tuple[str, int, int, str, str]]:
    return [(one.path, one.line, one.column, one.code, one.message) for one in found]


def test_a_faithful_page_has_nothing_to_tell() -> None:
    assert list(check_html("'p'", page(PROVEN), PROVEN)) == []


def test_a_difference_is_told_at_its_place_in_the_source() -> None:
    html = page(PROVEN).replace("&lt;HOST&gt;", "")
    assert fields_of(list(check_html("'2020/x/index.html'", html, PROVEN))) == [
        (
            "a.md",
            7,
            11,
            "SN180",
            (
                "'2020/x/index.html' shows line 2 of this snippet, column 7, as 'two = \\n'; "
                "the source has 'two = <HOST>\\n'"
            ),
        )
    ]


def test_more_lines_than_the_source_has_are_told_at_the_fence() -> None:
    html = page(PROVEN).replace("</code>", "more</code>")
    assert [(line, column) for _, line, column, *_ in fields_of(list(check_html("p", html, PROVEN)))] == [(5, 1)]


def test_a_lost_block_is_told_at_its_fence() -> None:
    assert fields_of(list(check_html("'p'", "<p>", PROVEN))) == [
        ("a.md", 5, 1, "SN181", "'p' does not have this snippet")
    ]


def test_a_hidden_file_that_shows_up_is_told() -> None:
    html = page(PROVEN) + '<!--snippet-setup file="x" --> <code>&lt;!-- snippet-setup --></code>'
    assert fields_of(list(check_html("'p'", html, PROVEN))) == [
        ("a.md", 1, 1, "SN184", "'p' has a comment with a hidden file in it, '<!--snippet-setup'")
    ]


def test_a_warning_that_is_lost_is_told() -> None:
    broken = verified_document(parse_document("a.md", '```{.ini file="/a" expect="fail" error="x"}\na\n```\n'))
    assert list(check_html("'p'", page(broken), broken)) == []
    html = page(broken).replace("snippet-warning", "")
    assert fields_of(list(check_html("'p'", html, broken))) == [
        ("a.md", 1, 1, "SN185", "'p' does not say that this snippet is broken")
    ]


def test_an_entry_that_is_missing_is_told() -> None:
    found = list(check_entries("'f'", {}, ["https://x/a/", "https://x/c/"], {"https://x/a/": PROVEN}))
    assert fields_of(found) == [("a.md", 1, 1, "SN183", "'f' has no entry 'https://x/a/'")]


def test_an_entry_is_compared() -> None:
    entry = FeedEntry("https://x/a/", "<p>", is_whole=True)
    found = list(check_entries("'f'", {entry.address: entry}, [], {"https://x/a/": PROVEN}))
    assert [message for *_, message in fields_of(found)] == ["'f', entry 'https://x/a/', does not have this snippet"]


def test_a_summary_may_leave_a_snippet_out_and_not_cut_it_off() -> None:
    for html, messages in (
        ("<p>", []),
        (page(PROVEN), []),
        (page(PROVEN).replace("two", "…"), ["SN180"]),
    ):
        entry = FeedEntry("https://x/a/", html, is_whole=False)
        found = check_entries("'f'", {entry.address: entry}, [], {"https://x/a/": PROVEN})
        assert [one.code for one in found] == messages


def test_a_page_that_cannot_be_read_is_told() -> None:
    assert unreadable("'p'", "it is gone", "a.md").message == "'p' cannot be read: it is gone"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a\nb\n", None),
        (None, "'d', which the page offers for download, is not there"),
        (
            b"a\n",
            (
                "'d', which the page offers for download, is not what was checked: line 2 is nothing; "
                "the source has 'b\\n'"
            ),
        ),
        (
            b"a\n\xff\n",
            (
                "'d', which the page offers for download, is not what was checked: line 2 is '\\\\xff\\n'; "
                "the source has 'b\\n'"
            ),
        ),
    ],
)
def test_downloads_are_compared(data: bytes | None, message: str | None) -> None:
    download = Download("d", b"a\nb\n", 1, 5)
    found = fields_of(list(check_download("'d'", data, download, PROVEN)))
    assert found == ([("a.md", 5, 1, "SN182", message)] if message else [])


def test_a_changed_archive_is_told_without_its_bytes() -> None:
    (found,) = check_download("'t'", b"x", Download("t", json.dumps("y").encode(), 2, 5, is_archive=True), PROVEN)
    assert found.message == "'t', which the page offers for download, is not what was checked"
