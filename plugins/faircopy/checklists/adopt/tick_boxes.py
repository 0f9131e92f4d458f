"""Boxes to tick: those of GitHub, and the signs that people write in their place."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from markdown_it.token import Token

from faircopy.checklists.adopt.model import AdoptionNotes

BOX = re.compile(r"\[(?P<tick>[ xX]?)\](?:\s+|$)")
EMPTY = re.compile(r"(?:[☐□▢⬜🔲]|:(?:black|white)_(?:large_)?square(?:_button)?:)\ufe0f?(?:\s+|$)")
# Between brackets stands what GitHub does not know: half done, dropped, or another tick.
OTHER = re.compile(r"\[(?P<sign>[^\w\s\[\]\\]|[vV_])\]\ufe0f?\s+")
TICKS = "✓✔☑✅🗹vV"
# Many lists have one of these before each item, as an ornament.
TICKED = re.compile(r"(?:[☑✅✔🗹]|:(?:white|heavy)_check_mark:|:ballot_box_with_check:)\ufe0f?(?:\s+|$)")


FIELD = re.compile(r"<input\b(?P<attributes>[^<>]*)>\s*", re.IGNORECASE)
CHECKBOX = re.compile(r"""\btype\s*=\s*["']?checkbox\b""", re.IGNORECASE)
CHECKED = re.compile(r"(?<![\w-])checked(?![\w-])", re.IGNORECASE)


def with_plain_boxes(tokens: Sequence[Token], notes: AdoptionNotes) -> None:
    """Write boxes of GitHub into the items of a parsed text that begin with a sign for one, or with a field of HTML.

    A ticked sign, and any other sign between brackets, is a box only where there are empty ones, too.
    """
    items = [
        content
        for item, paragraph, content in zip(tokens, tokens[1:], tokens[2:], strict=False)
        if (item.type, paragraph.type) == ("list_item_open", "paragraph_open")
    ]
    has_empty = any(EMPTY.match(each.content) for each in items)
    for each in items:
        each.content = plain_box(each.content) if has_empty else boxed_field(each.content)
    if any(BOX.match(each.content) for each in items):
        for each in items:
            each.content = without_other_sign(each.content, (each.map or [0])[0] + 1, notes)


def without_other_sign(text: str, line: int, notes: AdoptionNotes) -> str:
    """Return a text whose box has another sign than those of GitHub with a box of GitHub; any other as it is."""
    found = OTHER.match(text)
    if not found:
        return text
    if found["sign"] not in TICKS:
        notes.add(line, f"a box with '{found['sign']}' is neither empty nor ticked; it is an empty one", "sign")
    return f"[{'x' if found['sign'] in TICKS else ' '}] {text[found.end() :]}"


def with_items(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens of a text in which lines of a paragraph that begin with a box are the items of a list."""
    has_empty = any(starts_with_box(line) for token in tokens for line in lines_of(token))
    found: list[Token] = []
    inside = 0
    for token in tokens:
        inside += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        found.append(token)
        if token.type == "paragraph_close" and not inside and found[-3].type == "paragraph_open":
            lines = lines_of(found[-2])
            if has_empty and any(map(is_boxed, lines)):
                found[-3:] = listed(lines, (found[-2].map or [0])[0])
    return found


def lines_of(token: Token) -> list[str]:
    return token.content.split("\n") if token.type == "inline" else []


def is_boxed(line: str) -> bool:
    return bool(TICKED.match(line)) or starts_with_box(line)


def starts_with_box(line: str) -> bool:
    return bool(BOX.match(line) or EMPTY.match(line) or boxed_field(line) != line)


def listed(lines: Sequence[str], start: int) -> Iterator[Token]:
    """Yield a paragraph of the lines above the first box, and a list of the others; the first line is `start`."""
    texts: list[tuple[int, list[str]]] = []
    above = [*takewhile(lambda line: not is_boxed(line), lines)]
    if above:
        yield from paragraph("\n".join(above), start)
    for number, line in enumerate(lines[len(above) :], start + len(above)):
        if is_boxed(line):
            texts.append((number, [line]))
        else:
            texts[-1][1].append(line)
    yield Token("bullet_list_open", "ul", 1, map=[start, start + len(lines)])
    for number, text in texts:
        yield Token("list_item_open", "li", 1, map=[number, number + 1])
        yield from paragraph("\n".join(text), number)
        yield Token("list_item_close", "li", -1)
    yield Token("bullet_list_close", "ul", -1)


def paragraph(text: str, line: int) -> Iterator[Token]:
    place = [line, line + 1]
    yield Token("paragraph_open", "p", 1, map=place)
    yield Token("inline", "", 0, content=text, map=place, children=[])
    yield Token("paragraph_close", "p", -1)


def plain_box(text: str) -> str:
    """Return a text that begins with a sign or a field for a box with a box of GitHub; any other as it is."""
    for sign, box in ((EMPTY, "[ ] "), (TICKED, "[x] ")):
        if found := sign.match(text):
            return box + text[found.end() :]
    return boxed_field(text)


def boxed_field(text: str) -> str:
    """Return a text that begins with a checkbox of HTML with a box of GitHub; any other as it is."""
    field = FIELD.match(text)
    if not field or not CHECKBOX.search(field["attributes"]):
        return text
    return f"[{'x' if CHECKED.search(field['attributes']) else ' '}] {text[field.end() :]}"
