"""Checks that the written pages, feeds and downloads contain exactly the code that was checked."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from faircopy.cache.fingerprints import fingerprint
from faircopy.cache.table import KeptTable
from faircopy.diagnostics.model import Diagnostic
from faircopy.feeds.reading import address_of, entries_of, feeds_below
from faircopy.incremental.state import state_of
from faircopy.snippets.pages.downloads import address
from faircopy.snippets.pages.fidelity import check_download, check_entries, check_html, check_links, unreadable
from faircopy.snippets.pages.publication import PUBLICATION, DocumentPage, Publication

# Where the store keeps which pages have been compared, and nothing was wrong with them.
FAITHFUL = "faithful"


def check_output(settings: Mapping[str, Any]) -> Iterator[Diagnostic]:
    output = Path(settings["OUTPUT_PATH"])
    pages = list(settings[PUBLICATION].pages.values())
    state = state_of(settings)
    faithful = KeptTable(state.session.store, FAITHFUL, state.session.code) if state else KeptTable(None, FAITHFUL, "")
    for page in pages:
        key, name = key_of(page), page.file.relative_to(output).as_posix()
        found = [*check_page(page, output)] if faithful.get(name) != key else []
        yield from found
        if not found:
            faithful.put(name, key)
    faithful.save()
    yield from check_feeds(output, settings)


def check_feeds(output: Path, settings: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Yield the problems of all feeds in the output, whoever wrote them."""
    publication: Publication = settings[PUBLICATION]
    verified = {address_of(page.url): page.verified for page in publication.pages.values()}
    if not verified:
        return
    own = {file.relative_to(output).as_posix() for page in publication.pages.values() for file in page.downloads}
    not_ours = own | {static.save_as for static in publication.copied}
    for name in sorted({*publication.entries, *feeds_below(output)} - not_ours):
        expected = publication.entries.get(name, frozenset())
        try:
            data = (output / name).read_bytes()
            entries = entries_of(data, rss_is_summary=settings["RSS_FEED_SUMMARY_ONLY"])
        except (OSError, ValueError) as error:
            concerned = next(
                (verified[one] for one in sorted(expected) if one in verified), next(iter(verified.values()))
            )
            yield unreadable(f"'{name}'", str(error), concerned.document.path)
        else:
            yield from check_entries(f"'{name}'", entries, sorted(expected), verified)


def key_of(page: DocumentPage) -> str:
    """Return a key that is the same for a page that was compared before, with the same code."""
    written = [file.read_bytes() if file.is_file() else None for file in (page.file, *page.downloads)]
    return fingerprint((msgspec.json.encode(page.verified), page.places, page.url, written))


def check_page(page: DocumentPage, output: Path) -> Iterator[Diagnostic]:
    where = f"'{page.file.relative_to(output)}'"
    try:
        html = page.file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        yield unreadable(where, str(error), page.verified.document.path)
    else:
        yield from check_html(where, html, page.verified)
        offered = {address(page.places, download): download for download in page.downloads.values()}
        yield from check_links(where, html, page.verified, offered)
    for file, download in page.downloads.items():
        data = file.read_bytes() if file.is_file() else None
        yield from check_download(f"'{file.relative_to(output)}'", data, download, page.verified)
