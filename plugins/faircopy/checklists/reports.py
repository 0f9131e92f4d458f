"""What a check has found, as text for people, JSON for programs, and annotations for GitHub Actions."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from faircopy.checklists.check import Look
from faircopy.diagnostics.formats import annotation
from faircopy.diagnostics.model import Diagnostic

FORMATS = ("text", "json", "github")


def report(format_: str, diagnostics: Sequence[Diagnostic], looks: Iterable[Look]) -> str:
    """Return the report in one of FORMATS, without a newline at its end; "" when there is nothing to say."""
    if format_ == "json":
        return as_json(diagnostics, looks)
    return "\n".join(map(annotation if format_ == "github" else str, diagnostics))


def as_json(diagnostics: Sequence[Diagnostic], looks: Iterable[Look]) -> str:
    value = {
        "version": 1,
        "diagnostics": [asdict(diagnostic) for diagnostic in diagnostics],
        "checklists": [look_value(look) for look in looks],
    }
    return json.dumps(value, ensure_ascii=False, indent=1)


def look_value(look: Look) -> dict[str, Any]:
    list_ = look.checklist
    return {
        "path": look.document.path,
        "id": list_.name if list_ else None,
        "revision": look.lock.latest if look.lock else None,
        "sections": len(list_.sections) if list_ else None,
        "questions": len(list(list_.placed_items())) if list_ else None,
    }
