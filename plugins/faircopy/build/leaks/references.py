"""Which files a text links to, and whether a public text or the theme refers to a file."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from faircopy.build.leaks.quotes import without_comments
from faircopy.markdown.document import Document

LINKED = re.compile(r"\]\(\s*<?(?:\{\w+\})?([^)\s>]+)|[{|](?:static|attach|filename)[|}]([^\s\"'()<>?#]+)")
# What of a theme names its other files.
NAMING = (".html", ".css", ".js", ".mjs", ".xml", ".json", ".webmanifest")
# Copied as it is: that a setting gives a file an address does not make a copy of a draft's picture public.
EXTRA = "extra"


def files_linked(document: Document, path: Path, content: Path) -> Iterator[Path]:
    """Yield the content files that a text links to, except those in `extra/`, which belong to no text."""
    root = content.resolve()
    for found in LINKED.finditer(document.text):
        link = unquote(found[1] or found[2])
        for folder in (content, path.parent) if link.startswith("/") else (path.parent, content):
            file = folder / link.lstrip("/")
            if is_of_content(file, root):
                yield Path(os.path.normpath(file))
                break


def sources_linked(document: Document, path: Path, content: Path) -> Iterator[Path]:
    """Yield the sources of texts that a text links to."""
    for found in LINKED.finditer(without_comments(document.text)):
        link = unquote(found[1] or found[2]).partition("#")[0]
        if link.endswith(".md"):
            for folder in (content, path.parent) if link.startswith("/") else (path.parent, content):
                yield Path(os.path.normpath(folder / link.lstrip("/")))


def is_of_content(file: Path, root: Path) -> bool:
    try:
        inside = file.resolve().relative_to(root)
        return file.suffix != ".md" and inside.parts[0] != EXTRA and file.is_file()
    except (ValueError, OSError):  # elsewhere, or no name of a file
        return False


def is_named(file: Path, content: Path, text: str, source: Path, siteurl: str) -> bool:
    """Tell whether a text names a file of the content by a path that leads to it."""
    if file.name not in text and file.name not in unquote(text):
        return False
    beside = os.path.relpath(file, source.parent).replace(os.sep, "/")
    inside = file.relative_to(content).as_posix()
    before = rf"(?:(?<![\w./-])(?:\./|/)?|{re.escape(siteurl)}/)"
    return re.search(rf"{before}(?:{re.escape(beside)}|{re.escape(inside)})(?![\w-])", unquote(text)) is not None


def is_in_extra(file: Path, content: Path) -> bool:
    return file.relative_to(content).parts[0] == EXTRA
