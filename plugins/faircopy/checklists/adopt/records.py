"""Turns records, the rows of a table or the objects of JSON, into questions below the headings of their sections."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from faircopy.checklists.adopt.inlines import InlineRewriter, at_line_start
from faircopy.checklists.adopt.model import AdoptedQuestion, AdoptionNotes, Heading, Node
from faircopy.checklists.adopt.record_roles import numbered_levels, roles_in
from faircopy.checklists.adopt.record_values import LINE, TRUE, text_in
from faircopy.checklists.adopt.tick_boxes import BOX
from faircopy.diagnostics.formats import count

CAMEL = re.compile(r"(?<=[a-z])[A-Z](?=[a-z])")
LABEL = re.compile(r"[*_:]")
SECTIONS = ("group", "section")  # roles of fields, the outer one first


def nodes_of_records(
    records: Sequence[Mapping[str, Any]],
    inlines: InlineRewriter,
    notes: AdoptionNotes,
    *,
    with_headings: bool,
    level: int = 2,
) -> Iterator[Node]:
    """Yield the questions of records, and a heading wherever the group or section changes."""
    names = list(dict.fromkeys(name for record in records for name in record if name != LINE))
    records, roles = roles_in(records, names, notes)
    spare = [name for name in names if name not in roles.values()]
    if not with_headings:
        spare += [roles[role] for role in SECTIONS if role in roles]
    levels = numbered_levels(records, roles.get("priority", ""))
    before = ["", ""]
    for record in in_sections(records, roles, notes) if with_headings else records:
        place = record.get(LINE, "")
        if with_headings:
            now = section_of(record, roles, before, inlines)
            yield from headings(before, now, level)
            before = now
        if len(names) > 2 and sum(bool(value) for name, value in record.items() if name != LINE) == 1:
            notes.add(place, "only one field of this question has something in it")
        if question := question_of(record, roles, spare, inlines, place, levels):
            yield question
        else:
            notes.add(place, "there is no question here; it is left out")


def in_sections(
    records: Sequence[Mapping[str, Any]], roles: Mapping[str, str], notes: AdoptionNotes
) -> Sequence[Mapping[str, Any]]:
    """Return the records of each group and section together; an empty field stands for the one above."""
    ranks: dict[str, dict[str, int]] = {}
    keys: list[tuple[int, int]] = []
    now = ["", ""]
    for record in records:
        given = [text_in(record, roles.get(role)).strip() for role in SECTIONS]
        now = [given[0], given[1]] if given[0] and given[0] != now[0] else [now[0], given[1] or now[1]]
        inner = ranks.setdefault(now[0], {})
        keys.append(([*ranks].index(now[0]), inner.setdefault(now[1], len(inner))))
    moved = sum(key < before for before, key in pairwise(keys))
    if moved:
        notes.add("", f"{count(moved, 'question')} stood apart from the others of the section, and are moved there")
    return [record for _, record in sorted(zip(keys, records, strict=True), key=lambda pair: pair[0])]


def section_of(
    record: Mapping[str, Any], roles: Mapping[str, str], before: Sequence[str], inlines: InlineRewriter
) -> list[str]:
    """Return the group and the section of a record; an empty field stands for that of the record before."""
    place = record.get(LINE, "")
    group, section = (inlines.written(text_in(record, roles.get(role)), place) for role in SECTIONS)
    group = group or before[0]
    return [group, section or (before[1] if group == before[0] else "")]


def headings(before: Sequence[str], now: Sequence[str], level: int) -> Iterator[Heading]:
    is_new = False
    for number, (old, new) in enumerate(zip(before, now, strict=True)):
        is_new = is_new or (bool(new) and old != new)
        if is_new and new:
            yield Heading(level + number if now[0] else level, new)


def question_of(
    record: Mapping[str, Any],
    roles: Mapping[str, str],
    spare: Sequence[str],
    inlines: InlineRewriter,
    place: Any,
    levels: bool,
) -> AdoptedQuestion | None:
    # A number or a truth is no question.
    is_text = isinstance(record.get(roles.get("question", "")), str | list)
    source = text_in(record, roles.get("question")) if is_text else ""
    box = BOX.match(source)
    text = inlines.written(BOX.sub("", source, count=1), place)
    if not text:
        return None
    hints = [*hints_of(record, roles, spare, inlines, place)]
    body: list[str] = []
    for role, name in roles.items():
        if role.startswith("body") or role == "address":
            body += body_of(record.get(name), inlines, place, body)
    priority = text_in(record, roles.get("priority")).strip()
    return AdoptedQuestion(
        text,
        name=text_in(record, roles.get("id")),
        is_ticked=text_in(record, roles.get("done")).strip().lower() in TRUE or bool(box and box["tick"].strip()),
        priority=f"Level {priority}" if levels and priority else inlines.written(priority, place),
        hints=tuple(hints),
        body=body,
    )


def hints_of(
    record: Mapping[str, Any], roles: Mapping[str, str], spare: Sequence[str], inlines: InlineRewriter, place: Any
) -> Iterator[tuple[str, str]]:
    """Yield the label and the text of each hint: those with a role, and then the fields that have none."""
    fields = [(role, roles.get(role)) for role in ("Why", "Red flag", "Evidence")]
    for label, name in (*fields, *((label_of(name), name) for name in spare)):
        if text := inlines.written(text_in(record, name), place):
            yield label, text


def body_of(value: Any, inlines: InlineRewriter, place: Any, before: Sequence[str]) -> list[str]:
    """Return the lines of a value: a list as bullets, a text as a paragraph."""
    some = value if isinstance(value, list) else [value]
    texts = [text for each in some if (text := inlines.written(text_in({"": linked(each)}, ""), place))]
    if not texts:
        return []
    lines = [f"* {text}" for text in texts] if isinstance(value, list) else [at_line_start(texts[0])]
    return ["", *lines] if before else lines


def linked(value: Any) -> Any:
    return f"<{value}>" if isinstance(value, str) and re.fullmatch(r"https?://[^\s<>]+", value) else value


def label_of(name: str) -> str:
    words = CAMEL.sub(lambda found: f" {found[0].lower()}", LABEL.sub(" ", name)).split()
    label = " ".join(words)
    return label[:1].upper() + label[1:]
