"""Follows the links in the pages and feeds of a built site, and looks for content that would run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from faircopy.build import rules
from faircopy.build.active import ActiveElement, Theme
from faircopy.build.built_pages import BuiltPages, PagesWithoutFaults
from faircopy.build.link_answers import LinkAnswers
from faircopy.build.page_links import BuiltPage, read_feed
from faircopy.cache.database import Session
from faircopy.diagnostics.model import Rule
from faircopy.feeds.contents import is_feed
from faircopy.incremental.output_files import names_below
from faircopy.markdown.schemes import forbidden_scheme

# A site has the same addresses on many pages.
known_scheme = lru_cache(maxsize=100_000)(forbidden_scheme)


@dataclass(frozen=True, slots=True)
class LinkFault:
    """A link that must not appear in a page."""

    page: Path  # the file, below the root of the site
    address: str  # as it stands there
    rule: Rule
    why: str


def faults_of(
    root: Path, siteurl: str, session: Session | None = None, templates: Iterable[Path] = ()
) -> Iterator[LinkFault]:
    """Yield each link of the site below `root`, to be published at `siteurl`, that must not be there, and what runs.

    `session` caches parsed pages. Content that runs is allowed if the site's own `templates` contain it.
    """
    names = names_below(root)
    pages, theme = BuiltPages(root, names, session), Theme(templates)
    yield from faults_of_feeds(root, (name for name in names if name not in pages and is_feed(name)))
    right = PagesWithoutFaults(pages, session, names, (siteurl, theme.texts)) if session else None
    answers = LinkAnswers(root, siteurl, pages)
    for name in pages:
        if right and right.has(name):
            continue
        found = [*faults_of_page(name, pages[name], answers, theme)]
        yield from found
        if right and not found:
            right.note(name, pages[name])
    if right:
        right.save()


def faults_of_feeds(root: Path, names: Iterable[str]) -> Iterator[LinkFault]:
    for name in names:
        addresses, active = read_feed((root / name).read_bytes())
        yield from refused(Path(name), addresses)
        yield from (running(Path(name), one) for one in active)


def faults_of_page(name: str, page: BuiltPage, answers: LinkAnswers, theme: Theme) -> Iterator[LinkFault]:
    inside = Path(name)
    yield from refused(inside, (*(link.address for link in page.links), *page.others))
    wrong: set[str] = set()
    for link in page.links:
        if fault := answers.fault_in(link, name):
            wrong.add(link.address)
            yield LinkFault(inside, link.address, *fault)
    yield from (running(inside, one) for one in page.active if one.text not in wrong and not theme.has(one))


def running(page: Path, active: ActiveElement) -> LinkFault:
    return LinkFault(page, active.excerpt, rules.RUNS, active.why)


def refused(page: Path, addresses: Iterable[str]) -> Iterator[LinkFault]:
    """Yield each address with a forbidden scheme, whichever plugin or template it comes from."""
    for address in dict.fromkeys(addresses):
        if scheme := known_scheme(address):
            yield LinkFault(
                page, address, rules.SCHEME_REFUSED, f"has the scheme '{scheme}:', which nothing may link to"
            )
