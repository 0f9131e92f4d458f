"""Proofread a content folder: every document by itself, then what they say to each other."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
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
from faircopy.lint.borrowed import check_borrowed
from faircopy.lint.characters import check_characters, check_references
from faircopy.lint.eaten import check_eaten
from faircopy.lint.fences import check_fences
from faircopy.lint.findings import Edit, Finding
from faircopy.lint.headings import check_headings, find_anchors
from faircopy.lint.ignores import is_silenced, read_ignores, unused
from faircopy.lint.images import check_images
from faircopy.lint.layout import Layout, layout_of
from faircopy.lint.links import Link, check_links, find_links
from faircopy.lint.markup import check_markup
from faircopy.lint.memory import Memory, Reading, report_of
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


def read_text(document: Document, site: Site, *, dated: bool) -> Reading:
    """Return all that can be said of one document without looking at another file; posts are `dated`, pages are not."""
    ignores, wrong = read_ignores(document, known_rules())
    links = find_links(document)
    anchors = find_anchors(document)
    diagnostics = [
        *wrong,
        *check_characters(document),
        *check_references(document),
        *check_metadata(document, dated=dated),
        *check_template(document, site.templates),
        *check_fences(document),
        *check_markup(document),
        *check_links(document, links),
        *check_schemes(document, links),
        *check_headings(document, anchors),
        *check_eaten(document),
        *check_spelling(document, site.words),
        *([] if dated else check_page(document)),
    ]
    findings = [*map(Finding, diagnostics), *check_typography(document)]
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
    layout = layout_of(content)
    posts, unread = read_all(layout.posts)
    pages, unread_pages = read_all(layout.pages)
    read = [
        Read(one, reading_of(one, site, memory, snippets, dated=dated), dated)
        for documents, dated in ((posts, True), (pages, False))
        for one in documents
    ]
    told = [one for one in read if only is None or only(Path(one.document.path))]
    judged = memory.judged([one.document for one in told], snippets)
    report = report_of(judged)
    findings = [
        *map(Finding, [*layout.misplaced, *unread, *unread_pages, *report.diagnostics]),
        *(finding for one in read for finding in one.reading.findings),
        *check_together(content, layout, read, site),
        *map(Finding, check_files(layout.files)),
        *(Finding(one) for judgement in judged for one in check_downloads(judgement.proven)),
        *(Finding(told) for one in read if one.dated and moment for told in check_schedule(one.document, moment)),
        *map(
            Finding, check_borrowed(layout.links, ((one.document, one.dated) for one in read), moment) if moment else ()
        ),
        *map(Finding, ask([(one.document, link) for one in told for link in one.reading.links]) if ask else ()),
    ]
    kept = [one for one in findings if only is None or only(Path(one.diagnostic.path))]
    kept = [*silenced(without_doubles(kept), told, asked=ask is not None)]
    edits = {one.document.path: edits_in(one.document.path, kept) for one in told}
    return Proofreading(sorted({one.diagnostic for one in kept}), [one.proven for one in judged], report, edits)


def reading_of(document: Document, site: Site, memory: Memory, settings: Settings, *, dated: bool) -> Reading:
    """Read a document; what goes wrong in one by a fault of ours hides nothing of the others, and is not kept."""
    try:
        return memory.reading(document, site, dated=dated, read=partial(read_text, document, site, dated=dated))
    except Exception as error:  # noqa: BLE001  # whatever it is, the author is to be told of all else
        if settings.on_fault:
            settings.on_fault(error)
        fact = f"proofreading failed with {type(error).__name__}: this is a fault of ours, not of the text"
        hint = "please report it with the text; --debug shows where it happened"
        return Reading((Finding(rules.CHECK_FAILED.at(document.path, 1, fact, hint)),), (), frozenset(), ())


def check_together(content: Path, layout: Layout, read: list[Read], site: Site) -> Iterator[Finding]:
    """Yield what is wrong between documents, and between them and the files beside them."""
    posts, pages = ([one.document for one in read if one.dated is dated] for dated in (True, False))
    territory = territory_of(
        content, layout.files, [(one.document, one.dated, one.reading.anchors) for one in read], site
    )
    for documents in (posts, pages):
        yield from map(Finding, check_duplicate_slugs(documents))
    yield from map(Finding, check_posts(posts))
    yield from map(Finding, check_addresses([(one.document, one.dated) for one in read], site))
    yield from check_terms(posts, site)
    for one in read:
        yield from check_targets(one.document, one.reading.links, territory)
        yield from map(Finding, check_images(one.document, one.reading.links))
        yield from map(Finding, check_charts(one.document))


def check_downloads(proven: Proven) -> Iterator[Diagnostic]:
    """Yield what would run in a file that a page offers: it stands on the site like any other."""
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
        found = by_path.pop(one.document.path, [])
        ignores = [ignore for ignore in one.reading.ignores if asked or ignore.code not in EXTERNAL]
        yield from (finding for finding in found if not is_silenced(finding.diagnostic, ignores))
        wrong = unused(one.document.path, ignores, [finding.diagnostic for finding in found])
        yield from map(Finding, wrong)
    for rest in by_path.values():
        yield from rest


def edits_in(path: str, findings: Iterable[Finding]) -> tuple[Edit, ...]:
    return tuple(edit for one in findings if one.diagnostic.path == path for edit in one.edits)


def read_all(paths: Iterable[Path]) -> tuple[list[Document], list[Diagnostic]]:
    results = [read_document(path) for path in paths]
    documents = [result for result in results if isinstance(result, Document)]
    return documents, [result for result in results if isinstance(result, Diagnostic)]
