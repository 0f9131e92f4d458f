"""Writes the missing ids of a list into its text."""

import re
from collections.abc import Iterable

from faircopy.checklists.names import IdMaker
from faircopy.checklists.reading.check_outline import RESERVED, is_unnamed
from faircopy.checklists.reading.grammar import question_of
from faircopy.checklists.reading.inline import plain_text
from faircopy.checklists.reading.options import options_of
from faircopy.checklists.reading.outline import Bullet, outline_of
from faircopy.checklists.reading.several import names_of
from faircopy.checklists.reading.structure import ids_of, structure_of
from faircopy.markdown.document import parse_document

LINE_END = re.compile(r"\r\n|\r|\n")


def with_ids(text: str, retired: Iterable[str] = ()) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Return the text with an id behind each question that lacks one, and (line, id) for each new id.

    Nothing else is changed, and no id of a `retired` question is used again.
    """
    document = parse_document("", text)
    # Ids are unique across all lists of a post.
    labels = {label for name in names_of(document) for label in options_of(document, name.value).labels}
    structure = structure_of(outline_of(document), labels)
    places = list(ids_of(structure))
    maker = IdMaker([*RESERVED, *retired, *(id_ for _, id_ in places if id_)])
    written: list[tuple[int, str]] = []
    for place, _ in places:
        if isinstance(place, Bullet) and is_unnamed(place):
            written.append((place.text_end, maker.make(plain_text(question_of(place)[0]))))
    return inserted(text, dict(written)), tuple(written)


def inserted(text: str, ids: dict[int, str]) -> str:
    """Return `text` with ` {#id}` at the end of each line in `ids`, which are counted from 1."""
    parts: list[str] = []
    start = 0
    for number, end in enumerate([*LINE_END.finditer(text), None], 1):
        line = text[start : end.start() if end else len(text)]
        # Before the white space at the line's end, which stays.
        words = line.rstrip()
        parts.append(f"{words} {{#{ids[number]}}}{line[len(words) :]}" if number in ids else line)
        parts.append(end[0] if end else "")
        start = end.end() if end else start
    return "".join(parts)
