"""Fences that the author meant but CommonMark does not read as fences."""

import re
from collections.abc import Iterator

from markdown_it.token import Token

from faircopy.markdown.blocks import block_tokens
from faircopy.markdown.document import Document
from faircopy.markdown.fences import find_fences
from faircopy.markdown.outdent import outdented

MARKER = re.compile(r"[ ]*(?P<marker>`{3,}(?=[^`]*$)|~{3,})")
# Comments are invisible, and <pre> shows its contents as they are.
VERBATIM = ("<!--", "<pre")


def lost_fences(document: Document) -> list[int]:
    """Return the lines, from 1, of opening markers within admonitions, footnotes, definitions and raw HTML.

    CommonMark, and so find_fences(), sees no fence there; Python-Markdown renders something else.
    """
    if "```" not in document.body and "~~~" not in document.body:
        return []
    opened = outdented(document)
    seen = {fence.line for fence in find_fences(document)}
    meant = {fence.line for fence in find_fences(opened)}
    return sorted((meant | fences_in_html(opened)) - seen)


def fences_in_html(document: Document) -> set[int]:
    """Return the lines, from 1, of opening markers in HTML blocks, comments and preformatted text left out."""
    blocks = (token for token in block_tokens(document) if token.type == "html_block")
    return {line for token in blocks if not token.content.lstrip().startswith(VERBATIM) for line in markers_in(token)}


def markers_in(block: Token) -> Iterator[int]:
    """Yield the line of each opening marker in an HTML block."""
    first = block.map[0] if block.map else 0
    closing = ""
    for number, line in enumerate(block.content.splitlines(), first + 1):
        if closing and line.strip().startswith(closing):
            closing = ""
        elif not closing and (found := MARKER.match(line)):
            closing = found["marker"]
            yield number
