"""Compares the code in pages, feeds and downloads, read as a browser does, with the code that was checked."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from os.path import commonprefix

from selectolax.lexbor import LexborHTMLParser

from faircopy.diagnostics.model import Diagnostic
from faircopy.feeds.reading import FeedEntry
from faircopy.snippets import rules
from faircopy.snippets.pages.downloads import Download
from faircopy.snippets.pages.rendered import RenderedFence, VerifiedDocument

# An HTML comment of a hidden file; in code it would be escaped.
SETUP = re.compile(r"<!--\s*snippet-setup\b")
# Characters of a line that a message shows on each side of the first difference.
EXCERPT_CONTEXT_CHARS = 20


@dataclass(frozen=True, slots=True)
class TextDifference:
    """The first difference between two texts."""

    line: int  # from 1
    column: int  # from 1
    expected: str  # the surroundings there, as Python would write them: white space is visible
    found: str


def first_difference(expected: str, found: str) -> TextDifference | None:
    """Return the first difference of `found` from `expected`; None if they are equal."""
    if expected == found:
        return None
    pairs = enumerate(zip_longest(lines_of(expected), lines_of(found), fillvalue=""), 1)
    number, (ours, theirs) = next((number, pair) for number, pair in pairs if pair[0] != pair[1])
    index = len(commonprefix([ours, theirs]))  # noqa: RUF071  # character by character is what is wanted
    return TextDifference(number, index + 1, around(ours, index), around(theirs, index))


def lines_of(text: str) -> list[str]:
    # Only \n ends a line of a source; the other characters that str.splitlines knows are part of one.
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def around(line: str, index: int) -> str:
    """Return the part of a line around `index`, quoted; or say that there is no such line."""
    if not line:
        return "nothing"
    start, end = max(0, index - EXCERPT_CONTEXT_CHARS), index + EXCERPT_CONTEXT_CHARS
    before, after = "…" if start else "", "…" if end < len(line) else ""
    return f"{before}{line[start:end]!r}{after}"


def check_html(where: str, html: str, verified: VerifiedDocument, *, is_whole: bool = True) -> Iterator[Diagnostic]:
    """Yield the differences between a page, or a feed entry, and its source.

    A summary may lack snippets, but those that it shows must be complete and correct.
    """
    tree = LexborHTMLParser(html)
    for rendered in verified.fences:
        node = tree.css_first(f"#{rendered.id} pre > code")
        if node is None:
            if not is_whole:
                continue
            fact, hint = f"{where} does not have this snippet", "a theme, filter or plugin removes it"
            yield rules.SNIPPET_LOST.at(verified.document.path, rendered.fence.line, fact, hint)
        else:
            yield from check_text(where, node.text(), rendered, verified)
            if rendered.is_broken and tree.css_first(f"#{rendered.id} .snippet-warning") is None:
                fact, hint = f"{where} does not say that this snippet is broken", "a theme, filter or plugin removes it"
                yield rules.WARNING_LOST.at(verified.document.path, rendered.fence.line, fact, hint)
    if setup := SETUP.search(html):
        line = next((comment.line for comment in verified.setups), 1)
        fact = f"{where} has a comment with a hidden file in it, '{setup[0]}'"
        hint = "end it with --> on a line of its own"
        yield rules.SETUP_SHOWN.at(verified.document.path, line, fact, hint)


def check_text(where: str, text: str, rendered: RenderedFence, verified: VerifiedDocument) -> Iterator[Diagnostic]:
    found = first_difference(rendered.fence.content, text)
    if found:
        fence = rendered.fence
        is_inside = found.line <= len(fence.content_columns)
        fact = (
            f"{where} shows line {found.line} of this snippet, column {found.column}, "
            f"as {found.found}; the source has {found.expected}"
        )
        yield rules.SNIPPET_CHANGED.at(
            verified.document.path,
            fence.line + found.line if is_inside else fence.line,
            fact,
            "a theme, filter or plugin changes it",
            column=fence.content_columns[found.line - 1] + found.column - 1 if is_inside else 1,
        )


def check_entries(
    where: str, found: Mapping[str, FeedEntry], expected: Iterable[str], verified: Mapping[str, VerifiedDocument]
) -> Iterator[Diagnostic]:
    """Yield the differences between the entries of a feed, by address, and their documents.

    `expected` are the addresses of the required entries.
    """
    for address in expected:
        if address in verified and address not in found:
            fact = f"{where} has no entry '{address}'"
            yield rules.PLACE_UNREADABLE.at(
                verified[address].document.path, 1, fact, "a plugin leaves it out, or moves it"
            )
    for address, entry in found.items():
        if address in verified:
            place = f"{where}, entry '{address}',"
            yield from check_html(place, entry.html, verified[address], is_whole=entry.is_whole)


def check_links(
    where: str, html: str, verified: VerifiedDocument, downloads: Mapping[str, Download]
) -> Iterator[Diagnostic]:
    """Yield the downloads, by address, that the page does not link to."""
    linked = {node.attributes.get("href") for node in LexborHTMLParser(html).css("a[download]")} if downloads else set()
    for address, download in downloads.items():
        if address not in linked:
            fact = f"{where} has no link to the download '{address}'"
            yield rules.DOWNLOAD_DIFFERS.at(verified.document.path, download.line, fact, "a theme or plugin changes it")


def check_download(
    where: str, data: bytes | None, download: Download, verified: VerifiedDocument
) -> Iterator[Diagnostic]:
    """Yield the problems of a download; `data` is None if the file is missing."""
    path = verified.document.path
    if data is None:
        fact = f"{where}, which the page offers for download, is not there"
        yield rules.DOWNLOAD_DIFFERS.at(path, download.line, fact, "a plugin removes it")
    elif data != download.data:
        found = first_difference(readable(download.data), readable(data))
        fact = f"{where}, which the page offers for download, is not what was checked"
        if found and not download.is_archive:
            fact += f": line {found.line} is {found.found}; the source has {found.expected}"
        yield rules.DOWNLOAD_DIFFERS.at(path, download.line, fact, "a plugin changes it")


def readable(data: bytes) -> str:
    return data.decode("utf-8", "backslashreplace")


def unreadable(where: str, reason: str, path: str) -> Diagnostic:
    return rules.PLACE_UNREADABLE.at(path, 1, f"{where} cannot be read: {reason}", "a theme or plugin damages it")
