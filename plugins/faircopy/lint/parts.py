"""Lists in front matter: their entries, with places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faircopy.markdown.document import CONTINUATION, Document, expanded

PART = re.compile(r"[^,]+")


@dataclass(frozen=True, slots=True)
class FieldPart:
    """One entry of a field that holds several."""

    text: str
    line: int
    column: int


def parts_of(document: Document, key: str) -> Iterator[FieldPart]:
    """Yield the comma-separated entries of each field of that name, continuation lines included."""
    lines = document.lines
    for field in (field for field in document.fields if field.key == key):
        start = field.column - 1
        for number in range(field.line, document.body_line):
            line = lines[number - 1]
            if number > field.line:
                if not CONTINUATION.fullmatch(line):
                    break
                start = 0
            for found in PART.finditer(line, start):
                text = expanded(line, *found.span()).strip()
                if text:
                    yield FieldPart(text, number, found.start() + len(found[0]) - len(found[0].lstrip()) + 1)
