"""The blocks of a document as CommonMark reads them, with line numbers of the file."""

from dataclasses import dataclass
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from faircopy.markdown.document import Document

# Levels of blocks that are read, of which a list takes two: more than a text may have (FM144). The parser leaves out
# what is deeper, without a word; its own limit, 20, is that of ten lists in each other.
MAX_NESTING = 100
# Several checks ask for the blocks of one document, one after the other.
CACHED_DOCUMENTS = 8


@dataclass(frozen=True, slots=True)
class Blocks:
    """A parsed document."""

    tokens: tuple[Token, ...]  # `token.map` counts lines from 0, front matter included
    references: dict[str, str]  # what `[label]: address` defines: label, in upper case -> address as it is written


@cache
def parser(*, mdx: bool = False) -> MarkdownIt:
    """Return the parser, cached because it takes longer to create than to use.

    MDX has neither indented code nor blocks of HTML: https://mdxjs.com/docs/what-is-mdx/#markdown
    """
    made = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    # An address is looked for in the source, so it must stay as it is written there; and Pelican's `{filename}` is one.
    made.normalizeLink = lambda url: url  # type: ignore[method-assign]
    made.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005
    made.disable(["inline", "code", "html_block"] if mdx else "inline")
    return made


@lru_cache(maxsize=CACHED_DOCUMENTS)
def parse_blocks(document: Document) -> Blocks:
    """Parse the body of a document; do not modify the tokens.

    The inline content of paragraphs and headings is not parsed: it is in `token.content`.
    """
    # Blank lines for the front matter, so that the parser counts lines as the file does.
    text = "\n" * (document.body_line - 1) + document.body
    environment: dict[str, dict[str, dict[str, str]]] = {}
    tokens = parser(mdx=document.path.endswith(".mdx")).parse(text, environment)
    references = environment.get("references", {})
    return Blocks(tuple(tokens), {label: found["href"] for label, found in references.items()})


def block_tokens(document: Document) -> tuple[Token, ...]:
    """Return the block tokens of the body in order."""
    return parse_blocks(document).tokens


def block_tree(document: Document) -> SyntaxTreeNode:
    """Return the same blocks as a tree."""
    return SyntaxTreeNode(block_tokens(document))
