"""Postpones the first check of snippets: the preview shows their pages at once, and proves them meanwhile."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from faircopy.content.moment import read_date
from faircopy.lint.reports import SnippetReport
from faircopy.markdown.document import Document
from faircopy.preview.proofreading import Proofreading
from faircopy.snippets.pages.rendered import verified_document

# So few are proven sooner than anybody would wonder where the first page is.
MIN_DEFERRED = 40


class FirstProofs:
    """The sources that are still waiting for their proofs: see `PendingProofs`."""

    def __init__(self, proofreading: Proofreading) -> None:
        self.proofreading = proofreading
        self.is_start = True
        self.waiting: dict[Path, Document] = {}  # by source, the newest first
        self.proven: set[Path] = set()  # those whose proofs nobody has taken in

    def reports(self, documents: Mapping[Path, Document]) -> list[SnippetReport]:
        """Return the snippet reports of documents, by source; at the start, many are postponed."""
        if not self.is_start:
            return self.proofreading.snippets(documents.values())
        self.is_start = False
        known = self.proofreading.known_snippets(documents.values())
        bare = {
            source: SnippetReport(verified_document(document), (), (), {})
            for (source, document), report in zip(documents.items(), known, strict=True)
            if report is None
        }
        new = [source for source, report in bare.items() if report.proven.fences or report.proven.setups]
        if sum(len(bare[source].proven.fences) for source in new) < MIN_DEFERRED:
            return self.proofreading.snippets(documents.values())
        newest = sorted(new, key=lambda source: (date_of(documents[source]), source), reverse=True)
        self.waiting = {source: documents[source] for source in newest}
        return [report or bare[source] for source, report in zip(documents, known, strict=True)]

    @property
    def sources(self) -> Sequence[Path]:
        return [*self.waiting]

    def prove(self, sources: Collection[Path]) -> None:
        """Check the snippets of some waiting sources. Whatever the result, they no longer wait."""
        documents = {source: self.waiting[source] for source in sources if source in self.waiting}
        try:
            self.proofreading.snippets(documents.values())
            self.proofreading.save()
        finally:
            # In this order: no source may be in neither.
            self.proven.update(documents)
            for source in documents:
                self.waiting.pop(source, None)

    def taken(self) -> set[Path]:
        """Return the sources that were proven since the last call."""
        taken = {*self.proven}
        self.proven -= taken
        return taken


def date_of(document: Document) -> str:
    """Return the day of a post, such as '2017-09-01'; "" if it has none."""
    found = next((read_date(field.value) for field in document.fields if field.key == "date"), None)
    return f"{found:%Y-%m-%d}" if found else ""
