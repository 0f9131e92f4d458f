from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown.extensions.meta import MetaPreprocessor

from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.document import MAX_BYTES, Document, parse_document, read_document
from markdown import Markdown


def fields(document: Document) -> dict[str, str]:
    return {field.key: field.value for field in document.fields}


@pytest.mark.parametrize(
    ("text", "expected", "body_line"),
    [
        ("Title: One\nDate: 2017-09-01\n\nBody\n", {"title": "One", "date": "2017-09-01"}, 4),
        ("---\ntitle: One\n---\nBody\n", {"title": "One"}, 4),
        ("---\ntitle: One\ntags:\n  - a\n  - b\n---\nBody\n", {"title": "One", "tags": ""}, 4),
        ("Title: One\n    and more\n\nBody\n", {"title": "One\nand more"}, 4),
        ("Title: One: two\n\nBody\n", {"title": "One: two"}, 3),
        ("No front matter\n", {}, 1),
        ("# Heading\n\nBody\n", {}, 1),
        ("", {}, 2),
        ("Title: only", {"title": "only"}, 2),
        ("\ufeffTitle: One\r\n\r\nBody\r\n", {"title": "One"}, 3),
        ("Title:\tOne\n\tand\tmore\n\nBody\n", {"title": "One\nand more"}, 4),
    ],
)
def test_front_matter_and_body(text: str, expected: dict[str, str], body_line: int) -> None:
    document = parse_document("a.md", text)
    assert fields(document) == expected
    assert document.body_line == body_line


def test_a_field_knows_where_its_value_stands() -> None:
    document = parse_document("a.md", "Title: One\nDate:   2017-09-01\n\n")
    date = document.field("date")
    assert date is not None
    assert (date.line, date.column) == (2, 9)
    assert document.field("missing") is None


@given(
    st.lists(
        st.sampled_from(
            [
                *("Title: a", "    more", "", "text", "---", "Key-2:", " x: y", "...", "----", "  - a"),
                *("T:\ta\tb", "\tmore\tthan", "  \tmore", " \t", "\u2028", "Key:\u00a0z", "Tags: a,\tb"),
            ]
        ),
        max_size=8,
    )
)
@example(["---", "    more", "Title: a"])
@example(["---", "Title: a", "text", "Key-2:", "    more", "---"])
def test_front_matter_is_what_pelican_reads(lines: list[str]) -> None:
    text = "\n".join(lines)
    markdown = Markdown(extensions=["meta"])
    # As `normalize_whitespace` leaves them, which comes before.
    body = MetaPreprocessor(markdown).run(text.expandtabs(4).split("\n"))
    theirs = markdown.Meta  # type: ignore[attr-defined]  # set by the extension
    ours: dict[str, list[str]] = {}
    document = parse_document("", text)
    for field in document.fields:
        ours.setdefault(field.key, []).extend(field.value.split("\n"))
    assert ours == theirs
    assert document.body.expandtabs(4) == "\n".join(body)


@given(st.text())
def test_any_text_is_split_without_loss(text: str) -> None:
    document = parse_document("", text)
    before = document.lines[: document.body_line - 1]
    assert "\n".join([*before, document.body] if document.body_line <= len(document.lines) else before) == document.text


def test_what_is_not_text_is_a_diagnostic_at_its_place(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_bytes(b"Title: One\n\nK\xe4se\n")
    result = read_document(source, "content/a.md")
    assert isinstance(result, Diagnostic)
    assert str(result) == "content/a.md:3: error MD002 byte 0xe4 is not UTF-8; save the file as UTF-8"
    assert result.column == 2


def test_a_missing_file_is_a_diagnostic(tmp_path: Path) -> None:
    result = read_document(tmp_path / "none.md", "none.md")
    assert str(result) == "none.md:1: error MD001 cannot be read: No such file or directory"


def test_a_file_that_is_larger_than_any_text_is_not_read(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_bytes(b"a" * MAX_BYTES)
    assert isinstance(read_document(source), Document)
    with source.open("wb") as file:
        file.truncate(1 << 40)
    assert str(read_document(source, "a.md")) == "a.md:1: error MD003 it has more than 5000000 bytes, and is not read"


def test_a_document_is_read_from_its_file(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_bytes(b"\xef\xbb\xbfTitle: One\r\n\r\nBody\r\n")
    result = read_document(source)
    assert isinstance(result, Document)
    assert result.body == "Body\n"
