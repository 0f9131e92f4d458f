"""Diagnostics as the page gets them, and the page that stands where there is no other."""

import html
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from faircopy.diagnostics.model import Diagnostic
from faircopy.preview.editor import editor_link
from faircopy.preview.model import Answer

HTML = "text/html; charset=utf-8"
AROUND = 2  # lines of the source before and after the one meant
LONGEST = 300  # characters of such a line
LARGEST = 2_000_000  # bytes of a source that is looked into

# No policy and nothing of the theme's, which may be what is broken.
NO_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="preview" content="no page">
<title>No page yet</title>
</head>
<body>
<h1>No page yet</h1>
<p>It comes by itself when this is mended:</p>
<ul>
{problems}
</ul>
</body>
</html>
"""


def shown(diagnostic: Diagnostic, editor: str | None) -> dict[str, Any]:
    """Return what a page shows of a diagnostic, ready for JSON. `editor` is the pattern of an editor's links."""
    path = Path(diagnostic.path)
    link = editor_link(editor, path, diagnostic.line, diagnostic.column) if editor and path.is_file() else None
    return {
        "path": diagnostic.path,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "excerpt": excerpt(path, diagnostic.line),
        "editor": link,
    }


def excerpt(path: Path, line: int) -> list[tuple[int, str]]:
    """Return the lines around `line` with their numbers; none when the file cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            return []
        lines = path.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    except OSError:
        return []
    first = max(line - AROUND, 1)
    return [(number, text[:LONGEST]) for number, text in enumerate(lines[first - 1 : line + AROUND], first)]


def no_page(problems: Iterable[Diagnostic]) -> Answer:
    """Return the page that says why there is none."""
    rows = "\n".join(f"<li>{html.escape(str(problem))}</li>" for problem in problems)
    return Answer(NO_PAGE.format(problems=rows).encode(), HTML, status=500, is_page=True)
