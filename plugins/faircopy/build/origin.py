"""Finds the place in our own files that an exception comes from.

It imports nothing of ours, so that it works if they are broken.
"""

import os
import traceback
from pathlib import Path

# Code that merely calls settings, plugins and templates is not where they fail.
RUNNERS = {Path(__file__).parent.parent / name for name in ("incremental", "preview", "build")}


def line_of(error: BaseException, fallback: Path) -> tuple[str, int]:
    """Return the file and line of ours where `error` came from: the innermost below this folder, .venv left out."""
    if isinstance(error, SyntaxError) and error.filename:
        return os.path.relpath(error.filename), error.lineno or 1
    # A Jinja error names its template's line itself.
    if getattr(error, "filename", None) and getattr(error, "lineno", None):
        return os.path.relpath(str(error.filename)), int(error.lineno)  # type: ignore[attr-defined]
    here = Path.cwd()
    own_frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(here)
        and ".venv" not in Path(frame.filename).parts
        and Path(frame.filename).parent not in RUNNERS
    ]
    return (
        (os.path.relpath(own_frames[-1].filename), own_frames[-1].lineno or 1)
        if own_frames
        else (os.path.relpath(fallback), 1)
    )
