"""Turns the rows of a table, or the objects of JSON, into questions: which field is the question, its id, and so on."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from faircopy.checklists.adopt.inlines import Inlines, at_line_start
from faircopy.checklists.adopt.model import Heading, Node, Notes, Question

LINE = "\0line"  # the key of a record's line; no file has it
# What a field may be called, without punctuation; the first name that is there counts.
NAMES: Mapping[str, tuple[str, ...]] = {
    "question": (
        "question", "checklist item", "requirement", "requirement description", "req description", "statement", "item",
        "task", "check", "checkpoint", "control", "test name", "test", "security", "title", "name", "recommendation",
        "description", "text",
    ),
    "id": ("id", "req id", "requirement id", "checkboxid", "shortcode", "item id", "reference id", "test id", "ref",
           "number", "no", "code", "verification id"),
    "section": ("section", "section name", "category", "area", "topic", "subsection", "theme"),
    "group": ("group", "chapter", "chapter name", "domain", "part"),
    "priority": ("priority", "severity", "importance", "level", "l"),
    "weight": ("weight",),
    "done": ("done", "completed", "checked", "complete"),
    "Why": ("why", "rationale", "reason"),
    "Red flag": ("red flag",),
    "Evidence": ("evidence", "proof", "how to verify", "verification"),
    "body": ("description", "details", "details and hints", "desc", "notes", "note", "hint", "hints", "guidance",
             "comment", "comments", "objectives"),
    "address": ("url", "link", "reference", "references"),
    # Names for people stand beside them.
    "": ("section id", "chapter id", "ordinal", "line"),
}  # fmt: skip
SEVERAL = ("body", "")  # roles that more than one field may have
TRUE = frozenset(("x", "true", "yes", "done", "1", "✓", "✔", "[x]", "completed", "pass"))
OURS = re.compile(r"'+[=+\-@\t\r]")  # what our own CSV puts before a formula
LABEL = re.compile(r"[*_:]")


def normal(name: str) -> str:
    words = re.sub(r"([a-z])([A-Z])", r"\1 \2", name) if name.lower() not in ("checkboxid", "shortcode") else name
    return " ".join(re.findall(r"[^\W_]+", words.lower()))


def roles_of(names: Iterable[str]) -> dict[str, str]:
    """Return which field has which role, each field at most one."""
    fields: dict[str, str] = {}
    for name in names:
        fields.setdefault(normal(name), name)
    roles: dict[str, str] = {}
    for role, known in NAMES.items():
        found = [fields.pop(one) for one in known if one in fields]
        if role in SEVERAL:
            roles |= {f"{role} {number}": name for number, name in enumerate(found)}
        elif found:
            first, *others = found
            roles[role] = first
            # They may have another role.
            fields |= {normal(name): name for name in others}
    return roles


def nodes_of_records(
    records: Sequence[Mapping[str, Any]], inlines: Inlines, notes: Notes, *, with_headings: bool, level: int = 2
) -> Iterator[Node]:
    """Yield the questions of records, and a heading wherever the group or section changes."""
    names = list(dict.fromkeys(name for record in records for name in record if name != LINE))
    roles = roles_of(names)
    spare = [name for name in names if name not in roles.values()]
    levels = numbered_levels(records, roles.get("priority", ""))
    before = ["", ""]
    for record in records:
        place = record.get(LINE, "")
        if with_headings:
            now = [inlines.written(text_in(record, roles.get(role)), place) for role in ("group", "section")]
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
    inlines: Inlines,
    place: Any,
    levels: bool,
) -> Question | None:
    text = inlines.written(text_in(record, roles.get("question")), place)
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
    return Question(
        text,
        name=text_in(record, roles.get("id")),
        is_ticked=text_in(record, roles.get("done")).strip().lower() in TRUE,
        priority=f"Level {priority}" if levels and priority else inlines.written(priority, place),
        hints=tuple((label, hint) for label, hint in hints if hint),
        body=body,
    )


def body_of(value: Any, inlines: Inlines, place: Any, before: Sequence[str]) -> list[str]:
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
    return text[1:] if OURS.match(text) else text


def label_of(name: str) -> str:
    label = " ".join(LABEL.sub(" ", name).split())
    return label[:1].upper() + label[1:]


def numbered_levels(records: Sequence[Mapping[str, Any]], name: str) -> bool:
    """Tell whether all priorities are numbers."""
    values = {text_in(record, name).strip() for record in records} - {""}
    return bool(values) and all(value.isdecimal() for value in values)
