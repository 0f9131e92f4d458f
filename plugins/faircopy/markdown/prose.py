"""Text: a paragraph, heading, raw HTML or piece of code, with exact places in the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from markdown_it.token import Token

from faircopy.markdown.blocks import CACHED_DOCUMENTS, block_tokens
from faircopy.markdown.document import Document
from faircopy.markdown.fences import find_fences
from faircopy.markdown.outdent import outdented
from faircopy.offsets import line_at

# White space to Markdown; what else Python takes for it, such as a no-break space, is text.
BLANK = " \t\r"
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
CODE_SPAN = re.compile(r"(?<![\\`])(?P<marks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=marks)(?!`)", re.DOTALL)


class TextKind(StrEnum):
    WORDS = "words"  # a paragraph or a heading
    HTML = "html"  # a block of raw HTML
    CODE = "code"  # a fence, an indented block or a code span


@dataclass(frozen=True, slots=True)
class MarkdownPart:
    """A part of a document, and where each of its lines is in the file."""

    kind: TextKind
    text: str
    line: int  # of its first line, from 1
    columns: tuple[int, ...]  # where each of its lines begins in the file, from 1
    level: int = 0  # of a heading, 1 to 6
    info: str = ""  # what follows the marker of a fence

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of the character at `offset`."""
        row = line_at(self.text, offset) - 1
        column = self.columns[row] + offset - (self.text.rfind("\n", 0, offset) + 1)
        # Spaces that came from a tab all have the column of the tab.
        return self.line + row, max(column, 1)


@lru_cache(maxsize=CACHED_DOCUMENTS)
def find_words(document: Document) -> tuple[MarkdownPart, ...]:
    """Return the paragraphs, headings and raw HTML of a document, those in admonitions and footnotes included."""
    found: list[MarkdownPart] = []
    before: Token | None = None
    lines = document.lines
    for token in block_tokens(outdented(document)):
        if token.map and token.type in ("inline", "html_block"):
            heading = before is not None and before.type == "heading_open"
            level = int(before.tag[1]) if before and heading else 0
            kind = TextKind.WORDS if token.type == "inline" else TextKind.HTML
            content = token.content.rstrip("\n")
            found.append(MarkdownPart(kind, content, token.map[0] + 1, columns_of(content, lines, token.map[0]), level))
        before = token
    return tuple(found)


@lru_cache(maxsize=CACHED_DOCUMENTS)
def find_code(document: Document) -> tuple[MarkdownPart, ...]:
    """Return the code of a document: fences, indented blocks and code spans."""
    lines = document.lines
    found = [
        MarkdownPart(
            TextKind.CODE,
            fence.content.removesuffix("\n"),
            fence.line + 1,
            fence.content_columns or (1,),
            info=fence.info,
        )
        for fence in find_fences(document)
    ]
    for token in block_tokens(outdented(document)):
        if token.type == "code_block" and token.map:
            content = token.content.rstrip("\n")
            found.append(
                MarkdownPart(TextKind.CODE, content, token.map[0] + 1, columns_of(content, lines, token.map[0]))
            )
    for text in find_words(document):
        found += spans_in(text)
    return tuple(sorted(found, key=lambda code: (code.line, code.columns)))


def spans_in(text: MarkdownPart) -> Iterator[MarkdownPart]:
    """Yield the content of the code spans in a paragraph or heading."""
    if text.kind is TextKind.HTML or "`" not in text.text:
        return
    for found in CODE_SPAN.finditer(without_comments(text.text)):
        line, column = text.place(found.start("code"))
        rows = found["code"].count("\n")
        first = line - text.line
        yield MarkdownPart(TextKind.CODE, found["code"], line, (column, *text.columns[first + 1 : first + 1 + rows]))


def columns_of(content: str, lines: list[str], first: int) -> tuple[int, ...]:
    """Return the column of each line of a block, after the prefix of its list or quote."""
    columns: list[int] = []
    for number, row in enumerate(content.split("\n"), first):
        line = lines[number] if number < len(lines) else ""
        # The end of a line is the same in both; tabs before it may have become spaces.
        start = line.rfind(row.rstrip(BLANK)) if row.strip(BLANK) else -1
        indent = len(row) - len(row.lstrip(BLANK))
        if start < 0 and row.strip(BLANK) in line:
            # Where the line would begin, were its tabs spaces: before the file's line, perhaps.
            start = line.rfind(row.strip(BLANK)) - indent if row.strip(BLANK) else len(line) - len(line.lstrip(BLANK))
        columns.append(start + 1 if start >= 0 or indent else 1)
    return tuple(columns)


def without_comments(text: str) -> str:
    """Return `text` with its HTML comments replaced by spaces."""
    return COMMENT.sub(blanked, text) if "<!--" in text else text


def without_code(text: str) -> str:
    """Return `text` with its comments and code spans replaced by spaces."""
    text = without_comments(text)
    return CODE_SPAN.sub(blanked, text) if "`" in text else text


def blanked(found: re.Match[str]) -> str:
    # No space: `<`, a code span and `>` must not become a tag.
    return "".join("\n" if character == "\n" else "\ufffc" for character in found[0])
