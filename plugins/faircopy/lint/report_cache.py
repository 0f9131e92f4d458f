"""ReportCache: the reports of earlier runs on each document, keyed by everything that they depend on."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TypeVar

import msgspec

from faircopy.cache.database import Store
from faircopy.content.settings import Site
from faircopy.incremental.fingerprints import fingerprint
from faircopy.lint.reports import DocumentReport, SnippetReport
from faircopy.lint.rules.check_failed import CHECK_FAILED
from faircopy.markdown.document import Document
from faircopy.snippets.check import Progress, Report, check_documents, state_of_tools
from faircopy.snippets.jobs import Settings
from faircopy.snippets.rendered import verified_documents
from faircopy.snippets.verdicts import are_lasting

Value = TypeVar("Value")


class ReportCache:
    """The reports of earlier runs. `code` is the digest of all code that makes them."""

    def __init__(self, store: Store | None, code: str = "") -> None:
        """Without a `store`, nothing is cached."""
        self.store = store
        self.code = code

    def document_report(
        self, document: Document, site: Site, *, dated: bool, lint: Callable[[], DocumentReport]
    ) -> DocumentReport:
        """Return the cached report of a document, or a new one."""
        if self.store is None:
            return lint()
        key = fingerprint((self.code, document.path, document.text, site, dated))
        known = self.load(self.store, key, DocumentReport)
        if known is None:
            known = lint()
            # A fault of ours may come of the moment: memory that was short, say.
            if all(one.diagnostic.code != CHECK_FAILED.code for one in known.findings):
                self.save(self.store, key, known)
        return known

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
