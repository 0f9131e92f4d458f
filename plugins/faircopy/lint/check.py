"""Proofread a content folder: every document by itself, then what they say to each other."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path, PurePath

from faircopy.checklists import rules as checklists_rules
from faircopy.checklists.check import check_page, check_posts
from faircopy.content import rules as content_rules
from faircopy.content.moment import Moment
from faircopy.content.schedule import check_schedule
from faircopy.content.settings import Site
from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.lint import rules
from faircopy.lint.addresses import check_addresses
from faircopy.lint.attributes import check_attributes
from faircopy.lint.borrowed import check_borrowed
from faircopy.lint.characters import check_characters, check_references
from faircopy.lint.eaten import check_eaten
from faircopy.lint.fences import check_fences
from faircopy.lint.findings import Edit, Finding
from faircopy.lint.guard import Fault, Guard
from faircopy.lint.headings import check_headings, find_anchors
from faircopy.lint.ignores import is_silenced, read_ignores, unused
from faircopy.lint.images import check_images
from faircopy.lint.layout import Layout, layout_of
from faircopy.lint.links import Link, check_links, find_links
from faircopy.lint.markup import check_markup
from faircopy.lint.memory import Judged, Memory, Reading, report_of
from faircopy.lint.metadata import check_duplicate_slugs, check_metadata, check_template
from faircopy.lint.schemes import check_schemes
from faircopy.lint.spelling import check_spelling
from faircopy.lint.targets import check_targets, territory_of
from faircopy.lint.terms import check_terms
from faircopy.lint.typography import check_typography
from faircopy.markdown import rules as markdown_rules
from faircopy.markdown.document import Document, read_document
from faircopy.media import rules as media_rules
from faircopy.media.check import check_charts, check_files, check_offered
from faircopy.snippets.check import Report, Settings, all_rules
from faircopy.snippets.downloads import downloads_of
from faircopy.snippets.shown import Proven

# What is asked of links to other sites, when it is asked: each with its document.
Asking = Callable[[list[tuple[Document, Link]]], list[Diagnostic]]
# What only an asked site can answer, so that a remark about it is not unused when nobody asked.
EXTERNAL = {rule.code for rule in (rules.EXTERNAL_DEAD, rules.EXTERNAL_SILENT, rules.EXTERNAL_MOVED)}
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
    modules = (rules, markdown_rules, checklists_rules, content_rules, media_rules)
    ours = [value for module in modules for value in vars(module).values() if isinstance(value, Rule)]
    return {**{rule.code: rule for rule in ours}, **all_rules()}


def read_text(document: Document, site: Site, *, dated: bool, on_fault: Fault | None = None) -> Reading:
    """Return all that can be said of one document without looking at another file; posts are `dated`, pages are not."""
    guard = Guard(document.path, on_fault)
    ignores, wrong = next(iter(guard.collect(lambda: [read_ignores(document, known_rules())])), ([], []))
    links = guard.collect(lambda: find_links(document))
    anchors = guard.collect(lambda: find_anchors(document))
    checks: tuple[Callable[[], Iterable[Diagnostic]], ...] = (
        lambda: check_characters(document),
        lambda: check_references(document),
        lambda: check_metadata(document, dated=dated),
        lambda: check_template(document, site.templates),
        lambda: check_fences(document),
        lambda: check_markup(document),
        lambda: check_attributes(document),
        lambda: check_links(document, links),
        lambda: check_schemes(document, links),
        lambda: check_headings(document, anchors),
        lambda: check_eaten(document),
        lambda: check_spelling(document, site.words),
        lambda: () if dated else check_page(document),
    )
    diagnostics = [*wrong, *(one for check in checks for one in guard.collect(check))]
    findings = [*map(Finding, diagnostics), *guard.collect(lambda: check_typography(document)), *guard.failed]
    names = frozenset(anchor.id for anchor in anchors)
    return Reading(tuple(sorted(set(findings))), tuple(links), names, tuple(ignores))


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
    told = [one for one in read if only is None or only(Path(one.path))]
    judged = guard.share([one.document for one in told], partial(memory.judged, settings=snippets), path_of) or []
    report = report_of(judged)
    links = [(one.document, link) for one in told for link in one.reading.links]
    findings = [
        *map(Finding, [*layout.misplaced, *unread, *unread_pages, *report.diagnostics]),
        *(finding for one in read for finding in one.reading.findings),
        *check_together(content, layout, read, site, guard),
        *map(Finding, guard.each(judged, check_downloads, lambda one: one.proven.document.path)),
        *map(Finding, check_held_back(layout, read, moment, guard) if moment else ()),
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


def path_of(one: Document | Read | Path) -> str:
    return str(one) if isinstance(one, Path) else one.path


def check_together(content: Path, layout: Layout, read: Sequence[Read], site: Site, guard: Guard) -> Iterator[Finding]:
    """Yield what is wrong between documents, and between them and the files beside them."""
    posts, pages = ([one.document for one in read if one.dated is dated] for dated in (True, False))
    for documents in (posts, pages):
        yield from map(Finding, guard.share_list(documents, check_duplicate_slugs, path_of))
    yield from map(Finding, guard.share_list(posts, check_posts, path_of))
    yield from map(Finding, guard.share_list(read, lambda some: check_addresses(dated(some), site), path_of))
    yield from guard.share_list(posts, lambda some: check_terms(some, site), path_of)
    territory = guard.share(read, lambda some: territory_of(content, layout.files, with_anchors(some), site), path_of)
    if territory:
        yield from guard.each(read, lambda one: check_targets(one.document, one.reading.links, territory), path_of)
    yield from map(Finding, guard.each(read, lambda one: check_images(one.document, one.reading.links), path_of))
    yield from map(Finding, guard.each(read, lambda one: check_charts(one.document), path_of))
    yield from map(Finding, guard.each(layout.files, lambda file: check_files([file]), path_of))


def check_held_back(layout: Layout, read: Sequence[Read], moment: Moment, guard: Guard) -> Iterator[Diagnostic]:
    """Yield which posts are to come later, and the links that would show what is not public."""
    posts = [one for one in read if one.dated]
    yield from guard.each(posts, lambda one: check_schedule(one.document, moment), path_of)
    yield from guard.share_list(read, lambda some: check_borrowed(layout.links, dated(some), moment), path_of)


def dated(read: Iterable[Read]) -> list[tuple[Document, bool]]:
    return [(one.document, one.dated) for one in read]


def with_anchors(read: Iterable[Read]) -> list[tuple[Document, bool, frozenset[str]]]:
    return [(one.document, one.dated, one.reading.anchors) for one in read]


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
        if one.diagnostic.code != rules.ESCAPED_CODE.code or place not in said:
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
        if all(finding.diagnostic.code != rules.CHECK_FAILED.code for finding in found):
            yield from map(Finding, unused(one.path, ignores, [finding.diagnostic for finding in found]))
    for rest in by_path.values():
        yield from rest


def edits_in(path: str, findings: Iterable[Finding]) -> tuple[Edit, ...]:
    return tuple(edit for one in findings if one.diagnostic.path == path for edit in one.edits)


def read_all(paths: Iterable[Path], guard: Guard) -> tuple[list[Document], list[Diagnostic]]:
    results = guard.each(paths, lambda path: [read_document(path)], path_of)
    documents = [result for result in results if isinstance(result, Document)]
    return documents, [result for result in results if isinstance(result, Diagnostic)]
