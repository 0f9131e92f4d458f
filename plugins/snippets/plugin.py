"""Pelican plugin: verdicts into the pages, downloads beside them, and in the end everything read back."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pelican import signals
from pelican.generators import Generator

from mdsource.diagnostics import ContentError, Diagnostic, has_errors
from mdsource.document import Document, read_document
from snippets.cache import Cache, default_folder
from snippets.check import Settings, all_rules, check_documents
from snippets.downloads import Download, Places, address, downloads_of
from snippets.fidelity import (
    atom_entries,
    check_download,
    check_entries,
    check_html,
    check_links,
    json_entries,
    unreadable,
)
from snippets.shown import Proven, prove

# Pelican settings: what has been checked already, for whoever runs Pelican after a check of their own …
PROVEN = "SNIPPETS_PROVEN"
# … and what this plugin knows of the build that is under way.
PUBLICATION = "SNIPPETS_PUBLICATION"

# Where a page will stand is known when Pelican has read its front matter, which it does after making HTML of its
# Markdown. Until then links to downloads have these in them.
PLACEHOLDERS = Places(page="snippets-page:/", name="~name~")
LINK = re.compile(r'(<a class="snippet-(?:download|archive)" href=")snippets-page:/([^"]*)')


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is written, and whose document is one of ours."""

    proven: Proven
    url: str  # absolute
    file: Path
    places: Places
    downloads: Mapping[Path, Download]
    in_feeds: bool


@dataclass
class Publication:
    """One build."""

    by_text: Mapping[str, Proven]
    by_path: Mapping[Path, Proven]
    pages: list[Page] = field(default_factory=list)  # filled when Pelican has read everything


def check_settings(settings: Mapping[str, Any]) -> Settings:
    """Return how snippets are to be checked for a site with these Pelican settings."""
    return Settings(
        strict=settings.get("SNIPPETS_STRICT", False),
        jobs=os.cpu_count() or 1,
        cache=Cache(default_folder(), all_rules()),
        checkers=settings.get("SNIPPETS_CHECKERS"),
    )


# Before anything is read


def start(pelican: Any) -> None:
    """Check all snippets, unless that has been done, and tell the Markdown extension what is known of them."""
    settings = pelican.settings
    proven: list[Proven] = settings.get(PROVEN) or check_site(settings)
    publication = Publication(
        {one.document.text: one for one in proven}, {Path(one.document.path).resolve(): one for one in proven}
    )
    settings[PUBLICATION] = publication
    # A new dictionary: the one that the settings file has may belong to other settings as well.
    markdown = settings["MARKDOWN"]
    own = {"lookup": publication.by_text.get, "places": PLACEHOLDERS}
    configs = {**markdown.get("extension_configs", {}), "snippets.extension": own}
    settings["MARKDOWN"] = {**markdown, "extension_configs": configs}
    # Once more, so that it comes after what any other plugin does in the end.
    signals.finalized.disconnect(read_back)
    signals.finalized.connect(read_back)


def check_site(settings: Mapping[str, Any]) -> list[Proven]:
    """Check the snippets of a site's articles and pages. Raises ContentError when any is wrong."""
    content = Path(os.path.relpath(settings["PATH"]))
    folders = dict.fromkeys([*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"]])
    paths = dict.fromkeys(path for folder in folders for path in sorted((content / folder).rglob("*.md")))
    # What cannot be read is Pelican's to complain of.
    documents = [read for path in paths if isinstance(read := read_document(path), Document)]
    report = check_documents(documents, check_settings(settings))
    if has_errors(report.diagnostics):
        raise ContentError(report.diagnostics)
    return prove(documents, report.checked)


# When all has been read, and addresses are known


def place_downloads(generators: list[Any]) -> None:
    """Give each page the addresses of its downloads."""
    context, settings = generators[0].context, generators[0].settings
    publication: Publication = settings[PUBLICATION]
    newest = context["articles"][: settings["FEED_MAX_ITEMS"]]
    for content in context["generated_content"].values():
        # Pelican keeps a None for a source that it could not use.
        proven = publication.by_path.get(Path(content.source_path).resolve()) if content else None
        if proven:
            places = Places(f"{settings['SITEURL']}/{folder_of(content.url)}", content.slug)
            content._content = LINK.sub(partial(link, places=places), content._content)  # noqa: SLF001  # no setter
            if content.save_as:
                publication.pages.append(page_of(content, proven, places, settings, in_feeds=content in newest))


def link(found: re.Match[str], *, places: Places) -> str:
    """Return the start of a link to a download with its address in place."""
    return found[1] + escape(places.page) + found[2].replace(PLACEHOLDERS.name, quote(places.name), 1)


def page_of(content: Any, proven: Proven, places: Places, settings: Mapping[str, Any], *, in_feeds: bool) -> Page:
    output = Path(settings["OUTPUT_PATH"])
    folder = output / folder_of(content.save_as.removesuffix("index.html"))
    downloads = {folder / download.path: download for download in downloads_of(proven, places.name)}
    return Page(proven, f"{settings['SITEURL']}/{content.url}", output / content.save_as, places, downloads, in_feeds)


def folder_of(address: str) -> str:
    """Return the folder, ending in a slash, that belongs to one page alone: 'a/' for 'a/' and for 'a.html'."""
    return address if address.endswith("/") or not address else f"{os.path.splitext(address)[0]}/"  # noqa: PTH122


class DownloadsGenerator(Generator):
    """Writes what the pages offer."""

    def generate_output(self, writer: object) -> None:  # noqa: ARG002  # Pelican's signature
        for page in self.settings[PUBLICATION].pages:
            for file, download in page.downloads.items():
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(download.data)


def add_generator(pelican: object) -> type[DownloadsGenerator]:  # noqa: ARG001  # Pelican's signature
    return DownloadsGenerator


# When all is written

# Which feeds there are is said by Pelican's settings, and for JSON by one of sitefiles.
FEEDS = {"FEED_ATOM": atom_entries, "FEED_ALL_ATOM": atom_entries, "FEED_ALL_JSON": json_entries}


def read_back(pelican: Any) -> None:
    """Raise ContentError when what was written is not what was checked."""
    found = list(check_output(pelican.settings))
    if found:
        raise ContentError(sorted(found))


def check_output(settings: Mapping[str, Any]) -> Iterator[Diagnostic]:
    output = Path(settings["OUTPUT_PATH"])
    pages = [page for page in settings[PUBLICATION].pages if page.proven.shown or page.proven.setups]
    for page in pages:
        yield from check_page(page, output)
    in_feeds = {page.url: page.proven for page in pages if page.in_feeds}
    for name, entries_of in FEEDS.items():
        where = settings.get(name)
        if where and in_feeds:
            try:
                entries = entries_of((output / where).read_bytes())
            except (OSError, ValueError) as error:
                yield unreadable(f"'{where}'", str(error), next(iter(in_feeds.values())).document.path)
            else:
                yield from check_entries(f"'{where}'", entries, in_feeds)


def check_page(page: Page, output: Path) -> Iterator[Diagnostic]:
    where = f"'{page.file.relative_to(output)}'"
    try:
        html = page.file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        yield unreadable(where, str(error), page.proven.document.path)
    else:
        yield from check_html(where, html, page.proven)
        offered = {address(page.places, download): download for download in page.downloads.values()}
        yield from check_links(where, html, page.proven, offered)
    for file, download in page.downloads.items():
        data = file.read_bytes() if file.is_file() else None
        yield from check_download(f"'{file.relative_to(output)}'", data, download, page.proven)


def register() -> None:
    signals.initialized.connect(start)
    signals.get_generators.connect(add_generator)
    signals.all_generators_finalized.connect(place_downloads)
    signals.finalized.connect(read_back)
