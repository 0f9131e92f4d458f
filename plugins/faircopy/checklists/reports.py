"""Reports of a check: text for people, JSON for programs, and annotations for GitHub Actions."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from faircopy.checklists.check import CheckedList
from faircopy.diagnostics.formats import annotation, json_of
from faircopy.diagnostics.model import Diagnostic

FORMATS = ("text", "json", "github")


def report(format_: str, diagnostics: Sequence[Diagnostic], checked_lists: Iterable[CheckedList]) -> str:
    """Return the report in one of FORMATS, without a newline at its end; "" if it is empty."""
    if format_ == "json":
        return as_json(diagnostics, checked_lists)
    return "\n".join(map(annotation if format_ == "github" else str, diagnostics))


def as_json(diagnostics: Sequence[Diagnostic], checked_lists: Iterable[CheckedList]) -> str:
    value = {
        "version": 1,
        "diagnostics": [asdict(diagnostic) for diagnostic in diagnostics],
        "checklists": [list_value(checked) for checked in checked_lists],
    }
    return json_of(value)


def list_value(checked: CheckedList) -> dict[str, Any]:
    list_ = checked.checklist
    return {
        "path": checked.document.path,
        "id": list_.name if list_ else None,
        "revision": checked.lock.latest if checked.lock else None,
        "sections": len(list_.sections) if list_ else None,
        "questions": len(list(list_.placed_items())) if list_ else None,
    }
