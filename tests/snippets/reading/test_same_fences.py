"""The checks and Pelican see the same fences with the same content."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.readers import MarkdownReader
from pelican.settings import read_settings
from selectolax.lexbor import LexborHTMLParser

from conftest import ROOT
from faircopy.markdown.document import Document, parse_document, read_document
from faircopy.markdown.fences import find_fences
from faircopy.snippets.reading.fence_info import parse_info
from faircopy.snippets.reading.read import read_snippets
from markdown import Markdown
from snippetsite import same_locale

TORTURE = ROOT / "tests/cases/snippets/torture.md"
with same_locale():
    SITE = read_settings(str(ROOT / "pelicanconf.py"))
VARIANTS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": lambda data: data,
    "CRLF": lambda data: data.replace(b"\n", b"\r\n"),
    "CR": lambda data: data.replace(b"\n", b"\r"),
    "byte-order mark": lambda data: b"\xef\xbb\xbf" + data,
    "byte-order mark and CRLF": lambda data: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
    "no final newline": lambda data: data.removesuffix(b"\n"),
    "no fence left open": lambda data: data + b"~~~\n",
    "Pelican's own front matter": lambda data: data.replace(b"---\n", b"", 1).replace(b"---\n", b"\n", 1),
}


@pytest.fixture(scope="module")
def reader() -> MarkdownReader:
    """Pelican's own, with the settings of the site."""
    return MarkdownReader(SITE)


def code_in(html: str) -> list[str]:
    return [node.text() for node in LexborHTMLParser(html).css('[id^="snippet-"] pre > code')]


def assert_the_same(document: Document, html: str) -> None:
    fences = find_fences(document)
    assert code_in(html) == [fence.content for fence in fences]
    # A fence whose attributes cannot be read is a diagnostic on its line, and no snippet.
    chosen = [value.value for fence in fences for value in parse_info(fence.info, 1).attributes if value.key == "check"]
    snippets, wrong = read_snippets(document, chosen)
    read = {snippet.line: snippet.code for snippet in snippets if not snippet.hidden}
    messages = {diagnostic.line for diagnostic in wrong}
    assert read == {fence.line: fence.content for fence in fences if fence.line not in messages}


@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.md")), ids=lambda path: path.parent.name)
def test_in_all_content(reader: MarkdownReader, path: Path) -> None:
    document = read_document(path)
    assert isinstance(document, Document)
    assert_the_same(document, reader.read(str(path))[0])


@pytest.mark.parametrize("variant", VARIANTS)
def test_in_the_torture_file(reader: MarkdownReader, tmp_path: Path, variant: str) -> None:
    path = tmp_path / "torture.md"
    path.write_bytes(VARIANTS[variant](TORTURE.read_bytes()))
    document = read_document(path)
    assert isinstance(document, Document)
    html, metadata = reader.read(str(path))
    assert metadata["slug"] == "torture"
    assert len(find_fences(document)) > 30
    assert_the_same(document, html)
    assert "snippet-setup" not in html


def test_in_the_torture_file_every_line_is_where_it_says(tmp_path: Path) -> None:
    for variant in VARIANTS.values():
        path = tmp_path / "torture.md"
        path.write_bytes(variant(TORTURE.read_bytes()))
        document = read_document(path)
        assert isinstance(document, Document)
        for fence in find_fences(document):
            for number, (line, column) in enumerate(
                zip(fence.content.split("\n"), fence.content_columns, strict=False), fence.line + 1
            ):
                assert document.lines[number - 1][column - 1 :] == line


def blocks() -> Iterator[str]:
    yield from ("text", "- item", "  - sub", "    indented", "1. one", "   more", "> quote", "> - in a quote", "# h")
    yield from ("```ini", "```", "~~~", "  ```", "    ```", "> ```", "- ```ini", ">```", "````", "   ~~~sh", "---")
    yield from ("a = <HOST>", "\ttab", "> \tx", "| a | b |", "Term", ":   it is", "!!! note", "*[AB]: abc", "", "")


@pytest.mark.slow
@given(st.lists(st.sampled_from(list(blocks())), max_size=14))
def test_in_whatever_anybody_writes(lines: list[str]) -> None:
    source = "\n".join(["Start", "", *lines, ""])
    expected = [fence.content for fence in find_fences(parse_document("", source))]
    assert code_in(Markdown(**SITE["MARKDOWN"]).convert(source)) == expected
