"""The blocks of a document as CommonMark reads them, with the lines of the file."""

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from mdsource.document import Document


def block_tokens(document: Document) -> list[Token]:
    """Return the block tokens of the body; `token.map` counts lines from 0, front matter included.

    What stands inside a paragraph or heading is left as it was written, in `token.content`.
    """
    # Blank lines for the front matter, so that the parser counts lines as the file does.
    text = "\n" * (document.body_line - 1) + document.body
    return MarkdownIt("commonmark").disable("inline").parse(text)


def block_tree(document: Document) -> SyntaxTreeNode:
    """Return the same blocks as a tree."""
    return SyntaxTreeNode(block_tokens(document))
