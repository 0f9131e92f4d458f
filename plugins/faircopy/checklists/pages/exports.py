"""Exports of a list: JSON, CSV and Markdown."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any

from faircopy.checklists.model import STANDARD_HINTS, Checklist, ChecklistLock, Item, Section, TextBlock
from faircopy.checklists.names import title_id
from faircopy.checklists.record.lock import revisions_value
from faircopy.checklists.record.recorded_answers import former
from faircopy.checklists.vocabulary import value_of

FORMAT = "faircopy-checklist"
VERSION = 1
STANDARD_COLUMNS = tuple(kind.value for kind in STANDARD_HINTS)
COLUMNS = ("section", "id", "question", *STANDARD_COLUMNS, "first", "revision")
NESTING = 4  # columns
# What a spreadsheet program takes for a formula (OWASP, "CSV Injection"), and what we have marked before.
FORMULA = re.compile(r"'*[=+\-@\t\r]")


def as_json(checklist: Checklist, lock: ChecklistLock, url: str) -> str:
    """Return the list with everything that the browser needs to migrate older answers.

    `url` is the absolute address of the page. The JSON contains no `<`, so that it may stand in an HTML `script`
    element.
    """
    value = {
        "format": FORMAT,
        "version": VERSION,
        "id": checklist.name,
        "title": checklist.title,
        "url": url,
        "revision": lock.latest,
        **value_of(replace(checklist.vocabulary, former=former(lock, checklist.vocabulary.answers))),
        **own_words(checklist),
        "sections": [section_value(section, lock) for section in checklist.sections],
        "revisions": revisions_value(lock),
    }
    # Each value has its own line, and no indent, which every page of a list would weigh. Only a string can hold a `<`.
    return json.dumps(value, ensure_ascii=False, indent=0).replace("<", "\\u003c") + "\n"


def own_words(checklist: Checklist) -> dict[str, Any]:
    """Return what a list declares itself: kinds of hints, priorities, the answer of a ticked box."""
    hints = [asdict(kind) for kind in checklist.hints] if checklist.hints != STANDARD_HINTS else []
    priorities = [asdict(priority) for priority in checklist.priorities]
    return without_empty({"hints": hints, "priorities": priorities, "preset": checklist.preset})


def section_value(section: Section, lock: ChecklistLock) -> dict[str, Any]:
    return {
        "id": section.id,
        "title": section.title.plain,
        **without_empty({"parent": section.parent, "text": source_of(section.texts)}),
        "items": [item_value(item, lock) for item in section.items],
    }


def item_value(item: Item, lock: ChecklistLock) -> dict[str, Any]:
    known = lock.items[item.id]
    hints = {hint.kind.value: hint.text.plain for hint in item.hints}
    own = {kind: hints.pop(kind) for kind in [*hints] if kind not in STANDARD_COLUMNS}
    more = {
        "hints": own,
        "parent": item.parent,
        "priority": item.priority,
        "weight": item.weight if item.weight != 1 else None,
        "ticked": item.ticked or None,
        "text": source_of(item.texts),
        "after": source_of(item.after),
    }
    return {
        "id": item.id,
        "question": item.question.plain,
        **hints,
        **without_empty(more),
        "first": known.first,
        "revision": known.revision,
        "hash": known.hash,
    }


def source_of(texts: Iterable[TextBlock]) -> str:
    return "\n\n".join(text.source for text in texts)


def without_empty(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: entry for key, entry in value.items() if entry}


def as_csv(checklist: Checklist, lock: ChecklistLock) -> str:
    """Return the list as CSV (RFC 4180): a header row, and a row for each question.

    No cell is a formula: see `safe`.
    """
    text = io.StringIO()
    rows = list(rows_of(checklist, lock))
    columns = [*COLUMNS, *(name for name in own_columns(checklist) if any(name in row for row in rows))]
    writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def own_columns(checklist: Checklist) -> list[str]:
    """Return the extra columns of this list, which follow the standard ones."""
    hints = (kind.value for kind in checklist.hints if kind not in STANDARD_HINTS)
    return ["group", "parent", "priority", "weight", "ticked", *hints, "text"]


def rows_of(checklist: Checklist, lock: ChecklistLock) -> Iterator[dict[str, str]]:
    groups: dict[str, tuple[str, ...]] = {"": ()}  # section -> the titles of the sections that it is in
    for section in checklist.sections:
        groups[section.id] = (*groups[section.parent], section.title.plain)
    for section, item in checklist.placed_items():
        value = item_value(item, lock)
        group = " / ".join(groups[section.parent])
        cells = {"section": section.title.plain, **without_empty({"group": group}), **value, **value.get("hints", {})}
        yield {name: safe("x" if cell is True else str(cell)) for name, cell in cells.items()}


def safe(cell: str) -> str:
    """Return `cell` with an apostrophe in front if a spreadsheet program would evaluate it as a formula.

    This is reversible: a reader of the CSV removes the apostrophe from a cell that matches FORMULA and begins with one.
    """
    return f"'{cell}" if FORMULA.match(cell) else cell


def as_markdown(checklist: Checklist, lock: ChecklistLock, url: str) -> str:
    """Return the list as the author wrote it, without the article around it."""
    lines = [f"# {checklist.title}", "", f"From <{url}>, revision {lock.latest}.", ""]
    for section in checklist.sections:
        if section.level:
            lines += [f"{'#' * section.level} {section.title.source}{written_id(section)}", ""]
        lines += texts_at(section.texts, 0)
        for item in section.items:
            indent = " " * NESTING * item.depth
            box = "[x]" if item.ticked else "[ ]"
            lines.append(f"{indent}- {box} {item.question.source} {{{attributes_of(item)}}}")
            lines += [f"{indent}    - **{hint.kind.label}:** {hint.text.source}" for hint in item.hints]
            lines += ["", *texts_at(item.texts, len(indent) + NESTING)] if item.texts else []
            lines += ["", *texts_at(item.after, 0)] if item.after else []
        lines += [] if lines[-1] == "" else [""]
    return "\n".join(lines)


def written_id(section: Section) -> str:
    return "" if section.id == title_id(section.title.plain) else f" {{#{section.id}}}"


def attributes_of(item: Item) -> str:
    weight = f"weight={item.weight}" if item.weight != 1 else ""
    return " ".join(filter(None, (f"#{item.id}", item.priority and f".{item.priority}", weight)))


def texts_at(texts: Iterable[TextBlock], columns: int) -> Iterator[str]:
    for text in texts:
        yield from (f"{' ' * columns}{line}" if line else "" for line in text.source.split("\n"))
        yield ""
