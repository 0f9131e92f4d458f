"""Checks a content folder: first each document by itself, then all of them together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path, PurePath

from faircopy.checklists import rules as checklists_rules
from faircopy.content import rules as content_rules
from faircopy.content.moment import Moment
from faircopy.content.settings import Site
from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.lint.checks import (
    DocumentCheck,
    DocumentContext,
    FileCheck,
    SiteCheck,
    SiteContext,
    SiteDocumentCheck,
)
from faircopy.lint.findings import Edit, LintFinding
from faircopy.lint.guard import FaultCollector, OnFault
from faircopy.lint.headings import find_anchors
from faircopy.lint.layout import Layout, layout_of
from faircopy.lint.links import SourceLink, find_links
from faircopy.lint.registry import checks, lint_rules
from faircopy.lint.report_cache import Dated, ReportCache, merged_report
from faircopy.lint.reports import DocumentReport, LintedDocument, SnippetReport
from faircopy.lint.rule import LintRule
from faircopy.lint.rules.excess import check_excess
from faircopy.lint.rules.external_link import EXTERNAL_DEAD, EXTERNAL_MOVED, EXTERNAL_SILENT
from faircopy.lint.rules.html_escape_in_code import ESCAPED_CODE
from faircopy.lint.site_index import index_of
from faircopy.lint.suppressions import is_suppressed, read_suppressions, without_suppressed
from faircopy.markdown import rules as markdown_rules
from faircopy.markdown.document import Document, read_document
from faircopy.media import rules as media_rules
from faircopy.media.check import check_offered
from faircopy.snippets.check import Progress, Report, all_rules
from faircopy.snippets.jobs import Settings
from faircopy.snippets.pages.downloads import downloads_of
from faircopy.snippets.pages.rendered import VerifiedDocument

# Looks at links to other sites, each with its document.
ExternalCheck = Callable[[list[tuple[Document, SourceLink]]], list[Diagnostic]]
# Codes that need requests to other sites.
EXTERNAL_CODES = {rule.code for rule in (EXTERNAL_DEAD, EXTERNAL_SILENT, EXTERNAL_MOVED)}
ESCAPED_TAG = "SN206"  # fail2ban's tag in HTML's escapes


@dataclass(frozen=True, slots=True)
class LintReport:
    """The result of checking a content folder."""

    diagnostics: list[Diagnostic]  # in the order of paths and lines
    proven: list[VerifiedDocument]  # every document that could be read, or of `only`
    report: Report  # of the snippets
    edits: Mapping[str, tuple[Edit, ...]]  # by document: what `--fix` changes


@cache
def known_rules() -> Mapping[str, Rule]:
    """Return all rules of the content checks, by code."""
    modules = (markdown_rules, checklists_rules, content_rules, media_rules)
    others = [value for module in modules for value in vars(module).values() if isinstance(value, Rule)]
    return {**lint_rules(), **{rule.code: rule for rule in others}, **all_rules()}


def lint_document(document: Document, site: Site, *, dated: bool, on_fault: OnFault | None = None) -> DocumentReport:
    """Return the findings in one document that need no other file; posts are `dated`."""
    guard = FaultCollector(document.path, on_fault)
    if too_much := guard.collect(lambda: check_excess(document)):
        return DocumentReport((*map(LintFinding, sorted(too_much)), *guard.failed), (), frozenset(), ())
    suppressions, wrong = next(iter(guard.collect(lambda: [read_suppressions(document, known_rules())])), ([], []))
    links = guard.collect(lambda: find_links(document))
    anchors = guard.collect(lambda: find_anchors(document, keeps_letters=site.keeps_letters))
    context = DocumentContext(document, dated, site, links, anchors)
    found = [one for check in checks(DocumentCheck) for one in guard.collect(partial(check, context))]
    findings = {*map(LintFinding, wrong), *found, *guard.failed}
    names = frozenset(anchor.id for anchor in anchors)
    return DocumentReport(tuple(sorted(findings)), tuple(links), names, tuple(suppressions))


def check_document(document: Document, *, dated: bool, site: Site | None = None) -> Iterator[Diagnostic]:
    """Yield the findings in one document that need no other file."""
    for found in check_documents_alone([(document, dated)], site or Site(), ReportCache(None)):
        yield from found


def check_documents_alone(documents: Sequence[Dated], site: Site, cache: ReportCache) -> Iterator[list[Diagnostic]]:
    """Yield the findings in each document that need no other file."""
    others = frozenset() if site.house_rules else house_codes()
    for report in reports_of(documents, site, cache):
        found = (finding.diagnostic for finding in report.findings if finding.diagnostic.code not in others)
        yield [one for one in found if not is_suppressed(one, report.suppressions)]


def reports_of(
    documents: Sequence[Dated], site: Site, cache: ReportCache, on_fault: OnFault | None = None
) -> Iterator[DocumentReport]:
    def lint(document: Document, dated: bool) -> DocumentReport:
        return lint_document(document, site, dated=dated, on_fault=on_fault)

    return cache.document_reports(documents, site, lint)


def check_content(
    content: Path,
    snippets: Settings,
    site: Site | None = None,
    *,
    moment: Moment | None = None,
    cache: ReportCache | None = None,
    only: Callable[[Path], bool] | None = None,
    check_external: ExternalCheck | None = None,
    progress: Progress | None = None,
) -> LintReport:
    """Check everything below `content`, with all snippets.

    Posts and pages are the Markdown files in `site.paths`. With `only`, everything is read, but only findings in the
    selected files are reported. `check_external` also requests links to other sites. With a `moment`, future posts are
    listed. `cache` has the reports of earlier runs. `progress` is called after each snippet that is not in the cache.
    """
    site, cache = site or Site(), cache or ReportCache(None)
    guard = FaultCollector(str(content), snippets.on_fault)
    layout = layout_of(content, site.paths)
    documents, unread = read_documents(layout, site, cache, guard)
    selected = [one for one in documents if only is None or only(Path(one.path))]
    check_code = partial(cache.snippet_reports, settings=snippets, progress=progress)
    snippet_reports = guard.share([one.document for one in selected], check_code, path_of) or []
    report = merged_report(snippet_reports)
    links = [(one.document, link) for one in selected for link in one.links]
    findings = [
        *map(LintFinding, [*layout.unread, *unread, *report.diagnostics]),
        *(finding for one in documents for finding in one.report.findings),
        *check_site(SiteContext(content, layout, site, documents, moment, None), guard),
        *map(LintFinding, guard.each(snippet_reports, check_downloads, lambda one: one.proven.document.path)),
        *map(LintFinding, guard.collect(lambda: check_external(links) if check_external else ())),
    ]
    found = reported(findings, guard, site, only)
    found = [*without_suppressed(found, selected, () if check_external else EXTERNAL_CODES)]
    edits = {one.path: edits_in(one.path, found) for one in selected}
    proven = [one.proven for one in snippet_reports]
    return LintReport(sorted({one.diagnostic for one in found}), proven, report, edits)


@cache
def house_codes() -> frozenset[str]:
    """Return the codes of the rules that apply only to Faircopy's own sites."""
    return frozenset(rule.code for rule in lint_rules().values() if isinstance(rule, LintRule) and rule.house)


def path_of(one: Document | LintedDocument | Path) -> str:
    return str(one) if isinstance(one, Path) else one.path


def check_site(site: SiteContext, guard: FaultCollector) -> Iterator[LintFinding]:
    """Yield the findings that involve several documents or other files."""
    index = guard.share(
        site.documents, lambda some: index_of(site.content, site.layout.files, some, site.site), path_of
    )
    site = replace(site, index=index)
    for check in checks(SiteCheck):
        yield from guard.share_list(site.documents, partial(check_some, check, site), path_of)
    for check_one in checks(SiteDocumentCheck):
        yield from guard.each(site.documents, partial(check_one, site=site), path_of)
    for check_file in checks(FileCheck):
        yield from guard.each(site.layout.files, partial(check_file, site=site), path_of)


def check_some(check: SiteCheck, site: SiteContext, documents: Sequence[LintedDocument]) -> Iterable[LintFinding]:
    return check(replace(site, documents=documents))


def check_downloads(report: SnippetReport) -> Iterator[Diagnostic]:
    """Yield active content in the files that a page offers: they are published like any other file."""
    proven = report.proven
    for download in downloads_of(proven, ""):
        name = PurePath(download.path).name
        if not download.is_archive:
            yield from check_offered(proven.document.path, download.line, name, download.data)


def without_doubles(findings: list[LintFinding]) -> Iterator[LintFinding]:
    """Remove findings that a snippet checker reports in better words."""
    reported = {(one.diagnostic.path, one.diagnostic.line) for one in findings if one.diagnostic.code == ESCAPED_TAG}
    for one in findings:
        place = one.diagnostic.path, one.diagnostic.line
        if one.diagnostic.code != ESCAPED_CODE.code or place not in reported:
            yield one


def edits_in(path: str, findings: Iterable[LintFinding]) -> tuple[Edit, ...]:
    return tuple(edit for one in findings if one.diagnostic.path == path for edit in one.edits)


def read_documents(
    layout: Layout, site: Site, cache: ReportCache, guard: FaultCollector
) -> tuple[list[LintedDocument], list[Diagnostic]]:
    """Return the posts and pages, each with its own findings, and why others cannot be read."""
    posts, unread_posts = read_all(layout.posts, guard)
    pages, unread_pages = read_all(layout.pages, guard)
    texts = [(one, dated) for found, dated in ((posts, True), (pages, False)) for one in found]
    reports = reports_of(texts, site, cache, guard.on_fault)
    documents = [LintedDocument(*one, report) for one, report in zip(texts, reports, strict=True)]
    return documents, [*unread_posts, *unread_pages]


def reported(
    findings: Iterable[LintFinding], guard: FaultCollector, site: Site, only: Callable[[Path], bool] | None
) -> list[LintFinding]:
    """Return the findings in the files of `only`, without those of rules that this site does not keep to."""
    found = [one for one in findings if only is None or only(Path(one.path))]
    found += [one for one in guard.failed if only is None or one.path == guard.path or only(Path(one.path))]
    if not site.house_rules:
        found = [one for one in found if one.diagnostic.code not in house_codes()]
    return [*without_doubles(found)]


def read_all(paths: Iterable[Path], guard: FaultCollector) -> tuple[list[Document], list[Diagnostic]]:
    results = guard.each(paths, lambda path: [read_document(path)], path_of)
    documents = [result for result in results if isinstance(result, Document)]
    return documents, [result for result in results if isinstance(result, Diagnostic)]
