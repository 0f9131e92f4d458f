"""HtmlComment: a comment block, in which hidden files and ignore comments are written."""

from dataclasses import dataclass

from faircopy.markdown.blocks import block_tokens
from faircopy.markdown.document import Document


@dataclass(frozen=True, slots=True)
class HtmlComment:
    """A comment block: `<!--` at the start of a line, and only white space after its `-->`."""

    text: str  # between the markers, as written
    line: int  # of `<!--`, from 1
    end_line: int  # of `-->`
    column: int  # of the first character after `<!--`, from 1


def find_comments(document: Document) -> list[HtmlComment]:
    """Return the comment blocks of a document in order, those within code left out."""
    if "<!--" not in document.text:
        return []
    comments: list[HtmlComment] = []
    for token in block_tokens(document):
        block = token.content.strip()
        if token.type == "html_block" and token.map and block.startswith("<!--") and block.endswith("-->"):
            start = token.map[0]
            lines = block.count("\n") + 1
            column = document.lines[start].index("<!--") + 5
            comments.append(HtmlComment(block[4:-3], start + 1, start + lines, column))
    return comments
