"""The kinds of checks in the modules of `rules/`, and the context that each kind receives."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from faircopy.content.moment import Moment
from faircopy.content.settings import Site
from faircopy.diagnostics.model import Diagnostic
from faircopy.lint.findings import LintFinding
from faircopy.lint.headings import Anchor, find_anchors
from faircopy.lint.layout import Layout
from faircopy.lint.links import SourceLink, find_links
from faircopy.lint.reports import LintedDocument
from faircopy.lint.site_index import SiteIndex
from faircopy.markdown.document import Document

Found: TypeAlias = Iterable[Diagnostic | LintFinding]


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """One document, and everything that is known without looking at another file."""

    document: Document
    dated: bool  # a post; pages are not
    site: Site  # its settings
    links: Sequence[SourceLink]
    anchors: Sequence[Anchor]

    @property
    def path(self) -> str:
        return self.document.path


def context_of(document: Document, site: Site | None = None, *, dated: bool = True) -> DocumentContext:
    """Return the context for the checks of one document."""
    site = site or Site()
    anchors = find_anchors(document, keeps_letters=site.keeps_letters)
    return DocumentContext(document, dated, site, find_links(document), anchors)


@dataclass(frozen=True, slots=True)
class SiteContext:
    """All documents and files of a content folder."""

    content: Path
    layout: Layout
    site: Site  # its settings
    documents: Sequence[LintedDocument]  # posts, then pages, sorted by path
    moment: Moment | None  # future posts are held back from this moment; None: not checked
    index: SiteIndex | None  # everything that links can lead to; None if building it failed

    @property
    def posts(self) -> list[Document]:
        return [one.document for one in self.documents if one.dated]

    @property
    def pages(self) -> list[Document]:
        return [one.document for one in self.documents if not one.dated]

    @property
    def dated_documents(self) -> list[tuple[Document, bool]]:
        return [(one.document, one.dated) for one in self.documents]


# A function becomes a check when one of these stands above it as a decorator.


@dataclass(frozen=True, slots=True)
class DocumentCheck:
    """Checks one document without any other file or the clock. Its findings are cached."""

    find: Callable[[DocumentContext], Found]

    def __call__(self, context: DocumentContext) -> Iterator[LintFinding]:
        return findings(self.find(context))


@dataclass(frozen=True, slots=True)
class SiteDocumentCheck:
    """Checks one document in the context of the site. It runs each time, so it must be cheap."""

    find: Callable[[LintedDocument, SiteContext], Found]

    def __call__(self, document: LintedDocument, site: SiteContext) -> Iterator[LintFinding]:
        return findings(self.find(document, site))


@dataclass(frozen=True, slots=True)
class FileCheck:
    """Checks one file of the content folder, documents included. It runs each time, so it must be cheap."""

    find: Callable[[Path, SiteContext], Found]

    def __call__(self, file: Path, site: SiteContext) -> Iterator[LintFinding]:
        return findings(self.find(file, site))


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """Checks all documents together. It runs each time, so it must be cheap."""

    find: Callable[[SiteContext], Found]

    def __call__(self, site: SiteContext) -> Iterator[LintFinding]:
        return findings(self.find(site))


def findings(found: Found) -> Iterator[LintFinding]:
    return (one if isinstance(one, LintFinding) else LintFinding(one) for one in found)
