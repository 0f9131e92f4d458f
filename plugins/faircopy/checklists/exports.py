"""The list as others take it away: JSON, CSV and Markdown."""

import csv
import io
import json
import re
from typing import Any

from faircopy.checklists.lock import revisions_value
from faircopy.checklists.model import Checklist, HintKind, Item, Lock
from faircopy.checklists.names import kebab
from faircopy.checklists.vocabulary import value_of

FORMAT = "faircopy-checklist"
VERSION = 1
COLUMNS = ("section", "id", "question", *HintKind, "first", "revision")
# What a spreadsheet program takes for a formula (OWASP, "CSV Injection"), and what we have marked before.
FORMULA = re.compile(r"'*[=+\-@\t\r]")


def as_json(checklist: Checklist, lock: Lock, url: str) -> str:
    """Return the list with all that a browser needs to bring older answers forward.

    `url` is the absolute address of its page. The text may stand in an HTML `script`: it holds no `<`.
    """
    value = {
        "format": FORMAT,
        "version": VERSION,
        "id": checklist.name,
        "title": checklist.title,
        "url": url,
        "revision": lock.latest,
        **value_of(checklist.vocabulary),
        "sections": [
            {
                "id": section.id,
                "title": section.title.plain,
                "items": [item_value(item, lock) for item in section.items],
            }
            for section in checklist.sections
        ],
        "revisions": revisions_value(lock),
    }
    # Only a string can hold one.
    return json.dumps(value, ensure_ascii=False, indent=1).replace("<", "\\u003c") + "\n"


def item_value(item: Item, lock: Lock) -> dict[str, Any]:
    known = lock.items[item.id]
    hints = {hint.kind.value: hint.text.plain for hint in item.hints}
    return {
        "id": item.id,
        "question": item.question.plain,
        **hints,
        "first": known.first,
        "revision": known.revision,
        "hash": known.hash,
    }


def as_csv(checklist: Checklist, lock: Lock) -> str:
    """Return the list as CSV (RFC 4180), a row for each question under a row of names.

    No cell is a formula: see `safe`.
    """
    text = io.StringIO()
    rows = csv.DictWriter(text, COLUMNS, restval="", extrasaction="ignore", lineterminator="\r\n")
    rows.writeheader()
    for section, item in checklist.placed_items():
        cells = {"section": section.title.plain, **item_value(item, lock)}
        rows.writerow({name: safe(cell) for name, cell in cells.items()})
    return text.getvalue()


def safe(cell: str) -> str:
    """Return `cell` with an apostrophe in front when a spreadsheet program would take it for a formula.

    Nothing is lost: a cell that matches FORMULA and begins with an apostrophe is read back by taking that one away.
    """
    return f"'{cell}" if FORMULA.match(cell) else cell


def as_markdown(checklist: Checklist, lock: Lock, url: str) -> str:
    """Return the list as the author wrote it, without the article around it."""
    lines = [f"# {checklist.title}", "", f"From <{url}>, revision {lock.latest}.", ""]
    for section in checklist.sections:
        id_ = "" if section.id == kebab(section.title.plain) else f" {{#{section.id}}}"
        lines += [f"## {section.title.source}{id_}", ""]
        for item in section.items:
            lines.append(f"- [ ] {item.question.source} {{#{item.id}}}")
            lines += [f"    - **{hint.kind.label}:** {hint.text.source}" for hint in item.hints]
        lines.append("")
    return "\n".join(lines)
