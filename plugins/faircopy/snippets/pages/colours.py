"""Highlights code with a few classes.

Pygments distinguishes some seventy kinds of token. With a handful, code is calmer to read and the page smaller: names,
operators and most white space get no element at all.
"""

from collections.abc import Iterator
from functools import lru_cache

from pygments import format as formatted
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, Operator, String, Text, _TokenType

# Classes for token types and their subtypes. Other types get no class.
KINDS: dict[_TokenType, _TokenType] = {
    Keyword: Keyword,
    Name.Tag: Keyword,
    Operator.Word: Keyword,
    String: String,
    Literal.Date: String,
    Generic.Inserted: String,
    Number: Number,
    Name.Constant: Number,
    Comment: Comment,
    Generic.Prompt: Generic.Prompt,
    Generic.Deleted: Generic.Deleted,
    Generic.Error: Generic.Deleted,
    Generic.Traceback: Generic.Deleted,
    Generic.Emph: Generic.Emph,
    Generic.Strong: Generic.Strong,
    Generic.Heading: Generic.Strong,
    Generic.Subheading: Generic.Strong,
    Generic.EmphStrong: Generic.EmphStrong,
}


def coloured(code: str, lexer: Lexer) -> str:
    """Return the HTML of `code`, with Pygments' class names for `KINDS`; no element spans a line end."""
    html: str = formatted(parts(code, lexer), formatter())
    return html


def parts(code: str, lexer: Lexer) -> Iterator[tuple[_TokenType, str]]:
    return ((kind(token), text) for token, text in lexer.get_tokens(code))


@lru_cache(maxsize=256)
def kind(token: _TokenType) -> _TokenType:
    return next((KINDS[parent] for parent in reversed(token.split()) if parent in KINDS), Text)


@lru_cache(maxsize=1)
def formatter() -> "HtmlFormatter[str]":
    # One for all: making a formatter takes longer than highlighting a short block.
    return HtmlFormatter(nowrap=True)
