"""Renders a text as CommonMark and GitHub do, with comments that give the source line of each part."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from faircopy.markdown.dialect import PATTERNS, dialect
from faircopy.markdown.document import Document
from faircopy.markdown.elements import ALERT, alert_kind

FOOTNOTE = re.compile(r"\[\^(?P<name>[^\]]*)\]")
# Blocks that another program reads, and nobody compares.
OPAQUE = frozenset(("footnote", "abbr", "deflist", "markdown_block", "kept"))
# Blocks that have the comment with their line in front, where HTML allows it.
BEFORE = frozenset(("fence", "code_block", "hr", "html_block", "table_open", "tr_open"))


def reference_html(document: Document, additions: frozenset[str]) -> str | None:
    """Return the body of a document as HTML; what the additions of a site make is left out.

    None if HTML contains Markdown by `markdown="1"`, which only Python-Markdown supports.
    """
    made = dialect(additions, strikes_single_tildes=True)
    # Blank lines for the front matter, so that lines are counted as the file does.
    text = "\n" * (document.body_line - 1) + document.body
    env: dict[str, object] = {}
    tokens = made.parse(text, env)
    if any(token.type == "markdown_block" for token in tokens):
        return None
    heads = (FOOTNOTE.match(one.content.lstrip()) for one in tokens if one.type == "footnote")
    notes = {head["name"] for head in heads if head}
    env[PATTERNS] = [(FOOTNOTE, lambda found, _: ("", *(found.span() if found["name"] in notes else (None, 0))))]
    marked = list(with_lines(with_alerts(tokens)))
    for token in marked:
        if token.type == "inline":
            children = made.inline.parse(token.content, made, env, [])
            mark = [line_mark(token)] if token.map else []
            token.children = [*mark, *(plain(one) for one in children if one.type != "foreign")]
    return str(made.renderer.render(marked, made.options, env))


def with_lines(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens to compare, each text preceded by a comment with its line."""
    for token in tokens:
        if token.type in OPAQUE:
            continue
        if token.map and token.type in BEFORE:
            yield line_mark(token)
        yield token
        if token.map and token.type == "list_item_open":
            yield line_mark(token)


def plain(token: Token) -> Token:
    """Return a token that can be rendered: an escaped character becomes text, in the words of an image as well."""
    if token.type == "text_special":
        token.type = "text"
    for child in token.children or ():
        plain(child)
    return token


def line_mark(token: Token) -> Token:
    line = token.map[0] + 1 if token.map else 0
    later = " +1" if token.type == "fence" else ""
    return Token("html_inline", "", 0, content=f"<!--line {line}{later}-->")


def with_alerts(tokens: Sequence[Token]) -> list[Token]:
    """Turn quotes that GitHub shows as alerts into admonitions."""
    opened: list[bool] = []
    kept: list[Token] = []
    skip: set[int] = set()
    for number, token in enumerate(tokens):
        if token.type == "blockquote_open":
            opened.append(bool(alert_kind(tokens[number : number + 3])))
            if opened[-1]:
                token.tag = "div"
                token.attrSet("class", "admonition")
                words = tokens[number + 2]
                words.content = ALERT.sub("", words.content, count=1)
                skip = set() if words.content else {number + 1, number + 2, number + 3}
        elif token.type == "blockquote_close" and opened.pop():
            token.tag = "div"
        elif token.type == "admonition_open":
            token.attrSet("class", "admonition")
        if number not in skip:
            kept.append(token)
    return kept
