"""All readings of a text: with and without its tags, and with its escapes resolved."""

import re

from faircopy.build.leaks.escapes import DIALECTS, unescaped

TAG = re.compile(r"<[^<>]*>")
COMMENT = re.compile(r"<!--.*?(?:-->|(?P<open>\Z))", re.DOTALL)
# Markup that is escaped within a tag, as the text of a page is in its description.
IN_TAG = re.compile(r"<[^<>]*(?:&(?:amp;)*(?:lt|#0*60|#x0*3c);|\\u003c|\\x3c|%3c)", re.IGNORECASE)
# As often as texts are packed into each other: a page, in a feed, in JSON, in a script, in an attribute.
MAX_ROUNDS = 6


def open_comment(found: re.Match[str]) -> str:
    """Return nothing of a comment, and all of what nothing closes."""
    return "" if found["open"] is None else found[0]


def text_without_tags(text: str) -> str:
    """Return what is left of a text without its tags, escapes resolved, as often as it takes."""
    for _ in range(MAX_ROUNDS):
        before, text = text, unescaped(TAG.sub("", COMMENT.sub(open_comment, text)))
        if text == before:
            break
    return text


def text_with_tags(text: str) -> str:
    """Return a text with escapes resolved, and with what stands in its tags."""
    for _ in range(MAX_ROUNDS):
        before, text = text, unescaped(text)
        if text == before:
            break
    return text


def forms_of(text: str) -> tuple[str, ...]:
    """Return all that a text may be read as, each once."""
    forms = readings_of_markup(text)
    for dialect in DIALECTS:
        if dialect.sign.search(text):
            forms += readings_of_markup(dialect.resolved(text))
    return tuple(dict.fromkeys(forms))


def readings_of_markup(text: str, rounds: int = MAX_ROUNDS) -> list[str]:
    """Return a text without its tags, the text within its tags, and the text between.

    Removing tags may reveal others, for example from within an attribute, a comment or a CDATA section.
    """
    forms = [text_without_tags(text), text_with_tags(text)]
    for _ in range(rounds):
        before, text = text, TAG.sub("", text)
        forms.append(text_with_tags(text))
        if escaped := IN_TAG.search(before):
            forms += readings_of_markup(unescaped(before[escaped.start() :]), rounds - 1)
        text = unescaped(text)
        if text == before:
            break
    return [*dict.fromkeys(forms)]
