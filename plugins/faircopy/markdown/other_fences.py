"""The fences of a document that was written for another site generator."""

import re
from dataclasses import replace
from functools import lru_cache

from faircopy.markdown.document import Document
from faircopy.markdown.fences import Fence, find_fences
from faircopy.markdown.lost_fences import fences_in_html
from faircopy.markdown.outdent import HEAD, outdented

# The tabs of MkDocs Material, `=== "Title"`, beside what Python-Markdown itself has.
TABS = re.compile(rf'(?:{HEAD.pattern})|===[!+]?[ ]+(?P<tab>["\'].*)')
# A line of MDX with nothing but a tag. What is indented below it is not indented code.
TAG = re.compile(r"[ \t]*</?[\w.]*(?:\s[^`]*)?/?>[ \t]*")
CACHED_DOCUMENTS = 8


@lru_cache(maxsize=CACHED_DOCUMENTS)
def other_fences(document: Document) -> tuple[Fence, ...]:
    """Return all fences in order, those in admonitions, tabs, footnotes and definitions included.

    Other generators indent such bodies by four spaces, which CommonMark reads as indented code.
    """
    seen = find_fences(document)
    if "```" not in document.text and "~~~" not in document.text:
        return ()
    lines = {fence.line for fence in seen}
    opened = outdented(without_tags(document) if document.path.endswith(".mdx") else document, TABS)
    more = [fence for fence in find_fences(opened) if fence.line not in lines]
    inside = [in_place(fence, document.lines) for fence in more if not lies_in(fence, seen)]
    return tuple(sorted([*seen, *inside], key=lambda fence: fence.line))


def hidden_in_html(document: Document) -> list[Fence]:
    """Return the fences in HTML blocks, which CommonMark shows as text, with empty content."""
    return [Fence("", "", line, line, True, (), 1, ()) for line in fences_in_html(document)]


def without_tags(document: Document) -> Document:
    """Return MDX with the tags outside fences replaced by blank lines."""
    fenced = {number for fence in find_fences(document) for number in range(fence.line, fence.end_line + 1)}
    lines = ["" if TAG.fullmatch(line) and n not in fenced else line for n, line in enumerate(document.lines, 1)]
    return replace(document, text="\n".join(lines))


def lies_in(fence: Fence, others: list[Fence]) -> bool:
    return any(other.line < fence.line <= other.end_line for other in others)


def in_place(fence: Fence, lines: list[str]) -> Fence:
    """Return a fence with its content and columns as in the file itself."""
    opening = lines[fence.line - 1].expandtabs(4)
    indent = len(opening) - len(opening.lstrip())
    number = len(fence.content_columns)
    content, columns = [], []
    for line in lines[fence.line : fence.line + number]:
        text = line.expandtabs(4) if "\t" in line[: len(line) - len(line.lstrip())] else line
        lead = min(indent, len(text) - len(text.lstrip()))
        content.append(text[lead:])
        columns.append(max(1, len(line) - len(text[lead:]) + 1))
    if opening.lstrip().startswith(("`", "~")):
        return replace(fence, content="".join(f"{line}\n" for line in content), content_columns=tuple(columns))
    return replace(fence, content_columns=(1,) * number)  # in a quote, or beside the mark of an item
