"""The findings in one document: by the linter (DocumentReport), and by the checkers (SnippetReport)."""

from dataclasses import dataclass

from faircopy.diagnostics.model import Diagnostic
from faircopy.lint.findings import LintFinding, Suppression
from faircopy.lint.links import SourceLink
from faircopy.markdown.document import Document
from faircopy.snippets.model import CheckedSnippet
from faircopy.snippets.pages.rendered import VerifiedDocument


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """The findings in one document by itself, which depend on no other file."""

    findings: tuple[LintFinding, ...]
    links: tuple[SourceLink, ...]
    anchors: frozenset[str]
    suppressions: tuple[Suppression, ...]


@dataclass(frozen=True, slots=True)
class SnippetReport:
    """The findings of the checkers in the snippets of one document."""

    proven: VerifiedDocument
    checked: tuple[CheckedSnippet, ...]
    diagnostics: tuple[Diagnostic, ...]
    tools: dict[str, str]  # that were used, name -> version


@dataclass(frozen=True, slots=True)
class LintedDocument:
    """A document of a site, and its DocumentReport."""

    document: Document
    dated: bool  # a post; pages are not
    report: DocumentReport

    @property
    def path(self) -> str:
        return self.document.path

    @property
    def links(self) -> tuple[SourceLink, ...]:
        return self.report.links

    @property
    def anchors(self) -> frozenset[str]:
        """The ids of its page."""
        return self.report.anchors
