"""Proofread a content folder: every document by itself, then what they say to each other."""

from collections import defaultdict
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
    SiteDocument,
    SiteDocumentCheck,
)
from faircopy.lint.findings import Edit, Finding
from faircopy.lint.guard import Fault, Guard
from faircopy.lint.headings import find_anchors
from faircopy.lint.ignores import is_silenced, read_ignores, unused
from faircopy.lint.layout import layout_of
from faircopy.lint.links import Link, find_links
from faircopy.lint.memory import Judged, Memory, Reading, report_of
from faircopy.lint.registry import checks, lint_rules
from faircopy.lint.rules.check_failed import CHECK_FAILED
from faircopy.lint.rules.external_link import EXTERNAL_DEAD, EXTERNAL_MOVED, EXTERNAL_SILENT
from faircopy.lint.rules.html_escape_in_code import ESCAPED_CODE
from faircopy.lint.site_index import index_of
from faircopy.markdown import rules as markdown_rules
from faircopy.markdown.document import Document, read_document
from faircopy.media import rules as media_rules
from faircopy.media.check import check_offered
from faircopy.snippets.check import Report, Settings, all_rules
from faircopy.snippets.downloads import downloads_of
from faircopy.snippets.shown import Proven

# What is asked of links to other sites, when it is asked: each with its document.
Asking = Callable[[list[tuple[Document, Link]]], list[Diagnostic]]
# What only an asked site can answer, so that a remark about it is not unused when nobody asked.
EXTERNAL = {rule.code for rule in (EXTERNAL_DEAD, EXTERNAL_SILENT, EXTERNAL_MOVED)}
ESCAPED_TAG = "SN206"  # fail2ban's tag in HTML's escapes


@dataclass(frozen=True, slots=True)
class Read:
    """A document, and what it says by itself."""

    document: Document
    reading: Reading
    dated: bool  # a post

    @property
    def path(self) -> str:
        return self.document.path


@dataclass(frozen=True, slots=True)
class Proofreading:
    """What came of reading a content folder."""

    diagnostics: list[Diagnostic]  # in the order of paths and lines
    proven: list[Proven]  # every document that could be read, or of `only`
    report: Report  # of the snippets
    edits: Mapping[str, tuple[Edit, ...]]  # by document: what mends itself


@cache
def known_rules() -> Mapping[str, Rule]:
    """Return every rule that proofreading may find broken, by its code."""
    modules = (markdown_rules, checklists_rules, content_rules, media_rules)
    others = [value for module in modules for value in vars(module).values() if isinstance(value, Rule)]
    return {**lint_rules(), **{rule.code: rule for rule in others}, **all_rules()}


def read_text(document: Document, site: Site, *, dated: bool, on_fault: Fault | None = None) -> Reading:
    """Return all that can be said of one document without looking at another file; posts are `dated`, pages are not."""
    guard = Guard(document.path, on_fault)
    ignores, wrong = next(iter(guard.collect(lambda: [read_ignores(document, known_rules())])), ([], []))
    links = guard.collect(lambda: find_links(document))
    anchors = guard.collect(lambda: find_anchors(document))
    context = DocumentContext(document, dated, site, links, anchors)
    found = [one for check in checks(DocumentCheck) for one in guard.collect(partial(check, context))]
    findings = {*map(Finding, wrong), *found, *guard.failed}
    names = frozenset(anchor.id for anchor in anchors)
    return Reading(tuple(sorted(findings)), tuple(links), names, tuple(ignores))


def check_document(
    document: Document, *, dated: bool, site: Site | None = None, memory: Memory | None = None
) -> Iterator[Diagnostic]:
    """Yield all that is wrong with one document, other files not looked at."""
    site, memory = site or Site(), memory or Memory(None)
    reading = memory.reading(document, site, dated=dated, read=partial(read_text, document, site, dated=dated))
    found = [finding.diagnostic for finding in reading.findings]
    yield from (one for one in found if not is_silenced(one, reading.ignores))


def check_content(
    content: Path,
    snippets: Settings,
    site: Site | None = None,
    *,
    moment: Moment | None = None,
    memory: Memory | None = None,
    only: Callable[[Path], bool] | None = None,
    ask: Asking | None = None,
) -> Proofreading:
    """Check all that is below `content`, with every snippet in it.

    Posts are the Markdown files below `posts/`, pages those below `pages/`. With `only`, all is read, but told is
    only what is wrong with the files that it says yes to. `ask` looks at the links to other sites. With a `moment`,
    posts that are to come later are named. `memory` knows what earlier runs found.
    """
    site, memory = site or Site(), memory or Memory(None)
    guard = Guard(str(content), snippets.on_fault)
    layout = layout_of(content)
    posts, unread = read_all(layout.posts, guard)
    pages, unread_pages = read_all(layout.pages, guard)
    read = [
        Read(one, reading, dated)
        for documents, dated in ((posts, True), (pages, False))
        for one in documents
        for reading in [reading_of(one, site, memory, dated=dated, on_fault=snippets.on_fault)]
    ]
    documents = [SiteDocument(one.document, one.dated, one.reading.links, one.reading.anchors) for one in read]
    told = [one for one in read if only is None or only(Path(one.path))]
    judged = guard.share([one.document for one in told], partial(memory.judged, settings=snippets), path_of) or []
    report = report_of(judged)
    links = [(one.document, link) for one in told for link in one.reading.links]
    findings = [
        *map(Finding, [*layout.unread, *unread, *unread_pages, *report.diagnostics]),
        *(finding for one in read for finding in one.reading.findings),
        *check_site(SiteContext(content, layout, site, documents, moment, None), guard),
        *map(Finding, guard.each(judged, check_downloads, lambda one: one.proven.document.path)),
        *map(Finding, guard.collect(lambda: ask(links) if ask else ())),
    ]
    kept = [one for one in findings if only is None or only(Path(one.path))]
    kept += [one for one in guard.failed if only is None or one.path == guard.path or only(Path(one.path))]
    kept = [*silenced(without_doubles(kept), told, asked=ask is not None)]
    edits = {one.path: edits_in(one.path, kept) for one in told}
    return Proofreading(sorted({one.diagnostic for one in kept}), [one.proven for one in judged], report, edits)


def reading_of(document: Document, site: Site, memory: Memory, *, dated: bool, on_fault: Fault | None) -> Reading:
    read = partial(read_text, document, site, dated=dated, on_fault=on_fault)
    return memory.reading(document, site, dated=dated, read=read)


def path_of(one: Document | SiteDocument | Path) -> str:
    return str(one) if isinstance(one, Path) else one.path


def check_site(site: SiteContext, guard: Guard) -> Iterator[Finding]:
    """Yield what is wrong between documents, and between them and the files beside them."""
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


def check_some(check: SiteCheck, site: SiteContext, documents: Sequence[SiteDocument]) -> Iterable[Finding]:
    return check(replace(site, documents=documents))


def check_downloads(judged: Judged) -> Iterator[Diagnostic]:
    """Yield what would run in a file that a page offers: it stands on the site like any other."""
    proven = judged.proven
    for download in downloads_of(proven, ""):
        name = PurePath(download.path).name
        if not download.is_archive:
            yield from check_offered(proven.document.path, download.line, name, download.data)


def without_doubles(findings: list[Finding]) -> Iterator[Finding]:
    """Leave out what a checker of snippets has said better."""
    said = {(one.diagnostic.path, one.diagnostic.line) for one in findings if one.diagnostic.code == ESCAPED_TAG}
    for one in findings:
        place = one.diagnostic.path, one.diagnostic.line
        if one.diagnostic.code != ESCAPED_CODE.code or place not in said:
            yield one


def silenced(findings: Iterable[Finding], told: Iterable[Read], *, asked: bool) -> Iterator[Finding]:
    """Leave out what a remark in its document silences, and add the remarks that silence nothing."""
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_path[finding.diagnostic.path].append(finding)
    for one in told:
        found = by_path.pop(one.path, [])
        ignores = [ignore for ignore in one.reading.ignores if asked or ignore.code not in EXTERNAL]
        yield from (finding for finding in found if not is_silenced(finding.diagnostic, ignores))
        # A check that failed may be the one that a remark is about.
        if all(finding.diagnostic.code != CHECK_FAILED.code for finding in found):
            yield from map(Finding, unused(one.path, ignores, [finding.diagnostic for finding in found]))
    for rest in by_path.values():
        yield from rest


def edits_in(path: str, findings: Iterable[Finding]) -> tuple[Edit, ...]:
    return tuple(edit for one in findings if one.diagnostic.path == path for edit in one.edits)


def read_all(paths: Iterable[Path], guard: Guard) -> tuple[list[Document], list[Diagnostic]]:
    results = guard.each(paths, lambda path: [read_document(path)], path_of)
    documents = [result for result in results if isinstance(result, Document)]
    return documents, [result for result in results if isinstance(result, Diagnostic)]
