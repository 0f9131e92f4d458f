"""Finds out what the fields of records are: which is the question, its id, its section and so on."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from faircopy.checklists.adopt.data_kinds import are_names, refuse_table_of_names
from faircopy.checklists.adopt.fields import normal, roles_of
from faircopy.checklists.adopt.model import AdoptionNotes
from faircopy.checklists.adopt.record_values import FALSE, TRUE, text_in

# Of a field that says how far something is, as boards and trackers export it; and what it says of what is not done.
STATES = ("status", "state", "progress")
UNDONE = frozenset(("to do", "todo", "not started", "in progress", "doing", "open", "incomplete", "pending", "planned",
                    "backlog", "blocked", "on hold", "needsaction",
                    "selected for development", "in review", "new", "waiting"))  # fmt: skip
LEVEL = "\0level"
LEVEL_FIELD = re.compile(r"(?:l|level)\s*(\d)", re.IGNORECASE)
# Levels of priority (RFC 2119 and similar), which are no sections, wherever they occur.
PRIORITIES = frozenset(
    ("must", "should", "may", "could", "suggested", "required", "mandatory", "recommended", "optional", "essential")
)


def roles_in(
    records: Sequence[Mapping[str, Any]], names: Sequence[str], notes: AdoptionNotes
) -> tuple[Sequence[Mapping[str, Any]], dict[str, str]]:
    """Return the records, and the field of each role. Raises AdoptionError.

    Where several fields have marks for the levels of one priority, the records get one field in their place.
    """
    roles = named_roles(records, names)
    if "done" not in roles and (state := state_field(records, names)):
        roles["done"] = state
        notes.add("", f"'{state}' is kept as a box, ticked or empty")
    if "priority" not in roles and (leveled := with_levels(records, names)):
        records, roles["priority"] = leveled, LEVEL
    return records, roles


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


def named_roles(records: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, str]:
    """Return the field of each role, by the names of the fields and by their values. Raises AdoptionError."""
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


def numbered_levels(records: Sequence[Mapping[str, Any]], name: str) -> bool:
    """Tell whether all priorities are numbers."""
    values = {text_in(record, name).strip() for record in records} - {""}
    return bool(values) and all(value.isdecimal() for value in values)
