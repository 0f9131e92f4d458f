"""Boxes to tick: those of GitHub, and the signs that people write in their place."""

import re
from collections.abc import Sequence

from markdown_it.token import Token

BOX = re.compile(r"\[(?P<tick>[ xX]?)\](?:\s+|$)")
EMPTY = re.compile(r"(?:[☐□▢⬜🔲]|:(?:black|white)_(?:large_)?square(?:_button)?:)\ufe0f?(?:\s+|$)")
# Many lists have one of these before each item, as an ornament.
TICKED = re.compile(r"(?:[☑✅✔🗹]|:(?:white|heavy)_check_mark:|:ballot_box_with_check:)\ufe0f?(?:\s+|$)")


def with_plain_boxes(tokens: Sequence[Token]) -> None:
    """Write boxes of GitHub into the items of a parsed text that begin with a sign for one.

    A ticked sign is a box only where there are empty ones, too.
    """
    items = [
        content
        for item, paragraph, content in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if (item.type, paragraph.type) == ("list_item_open", "paragraph_open")
    ]
    if any(EMPTY.match(each.content) for each in items):
        for each in items:
            each.content = plain_box(each.content)


def plain_box(text: str) -> str:
    """Return a text that begins with a sign for a box with a box of GitHub; any other as it is."""
    for sign, box in ((EMPTY, "[ ] "), (TICKED, "[x] ")):
        if found := sign.match(text):
            return box + text[found.end() :]
    return text
