"""The inline content of a title, question or hint: its plain text, its HTML, and forbidden parts."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from faircopy.checklists.model import ItemText

# An address that still leads somewhere when the list has left its page.
WHOLE_ADDRESS = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
REFERENCE = re.compile(r"\]\[[^\]]*\]")
# These are text, in code as well: `properties\['a'\]\['b'\]` has no link.
ESCAPED_BRACKET = re.compile(r"\\[\\\[\]]")
# Linter, Markdown extension and plugin parse the same list in turn; this is as many texts as long lists have.
remembered = lru_cache(maxsize=1024)


@remembered
def text_of(source: str) -> ItemText:
    """Return inline Markdown with its plain text and HTML, white space collapsed."""
    source = " ".join(source.split())
    html: str = parser().renderer.render(tokens_of(source), parser().options, {})
    return ItemText(source, plain_text(source), html)


@remembered
def plain_text(source: str) -> str:
    """Return the visible text, with the addresses of links in parentheses."""
    parts: list[str] = []
    starts: list[tuple[int, str]] = []  # for each open link: where its text starts in `parts`, its address
    for token in inside(source, typographic=False):
        if token.type == "link_open":
            starts.append((len(parts), str(token.attrGet("href"))))
        elif token.type == "link_close":
            start, address = starts.pop()
            link_text = "".join(parts[start:])
            parts += [] if link_text in (address, address.removeprefix("mailto:")) else [f" ({address})"]
        else:
            parts.append(" " if token.type in ("softbreak", "hardbreak") else token.content)
    return " ".join("".join(parts).split())


@remembered
def literal_text(source: str) -> str:
    """Return the text outside code and tags, where braces would be read as an id."""
    return "".join(token.content if token.type == "text" else "\0" for token in inside(source))


def unexportable_parts(source: str) -> Iterator[tuple[str, str, str]]:
    """Yield (part, fact, remedy) for each part of `source` that exports would lose.

    In data, downloads and reports a question is plain text.
    """
    for token in inside(source):
        address = unquote(str(token.attrGet("href") or token.attrGet("src") or ""))
        if token.type == "html_inline":
            fact = f"'{token.content}' is taken for an HTML tag, and would be lost"
            yield token.content, fact, f"write it as code, '`{token.content}`'"
        elif token.type == "image":
            yield f"]({address}", "an image would be lost", "say in words what it shows"
        elif token.type == "link_open" and not WHOLE_ADDRESS.match(address):
            fact = f"the link to '{address}' leads nowhere outside this page"
            yield f"]({address}", fact, "write the whole address, with 'https://'"
    if found := REFERENCE.search(literal_text(ESCAPED_BRACKET.sub("\0", source))):
        yield found[0], f"the link by reference '{found[0][1:]}' would be lost", "write it as '[text](https://…)'"


def inside(source: str, *, typographic: bool = True) -> list[Token]:
    (inline,) = tokens_of(source, typographic=typographic)
    return inline.children or []


def tokens_of(source: str, *, typographic: bool = True) -> list[Token]:
    return parser(typographic=typographic).parseInline(source)


@cache  # by how it is called: `parser()` has an entry of its own
def parser(*, typographic: bool = True) -> MarkdownIt:
    # Making a parser takes longer than parsing a question.
    made = MarkdownIt("commonmark", {"typographer": typographic})
    return made.enable("smartquotes") if typographic else made
