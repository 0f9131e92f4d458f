"""Applies edits to the text of a file, and changes nothing else."""

import re
from collections.abc import Iterable

from faircopy.lint.findings import Edit

LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
BYTE_ORDER_MARK = "\ufeff"


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, int]:
    """Return the text of a file with `edits` applied, and how many were.

    Line ends and a byte-order mark stay. An edit is skipped if its place does not contain the old text, or if it
    overlaps an earlier edit: the next check finds it again.
    """
    mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
    lines = LINE.findall(text.removeprefix(mark))
    made = 0
    end_of_line: dict[int, int] = {}  # end of the part of a line that is still unchanged
    # From the end, so that the columns before it hold.
    for edit in sorted(set(edits), reverse=True):
        line = lines[edit.line - 1] if edit.line <= len(lines) else ""
        start, end = edit.column - 1, edit.column - 1 + len(edit.old)
        if edit.old and line[start:end] == edit.old and end <= end_of_line.get(edit.line, len(line)):
            lines[edit.line - 1] = line[:start] + edit.new + line[end:]
            end_of_line[edit.line] = start
            made += 1
    return mark + "".join(lines), made
