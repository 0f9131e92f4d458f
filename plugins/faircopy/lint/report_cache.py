"""ReportCache: the reports of earlier runs on each document, keyed by everything that they depend on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

import msgspec

import faircopy
from faircopy.cache.database import Store
from faircopy.cache.fingerprints import fingerprint
from faircopy.cache.inputs import fingerprint_of_code
from faircopy.content.settings import Site
from faircopy.lint.reports import DocumentReport, SnippetReport
from faircopy.lint.rules.check_failed import CHECK_FAILED
from faircopy.markdown.document import Document
from faircopy.pool import ForkPool
from faircopy.snippets.check import Progress, Report, check_documents, state_of_tools
from faircopy.snippets.jobs import Settings
from faircopy.snippets.pages.rendered import verified_documents
from faircopy.snippets.verdicts import are_lasting

Value = TypeVar("Value")
# A document, and whether it is a post.
Dated = tuple[Document, bool]
Lint = Callable[[Document, bool], DocumentReport]
# So many documents one process checks at a time. Checking fewer takes less time than forking.
BATCH_SIZE, MIN_FORKED = 64, 16


class ReportCache:
    """The reports of earlier runs, which the check, the build and the preview of a site share."""

    def __init__(self, store: Store | None, *, forks: bool = False) -> None:
        """Without a `store`, nothing is cached. `forks` says that other processes may help: nowhere beside threads."""
        self.store = store
        self.forks = forks

    @cached_property
    def code(self) -> str:
        """The fingerprint of all code that makes reports, which a site's plugins have no part in."""
        return fingerprint_of_code([faircopy]) if self.store else ""

    def document_reports(self, documents: Sequence[Dated], site: Site, lint: Lint) -> Iterator[DocumentReport]:
        """Yield the reports of documents; those that are not in the cache are new."""
        keys = [fingerprint((self.code, one.path, one.text, site, dated)) for one, dated in documents]
        known = [self.load(self.store, key, DocumentReport) if self.store else None for key in keys]
        made = self.lint_anew([one for one, report in zip(documents, known, strict=True) if report is None], lint)
        for key, report in zip(keys, known, strict=True):
            yield report or self.store_report(key, next(made))

    def lint_anew(self, documents: list[Dated], lint: Lint) -> Iterator[DocumentReport]:
        # The first one imports what others need, too.
        alone, others = (documents[:1], documents[1:]) if self.forks else (documents, [])
        for one in alone:
            yield lint(*one)
        pool: ForkPool[Dated, DocumentReport] = ForkPool(lambda one: lint(*one), BATCH_SIZE, MIN_FORKED)
        for one in others:
            pool.submit(one)
        for one, report in zip(others, pool.results(), strict=True):
            yield report or lint(*one)

    def store_report(self, key: str, report: DocumentReport) -> DocumentReport:
        # A fault of ours may come of the moment: memory that was short, say.
        if self.store and all(one.diagnostic.code != CHECK_FAILED.code for one in report.findings):
            self.save(self.store, key, report)
        return report

    def snippet_reports(
        self, documents: Iterable[Document], settings: Settings, progress: Progress | None = None
    ) -> list[SnippetReport]:
        """Check the snippets of some documents; those not in the cache are checked together."""
        documents = list(documents)
        if self.store is None or settings.checkers is not None:
            return check_snippets(documents, settings, progress)
        keys = [self.snippets_key(one, settings) for one in documents]
        known = {key: self.load(self.store, key, SnippetReport) for key in keys}
        new = [(key, one) for key, one in zip(keys, documents, strict=True) if known[key] is None]
        for (key, _), found in zip(new, check_snippets([one for _, one in new], settings, progress), strict=True):
            known[key] = found
            if are_lasting(found.checked, found.diagnostics):
                self.save(self.store, key, found)
        return [report for key in keys if (report := known[key])]

    def known_snippet_reports(self, documents: Iterable[Document], settings: Settings) -> list[SnippetReport | None]:
        """Return the cached snippet reports of some documents; None for one that is not in the cache."""
        if self.store is None or settings.checkers is not None:
            return [None for _ in documents]
        return [self.load(self.store, self.snippets_key(one, settings), SnippetReport) for one in documents]

    def snippets_key(self, document: Document, settings: Settings) -> str:
        return fingerprint((self.code, self.tools, settings.strict, document.path, document.text))

    @cached_property
    def tools(self) -> str:
        return fingerprint(state_of_tools())

    def load(self, store: Store, key: str, kind: type[Value]) -> Value | None:
        data = store.get(kind.__name__, key)
        try:
            return msgspec.json.decode(data, type=kind) if data else None
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return None

    def save(self, store: Store, key: str, value: Value) -> Value:
        store.put(type(value).__name__, key, msgspec.json.encode(value))
        return value


def check_snippets(
    documents: list[Document], settings: Settings, progress: Progress | None = None
) -> list[SnippetReport]:
    if not documents:
        return []
    report = check_documents(documents, settings, progress)
    return [
        SnippetReport(
            proven,
            tuple(one for one in report.checked if one.snippet.path == proven.document.path),
            tuple(one for one in report.diagnostics if one.path == proven.document.path),
            dict(report.tools),
        )
        for proven in verified_documents(documents, report.checked)
    ]


def merged_report(reports: Iterable[SnippetReport]) -> Report:
    """Return the snippet reports of some documents as one."""
    reports = list(reports)
    return Report(
        tuple(checked for one in reports for checked in one.checked),
        tuple(sorted(diagnostic for one in reports for diagnostic in one.diagnostics)),
        {name: version for one in reports for name, version in one.tools.items()},
    )
