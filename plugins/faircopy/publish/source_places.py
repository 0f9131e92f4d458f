"""Finds the source of a text that was found in a built page."""

from pathlib import Path

MAX_SOURCE_BYTES = 2_000_000
ENDINGS = (".md", ".markdown", ".rst", ".html", ".htm", ".css", ".js", ".json", ".csv", ".svg", ".txt", ".xml")


def place_in_sources(text: str, root: Path, content: str) -> str:
    """Return the first place below `root` and `content`, "path:line"; "" if the text is not there verbatim."""
    for file in sorted((root / content).rglob("*")):
        if file.suffix.lower() in ENDINGS and file.is_file() and file.stat().st_size <= MAX_SOURCE_BYTES:
            before, found, _ = file.read_text(encoding="utf-8", errors="replace").partition(text)
            if found:
                return f"{file.relative_to(root).as_posix()}:{before.count(chr(10)) + 1}"
    return ""
