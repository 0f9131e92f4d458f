"""The kinds of checks that a module of `rules/` may have, and what each kind is given."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from faircopy.content.moment import Moment
from faircopy.content.settings import Site
from faircopy.diagnostics.model import Diagnostic
from faircopy.lint.findings import Finding
from faircopy.lint.headings import Anchor, find_anchors
from faircopy.lint.layout import Layout
from faircopy.lint.links import Link, find_links
from faircopy.lint.reports import LintedDocument
from faircopy.lint.site_index import SiteIndex
from faircopy.markdown.document import Document

Found: TypeAlias = Iterable[Diagnostic | Finding]


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """One document, and all that may be asked of it without looking at another file."""

    document: Document
    dated: bool  # a post; pages are not
    site: Site  # its settings
    links: Sequence[Link]
    anchors: Sequence[Anchor]

    @property
    def path(self) -> str:
        return self.document.path


def context_of(document: Document, site: Site | None = None, *, dated: bool = True) -> DocumentContext:
    """Return what the checks of one document are given."""
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
    moment: Moment | None  # that posts are held back from; None: nobody asks
    index: SiteIndex | None  # what links can lead to; None where that failed, by a fault of ours

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
    """Looks at one document, and nothing else: no other file, no clock. What it finds is cached."""

    find: Callable[[DocumentContext], Found]

    def __call__(self, context: DocumentContext) -> Iterator[Finding]:
        return findings(self.find(context))


@dataclass(frozen=True, slots=True)
class SiteDocumentCheck:
    """Looks at one document and what is around it. Runs each time, so it must be cheap."""

    find: Callable[[LintedDocument, SiteContext], Found]

    def __call__(self, document: LintedDocument, site: SiteContext) -> Iterator[Finding]:
        return findings(self.find(document, site))


@dataclass(frozen=True, slots=True)
class FileCheck:
    """Looks at one file of the content folder, documents too. Runs each time, so it must be cheap."""

    find: Callable[[Path, SiteContext], Found]

    def __call__(self, file: Path, site: SiteContext) -> Iterator[Finding]:
        return findings(self.find(file, site))


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """Looks at all documents together. Runs each time, so it must be cheap."""

    find: Callable[[SiteContext], Found]

    def __call__(self, site: SiteContext) -> Iterator[Finding]:
        return findings(self.find(site))


def findings(found: Found) -> Iterator[Finding]:
    return (one if isinstance(one, Finding) else Finding(one) for one in found)
