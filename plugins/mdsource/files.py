"""Files at the edge: which ones are Markdown, and how one is written whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Put `text` into the file at `path`, newlines as they are; on any error the file is what it was.

    A link is followed, and permissions stay.
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    fresh = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        if target.exists():
            shutil.copymode(target, fresh)
        else:
            fresh.chmod(0o644)
        fresh.replace(target)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def markdown_files(paths: Sequence[Path]) -> list[Path]:
    """Return the files to check: those that are named, and `*.md` and `*.markdown` below the folders, each once.

    A link that leads nowhere is among them, so that reading it can say so.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            below = (file for pattern in ("*.md", "*.markdown") for file in path.rglob(pattern))
            files = (file for file in below if not file.is_dir() and not is_hidden(file, path))
            found.update(dict.fromkeys(sorted(files)))
        else:
            found[path] = None
    return list(found)


def is_hidden(file: Path, below: Path) -> bool:
    """Tell whether a file is in a folder that is not the project's own: `.venv`, `.git`, `node_modules`."""
    return any(part.startswith(".") or part == "node_modules" for part in file.relative_to(below).parts[:-1])


def home_folder() -> Path | None:
    """Return the user's home; None for a user without one, as in a container with a number for a user."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home if home.is_absolute() else None
