"""Proofread a content folder: every document, and what they say to each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from checklists.check import check_page, check_posts
from mdsource.diagnostics import Diagnostic
from mdsource.document import Document, read_document
from proofread.characters import check_characters
from proofread.fences import check_fences
from proofread.layout import layout_of
from proofread.markup import check_markup
from proofread.metadata import check_duplicate_slugs, check_metadata
from snippets.check import Settings, check_documents
from snippets.shown import Proven, prove
from theming.check import check_charts


@dataclass(frozen=True, slots=True)
class Proofreading:
    """What came of reading a content folder."""

    diagnostics: list[Diagnostic]  # in the order of paths and lines
    proven: list[Proven]  # every document that could be read


def check_content(content: Path, snippets: Settings) -> Proofreading:
    """Check all that is below `content`, with every snippet in it.

    Posts are the Markdown files below `posts/`, pages those below `pages/`.
    """
    layout = layout_of(content)
    diagnostics = list(layout.misplaced)
    documents: list[Document] = []
    for paths, dated in ((layout.posts, True), (layout.pages, False)):
        read, unread = read_all(paths)
        diagnostics += unread
        for document in read:
            diagnostics += check_document(document, dated=dated)
        diagnostics += check_duplicate_slugs(read)
        diagnostics += check_posts(read) if dated else ()
        documents += read
    report = check_documents(documents, snippets)
    return Proofreading(sorted([*diagnostics, *report.diagnostics]), prove(documents, report.checked))


def check_document(document: Document, *, dated: bool) -> Iterator[Diagnostic]:
    """Yield all that is wrong with one document; posts are `dated`, pages are not."""
    yield from check_characters(document)
    yield from check_metadata(document, dated=dated)
    yield from check_fences(document)
    yield from check_markup(document)
    yield from check_charts(document)
    yield from () if dated else check_page(document)


def read_all(paths: Iterable[Path]) -> tuple[list[Document], list[Diagnostic]]:
    results = [read_document(path) for path in paths]
    documents = [result for result in results if isinstance(result, Document)]
    return documents, [result for result in results if isinstance(result, Diagnostic)]
