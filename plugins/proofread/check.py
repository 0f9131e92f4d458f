"""Proofread a content folder: every document, and what they say to each other."""

from pathlib import Path

from mdsource.diagnostics import Diagnostic
from mdsource.document import Document, read_document
from proofread.metadata import check_duplicate_slugs, check_metadata


def check_content(content: Path) -> list[Diagnostic]:
    """Return all that is wrong below `content`, in the order of paths and lines.

    Posts are the Markdown files below `posts/`, pages those below `pages/`.
    """
    diagnostics: list[Diagnostic] = []
    for folder, dated in (("posts", True), ("pages", False)):
        documents, unread = read_all(content / folder)
        diagnostics += unread
        for document in documents:
            diagnostics += check_metadata(document, dated=dated)
        diagnostics += check_duplicate_slugs(documents)
    return sorted(diagnostics)


def read_all(folder: Path) -> tuple[list[Document], list[Diagnostic]]:
    results = [read_document(path) for path in sorted(folder.rglob("*.md"))]
    documents = [result for result in results if isinstance(result, Document)]
    return documents, [result for result in results if isinstance(result, Diagnostic)]
