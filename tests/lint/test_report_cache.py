"""Reports on documents: the same whether several processes help, and made once."""

import os
from pathlib import Path

import pytest

from faircopy import pool
from faircopy.cache.database import Store
from faircopy.content.settings import Site
from faircopy.lint import report_cache
from faircopy.lint.check import lint_document, reports_of
from faircopy.lint.report_cache import ReportCache
from faircopy.lint.reports import DocumentReport
from faircopy.markdown.document import Document, parse_document

TEXT = "Title: {0}\nDate: 2018-01-02\nSlug: {0}\n{1}\n\n## Part {0}\n\n[seen](#none-{0}) and recieve it\n"
DOCUMENTS = [
    (parse_document(f"{number}.md", TEXT.format(number, "Tags: a" if number % 3 else "")), number % 5 > 0)
    for number in range(3 * report_cache.MIN_FORKED)
]


@pytest.fixture(autouse=True)
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "processors", lambda: 2)


def lint_with(calls: list[str], *, ends: bool = False) -> report_cache.Lint:
    parent = os.getpid()

    def lint(document: Document, dated: bool) -> DocumentReport:
        if os.getpid() == parent:
            calls.append(document.path)
        elif ends:
            os._exit(1)
        return lint_document(document, Site(), dated=dated)

    return lint


@pytest.mark.slow
def test_other_processes_report_the_same(tmp_path: Path) -> None:
    alone = [*reports_of(DOCUMENTS, Site(), ReportCache(None))]
    assert any(report.findings for report in alone)
    calls: list[str] = []
    helped = ReportCache(Store(tmp_path), forks=True)
    assert [*helped.document_reports(DOCUMENTS, Site(), lint_with(calls))] == alone
    assert calls == ["0.md"]  # the first is checked here
    assert [*helped.document_reports(DOCUMENTS, Site(), lint_with(calls))] == alone
    assert calls == ["0.md"]


@pytest.mark.slow
def test_what_another_process_does_not_finish_is_done_here() -> None:
    alone = [*reports_of(DOCUMENTS, Site(), ReportCache(None))]
    calls: list[str] = []
    assert [*ReportCache(None, forks=True).document_reports(DOCUMENTS, Site(), lint_with(calls, ends=True))] == alone
    assert calls == [document.path for document, _ in DOCUMENTS]


def test_a_few_are_checked_here() -> None:
    calls: list[str] = []
    some = DOCUMENTS[: report_cache.MIN_FORKED]
    assert len([*ReportCache(None, forks=True).document_reports(some, Site(), lint_with(calls))]) == len(some)
    assert calls == [document.path for document, _ in some]
