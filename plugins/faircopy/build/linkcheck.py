"""Reports dead links of a built site at the place where they were written."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urldefrag

from faircopy.build import rules
from faircopy.build.links import LinkFault, faults_of
from faircopy.build.settings_places import origin_of
from faircopy.build.source_lines import PageSource, lines_with
from faircopy.cache.database import Session
from faircopy.diagnostics.model import Diagnostic

HINTS = {
    rules.LINK_DEAD: "write '{attach}picture.png' for a file beside the post, '{filename}/posts/…/index.md'",
    rules.FETCHED_FROM_ELSEWHERE: "keep a copy beside the post, and link that as '{attach}…'",
    rules.SCHEME_REFUSED: "write https://…, or a file beside the post",
    rules.RUNS: "take it out; put scripts in a script file of the theme",
}


@dataclass(frozen=True, slots=True)
class SiteInputs:
    """The settings and templates of a site, where a link that no author wrote may come from."""

    settings_file: Path
    theme: Path
    sources: Callable[[], Iterable[Path]]  # of posts and pages
    templates: tuple[Path, ...] = ()  # folders of what may run in a page


def check_links(
    output: Path,
    siteurl: str,
    pages: Mapping[Path, PageSource],
    site_inputs: SiteInputs,
    session: Session | None = None,
) -> list[Diagnostic]:
    """Return the faulty links of the site in `output`, each at its line in its source.

    `pages` are the pages with a source, by their absolute path. A link that no author wrote is reported once, at the
    setting or template that contains it. `session` caches parsed pages.
    """
    output = output.resolve()
    by_address: dict[str, list[LinkFault]] = {}
    for fault in faults_of(output, siteurl, session, site_inputs.templates):
        by_address.setdefault(fault.address, []).append(fault)
    found: list[Diagnostic] = []
    for address, faults in by_address.items():
        by_authors = [
            (fault, *place_of_link(address, pages[output / fault.page].source))
            for fault in faults
            if output / fault.page in pages and address in pages[output / fault.page].text
        ]
        for fault, path, line in by_authors:
            found.append(fault.rule.at(path, line, fact_of(fault), HINTS[fault.rule]))
        if not by_authors:
            found.append(at_origin(faults[0], siteurl, site_inputs))
    return sorted(found)


def at_origin(fault: LinkFault, siteurl: str, site_inputs: SiteInputs) -> Diagnostic:
    """Return the diagnostic for a fault in a feed or a page without a source: at the setting or template behind it."""
    folders = dict.fromkeys((*site_inputs.templates, site_inputs.theme / "templates"))
    if origin := origin_of(fault.address, siteurl, site_inputs.settings_file, folders):
        return fault.rule.at(origin.path, origin.line, fact_of(fault), origin.advice)
    for source in site_inputs.sources() if fault.address else ():
        for line in lines_with_link(fault.address, source):
            return fault.rule.at(os.path.relpath(source), line, fact_of(fault), HINTS[fault.rule])
    hint = "a plugin, a template or a setting makes it; look for where"
    return fault.rule.at(os.path.relpath(site_inputs.settings_file), 1, fact_of(fault), hint)


def fact_of(fault: LinkFault) -> str:
    return f"'{fault.address}' in '{fault.page}' {fault.why}"


def place_of_link(address: str, source: Path) -> tuple[str, int]:
    """Return where `source` has `address`, or what Pelican leaves of it when it resolves `{filename}`."""
    return os.path.relpath(source), next(lines_with_link(address, source), 1)


def lines_with_link(address: str, source: Path) -> Iterator[int]:
    yield from lines_with(address, source)
    if anchor := urldefrag(address).fragment:
        yield from lines_with(f"#{anchor}", source)
