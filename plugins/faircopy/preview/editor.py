"""Links that open an editor at a line."""

import os
import re
import string
from pathlib import Path
from urllib.parse import quote

from faircopy.markdown.schemes import FORBIDDEN, bare

VARIABLE = "FAIRCOPY_EDITOR_URL"
FIELDS = {"path", "line", "column"}
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


class EditorUrlError(ValueError):
    """An invalid pattern of editor links; the message says why."""


def checked_pattern(pattern: str) -> str:
    """Return `pattern`, such as 'vscode://file{path}:{line}:{column}'. Raises EditorUrlError."""
    remedy = f"{VARIABLE} is written as in vscode://file{{path}}:{{line}}:{{column}}"
    try:
        fields = {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}
    except ValueError as error:
        raise EditorUrlError(f"'{pattern}': {error}; {remedy}") from None
    # An editor's scheme is forbidden in pages, but not here; schemes that run something are.
    if not SCHEME.match(pattern) or FORBIDDEN.match(bare(pattern)):
        raise EditorUrlError(f"'{pattern}' is not the address of an editor; {remedy}")
    if strange := fields - FIELDS:
        raise EditorUrlError(f"'{pattern}' has the unknown field '{min(strange)}'; {remedy}")
    if "path" not in fields:
        raise EditorUrlError(f"'{pattern}' has no {{path}}; {remedy}")
    try:
        editor_link(pattern, Path(), 1, 1)
    except (ValueError, LookupError) as error:  # how a field is to be written, as in {path:d}
        raise EditorUrlError(f"'{pattern}': {error}; {remedy}") from None
    return pattern


def editor_link(pattern: str, path: Path, line: int, column: int) -> str:
    """Return the address that opens `path`, made absolute, at a line and column, both from 1."""
    return pattern.format(path=quote(str(path.absolute())), line=line, column=column)


def check_variable() -> None:
    """Check the author's pattern before anything is served. Raises EditorUrlError."""
    if pattern := os.environ.get(VARIABLE):
        checked_pattern(pattern)
