"""Fence: a fenced code block with its info string and its exact place."""

from dataclasses import dataclass
from functools import lru_cache

from markdown_it.token import Token

from faircopy.markdown.blocks import block_tokens
from faircopy.markdown.document import Document


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced code block."""

    info: str  # what follows the opening marker, trimmed
    content: str  # what a reader sees, without the indent of the list or the `>` of the quote; "\n"-terminated lines
    line: int  # of the opening marker, from 1
    end_line: int  # of the closing marker; of the last line of content when there is none
    closed: bool
    containers: tuple[str, ...]  # its containers, outermost first: "list" or "quote"
    info_column: int  # where the info string starts on `line`, from 1
    content_columns: tuple[int, ...]  # for each line of content, the column where it starts in the source, from 1


CONTAINERS = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "blockquote_open": "quote",
}


# Enough for a site: the checks come back to every document when all are read.
CACHED_DOCUMENTS = 64


def find_fences(document: Document) -> list[Fence]:
    """Return the fences of a document in order, as CommonMark reads them.

    Both the checks and the page use this parser, so that they agree on what a fence is
    (https://spec.commonmark.org/0.31.2/#fenced-code-blocks).
    """
    return list(fences_in(document))


@lru_cache(maxsize=CACHED_DOCUMENTS)
def fences_in(document: Document) -> tuple[Fence, ...]:
    if "```" not in document.text and "~~~" not in document.text:
        return ()
    fences: list[Fence] = []
    containers: list[str] = []
    for token in block_tokens(document):
        if token.type in CONTAINERS:
            containers.append(CONTAINERS[token.type])
        elif token.type.replace("_close", "_open") in CONTAINERS:
            containers.pop()
        elif token.type == "fence":
            fences.append(fence_of(token, document.lines, tuple(containers)))
    return tuple(fences)


def fence_of(token: Token, lines: list[str], containers: tuple[str, ...]) -> Fence:
    start, end = token.map or (0, 0)
    opening = lines[start]
    # A fence that the file ends may lack the last newline.
    content_lines = token.content.removesuffix("\n").split("\n") if token.content else []
    # The parser's range takes in the closing marker; a fence that its container or the file ends has none.
    closed = end - start - 1 > len(content_lines)
    info = token.info.strip()
    after_marker = opening.index(token.markup) + len(token.markup)
    return Fence(
        info=info,
        content=token.content,
        line=start + 1,
        end_line=end,
        closed=closed,
        containers=containers,
        info_column=opening.index(info, after_marker) + 1 if info and info in opening else after_marker + 1,
        content_columns=tuple(
            len(line) - len(content) + 1 if line.endswith(content) else 1
            for line, content in zip(lines[start + 1 :], content_lines, strict=False)
        ),
    )
