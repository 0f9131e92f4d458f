"""Turns the rows of a table, or the objects of JSON, into questions: which field is the question, its id, and so on."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from faircopy.checklists.adopt.data_kinds import are_names, refuse_table_of_names
from faircopy.checklists.adopt.fields import normal, roles_of
from faircopy.checklists.adopt.inlines import InlineRewriter, at_line_start
from faircopy.checklists.adopt.model import AdoptedQuestion, AdoptionNotes, Heading, Node
from faircopy.checklists.adopt.tick_boxes import BOX
from faircopy.diagnostics.formats import count

LINE = "\0line"  # the key of a record's line; no file has it
FALSE = frozenset(("", "false", "no", "0", "-", "[ ]"))
TRUE = frozenset(("x", "true", "yes", "done", "1", "✓", "✔", "✅", "☑", "[x]", "completed", "complete",
                  "closed", "finished", "resolved", "pass",
                  "ja", "oui", "sí", "si", "sim", "да", "はい", "是", "نعم"))  # fmt: skip
# Of a field that says how far something is, as boards and trackers export it; and what it says of what is not done.
STATES = ("status", "state", "progress")
UNDONE = frozenset(("to do", "todo", "not started", "in progress", "doing", "open", "incomplete", "pending", "planned",
                    "backlog", "blocked", "on hold", "needsaction",
                    "selected for development", "in review", "new", "waiting"))  # fmt: skip
ESCAPED_FORMULA = re.compile(r"'+[=+\-@\t\r]")  # our own CSV puts an apostrophe before a formula
LEVEL = "\0level"
LEVEL_FIELD = re.compile(r"(?:l|level)\s*(\d)", re.IGNORECASE)
CAMEL = re.compile(r"(?<=[a-z])[A-Z](?=[a-z])")
LABEL = re.compile(r"[*_:]")
# Levels of priority (RFC 2119 and similar), which are no sections, wherever they occur.
PRIORITIES = frozenset(
    ("must", "should", "may", "could", "suggested", "required", "mandatory", "recommended", "optional", "essential")
)


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
    roles = roles_in(records, names)
    if "done" not in roles and (state := state_field(records, names)):
        roles["done"] = state
        notes.add("", f"'{state}' is kept as a box, ticked or empty")
    if "priority" not in roles and (leveled := with_levels(records, names)):
        records, roles["priority"] = leveled, LEVEL
    spare = [name for name in names if name not in roles.values()]
    levels = numbered_levels(records, roles.get("priority", ""))
    before = ["", ""]
    for record in in_sections(records, roles, notes) if with_headings else records:
        place = record.get(LINE, "")
        if with_headings:
            now = [inlines.written(text_in(record, roles.get(role)), place) for role in ("group", "section")]
            # An empty field stands for the one above.
            now[0] = now[0] or before[0]
            now[1] = now[1] or (before[1] if now[0] == before[0] else "")
            yield from headings(before, now, level)
            before = now
        elif "section" in roles or "group" in roles:
            spare = [*dict.fromkeys((*spare, *(roles[role] for role in ("group", "section") if role in roles)))]
        if len(names) > 2 and sum(bool(value) for name, value in record.items() if name != LINE) == 1:
            notes.add(place, "only one field of this question has something in it")
        question = question_of(record, roles, spare, inlines, place, levels)
        if question:
            yield question
        else:
            notes.add(place, "there is no question here; it is left out")


def with_levels(records: Sequence[Mapping[str, Any]], names: Sequence[str]) -> list[Mapping[str, Any]] | None:
    """Return records with the lowest level that is marked in fields such as `L1`, `L2`, `L3`, as in OWASP's lists.

    Such fields of a record are left out where nothing is lost by it. None if most records have other texts there.
    """
    fields = sorted((name for name in names if LEVEL_FIELD.fullmatch(normal(name))), key=lambda name: normal(name)[-1])
    texts = [[text_in(record, name).strip().lower() for name in fields] for record in records]
    plain = [set(row) <= TRUE | FALSE and is_rising([each in TRUE for each in row]) for row in texts]
    if len(fields) < 2 or 4 * sum(plain) < 3 * len(plain) or not any(each in TRUE for row in texts for each in row):
        return None
    levels = [
        next((normal(name)[-1] for name, text in zip(fields, row, strict=True) if text not in FALSE), "")
        for row in texts
    ]
    return [
        {LEVEL: level} | {name: value for name, value in record.items() if not is_plain or name not in fields}
        for record, level, is_plain in zip(records, levels, plain, strict=True)
    ]


def state_field(records: Sequence[Mapping[str, Any]], names: Sequence[str]) -> str:
    """Return the field that says of each record whether it is done, in words that are known; "" if there is none."""
    for name in names:
        values = {text_in(record, name).strip().lower() for record in records}
        if normal(name) in STATES and values & TRUE and values & UNDONE and values <= TRUE | FALSE | UNDONE:
            return name
    return ""


def is_rising(marks: Sequence[bool]) -> bool:
    """Tell whether what is in one level is in all higher ones, too."""
    return [*marks] == sorted(marks)


def roles_in(records: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, str]:
    """Return the field of each role, by the names of the fields and by what is in them. Raises AdoptionError."""
    filled = Counter(name for record in records for name in record if text_in(record, name).strip())
    programs = {name for name in names if are_names(text_in(record, name) for record in records)}
    roles = roles_of(names, filled, programs)
    refuse_table_of_names(records, roles)
    free = [name for name in names if name in programs - {*roles.values()} and is_unique(records, name)]
    if free and "id" not in roles:
        roles["id"] = free[0]
    if "priority" not in roles and is_priority(records, roles.get("section")):
        roles["priority"] = roles.pop("section")
    return roles


def is_unique(records: Sequence[Mapping[str, Any]], name: str) -> bool:
    """Tell whether each record has a value of its own in a field."""
    return len({text_in(record, name) for record in records} - {""}) == len(records)


def is_priority(records: Sequence[Mapping[str, Any]], name: str | None) -> bool:
    """Tell whether all values of a field are levels of priority."""
    values = {text_in(record, name).strip().lower() for record in records} - {""}
    return bool(values) and values <= PRIORITIES


def in_sections(
    records: Sequence[Mapping[str, Any]], roles: Mapping[str, str], notes: AdoptionNotes
) -> Sequence[Mapping[str, Any]]:
    """Return the records of each group and section together; an empty field stands for the one above."""
    ranks: dict[str, dict[str, int]] = {}
    keys: list[tuple[int, int]] = []
    now = ["", ""]
    for record in records:
        given = [text_in(record, roles.get(role)).strip() for role in ("group", "section")]
        now = [given[0], given[1]] if given[0] and given[0] != now[0] else [now[0], given[1] or now[1]]
        inner = ranks.setdefault(now[0], {})
        keys.append(([*ranks].index(now[0]), inner.setdefault(now[1], len(inner))))
    moved = sum(key < before for before, key in pairwise(keys))
    if moved:
        notes.add("", f"{count(moved, 'question')} stood apart from the others of the section, and are moved there")
    return [record for _, record in sorted(zip(keys, records, strict=True), key=lambda pair: pair[0])]


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
    hints = [
        (role, inlines.written(text_in(record, roles.get(role)), place)) for role in ("Why", "Red flag", "Evidence")
    ]
    hints += [(label_of(name), inlines.written(text_in(record, name), place)) for name in spare]
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
        hints=tuple((label, hint) for label, hint in hints if hint),
        body=body,
    )


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


def text_in(record: Mapping[str, Any], name: str | None) -> str:
    value = record.get(name) if name is not None else None
    if isinstance(value, list):
        return ", ".join(str(each) for each in value if isinstance(each, str | int | float))
    if value is None or isinstance(value, dict):
        return ""
    text = str(value)
    return text[1:] if ESCAPED_FORMULA.match(text) else text


def label_of(name: str) -> str:
    words = CAMEL.sub(lambda found: f" {found[0].lower()}", LABEL.sub(" ", name)).split()
    label = " ".join(words)
    return label[:1].upper() + label[1:]


def numbered_levels(records: Sequence[Mapping[str, Any]], name: str) -> bool:
    """Tell whether all priorities are numbers."""
    values = {text_in(record, name).strip() for record in records} - {""}
    return bool(values) and all(value.isdecimal() for value in values)
