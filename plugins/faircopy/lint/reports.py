"""DocumentReport and SnippetReport: what was found in one document. LintedDocument: a document with its report."""

from dataclasses import dataclass

from faircopy.diagnostics.model import Diagnostic
from faircopy.lint.findings import Finding, Suppression
from faircopy.lint.links import Link
from faircopy.markdown.document import Document
from faircopy.snippets.model import Checked
from faircopy.snippets.rendered import VerifiedDocument


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What was found in one document by itself; nothing in it depends on any other file."""

    findings: tuple[Finding, ...]
    links: tuple[Link, ...]
    anchors: frozenset[str]
    suppressions: tuple[Suppression, ...]


@dataclass(frozen=True, slots=True)
class SnippetReport:
    """What the checkers found in the snippets of one document."""

    proven: VerifiedDocument
    checked: tuple[Checked, ...]
    diagnostics: tuple[Diagnostic, ...]
    tools: dict[str, str]  # that were used, name -> version


@dataclass(frozen=True, slots=True)
class LintedDocument:
    """A document of a site, and what was found in it by itself."""

    document: Document
    dated: bool  # a post; pages are not
    report: DocumentReport

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def links(self) -> tuple[Link, ...]:
        return self.report.links

    @property
    def anchors(self) -> frozenset[str]:
        """The ids of its page."""
        return self.report.anchors
