"""Pelican plugin: verdicts into the pages, downloads beside them, and in the end everything read back."""

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
from pelican import signals
from pelican.generators import Generator
from pelican.utils import order_content

from faircopy._compat.pelican import html_of, set_html
from faircopy.content.templates import templates_of
from faircopy.diagnostics.model import ContentError, Diagnostic, has_errors
from faircopy.incremental.digests import digest_of
from faircopy.incremental.offers import ON_REQUEST, offer
from faircopy.incremental.signals import content_refreshed, pure
from faircopy.incremental.store import SESSION, Session
from faircopy.markdown.document import Document, parse_document, read_document
from faircopy.snippets.cache import Cache, default_folder
from faircopy.snippets.check import Settings, all_rules, check_documents
from faircopy.snippets.downloads import Download, Places, address, downloads_of
from faircopy.snippets.feeds import address_of, entries_of, feeds_below
from faircopy.snippets.fidelity import check_download, check_entries, check_html, check_links, unreadable
from faircopy.snippets.lines import linked_lines
from faircopy.snippets.render import TEMPLATES
from faircopy.snippets.rendered import VerifiedDocument, verified_documents

# Pelican settings: what has been checked already, for whoever runs Pelican after a check of their own …
PROVEN = "SNIPPETS_PROVEN"
# … and what this plugin knows of the build that is under way.
PUBLICATION = "SNIPPETS_PUBLICATION"

# Where a page will stand is known when Pelican has read its front matter, which it does after making HTML of its
# Markdown. Until then links to downloads have these in them.
FAITHFUL = "faithful"
PLACEHOLDERS = Places(page="snippets-page:/", name="~name~")
LINK = re.compile(r'(<a\b[^<>]*?\shref=")snippets-page:/([^"]*)')


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is written, and whose document is one of ours."""

    verified: VerifiedDocument
    url: str  # absolute
    file: Path
    places: Places
    downloads: Mapping[Path, Download]


@dataclass
class Publication:
    """One build."""

    by_text: dict[str, VerifiedDocument]
    by_path: dict[str, VerifiedDocument]  # by absolute path
    # Filled when Pelican has read everything:
    pages: dict[str, Page] = field(default_factory=dict)  # by source
    entries: dict[str, frozenset[str]] = field(default_factory=dict)  # by the file of a feed: whose it has to have
    copied: list[Any] = field(default_factory=list)  # the files that are copied as they are

    def data(self, source: str, file: Path) -> bytes:
        """Return what a page offers as `file` at this time: a preview asks again and again."""
        return self.pages[source].downloads[file].data


@dataclass(frozen=True, slots=True)
class VerdictLookup:
    """What the Markdown extension asks for what is known of a text."""

    by_text: Mapping[str, VerifiedDocument]

    def __call__(self, text: str) -> VerifiedDocument | None:
        return self.by_text.get(text)

    def cache_key_for(self, text: str) -> object:
        """Return all that the HTML of a text has from here: whoever keeps it must know when that changes."""
        verified = self.by_text.get(parse_document("", text).text)
        return verified and msgspec.json.encode(
            ([(one.snippet, one.verdict) for one in verified.fences], verified.hidden)
        )


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
    verified: list[VerifiedDocument] = settings.get(PROVEN) or check_site(settings)
    # One dictionary for all runs of a site in memory: a reader of an earlier run still asks it.
    before: Publication | None = settings.get(PUBLICATION)
    by_text = before.by_text if before else {}
    by_text.clear()
    by_text.update({one.document.text: one for one in verified})
    publication = Publication(
        by_text,
        {os.path.abspath(one.document.path): one for one in verified},  # noqa: PTH100
    )
    settings[PUBLICATION] = publication
    # A new dictionary: the one that the settings file has may belong to other settings as well.
    markdown = settings["MARKDOWN"]
    templates = templates_of(settings, TEMPLATES)
    own = {"lookup": VerdictLookup(publication.by_text), "places": PLACEHOLDERS, "templates": templates}
    configs = {**markdown.get("extension_configs", {}), "faircopy.snippets.extension": own}
    settings["MARKDOWN"] = {**markdown, "extension_configs": configs}
    # Once more, so that it comes after what any other plugin does in the end.
    signals.finalized.disconnect(read_back)
    signals.finalized.connect(read_back)
    content_refreshed.connect(refresh)


def add_filters(generator: Any) -> None:
    generator.env.filters.update(linked_lines=pure(linked_lines))


def update(settings: Mapping[str, Any], source: Path, verified: VerifiedDocument) -> None:
    """Take in what has been found out of a source in the middle of things."""
    publication: Publication | None = settings.get(PUBLICATION)
    if publication is None:  # nothing is under way: `start` will be told
        return
    path = os.path.abspath(source)  # noqa: PTH100
    before = publication.by_path.get(path)
    publication.by_path[path] = verified
    if before and not any(one.document.text == before.document.text for one in publication.by_path.values()):
        publication.by_text.pop(before.document.text, None)
    publication.by_text[verified.document.text] = verified


def check_site(settings: Mapping[str, Any]) -> list[VerifiedDocument]:
    """Check the snippets of a site's articles and pages. Raises ContentError when any is wrong."""
    content = Path(os.path.relpath(settings["PATH"]))
    folders = dict.fromkeys([*settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"]])
    paths = dict.fromkeys(path for folder in folders for path in sorted((content / folder).rglob("*.md")))
    # What cannot be read is Pelican's to complain of.
    documents = [read for path in paths if isinstance(read := read_document(path), Document)]
    report = check_documents(documents, check_settings(settings))
    if has_errors(report.diagnostics):
        raise ContentError(report.diagnostics)
    return verified_documents(documents, report.checked)


# When all has been read, and addresses are known


def place_downloads(generators: list[Any]) -> None:
    """Give each page the addresses of its downloads."""
    context, settings = generators[0].context, generators[0].settings
    publication: Publication = settings[PUBLICATION]
    publication.copied = context["staticfiles"]
    if not settings.get(ON_REQUEST):
        publication.entries = {
            posixpath.normpath(name): frozenset(address_of(f"{settings['SITEURL']}/{one.url}") for one in articles)
            for name, articles in expected_feeds(context, settings)
        }
    for content in context["generated_content"].values():
        # Pelican keeps a None for a source that it could not use.
        if content:
            place_downloads_of(content)


def expected_feeds(context: Mapping[str, Any], settings: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Yield the file of each feed that Pelican is told to write, and the articles that are to be in it."""
    listed = context["articles"]
    everything = in_order([*listed, *(one for article in listed for one in article.translations)], settings)
    languages = {article.lang: [one for one in everything if one.lang == article.lang] for article in everything}
    kinds: list[tuple[str, dict[str, str], list[Any]]] = [
        ("FEED", {}, listed),
        ("FEED_ALL", {}, everything),
        *(("TRANSLATION_FEED", {"lang": language}, articles) for language, articles in languages.items()),
        *(
            (f"{kind}_FEED", {"slug": term.slug}, articles)
            for kind, terms in (("CATEGORY", "categories"), ("TAG", "tags"), ("AUTHOR", "authors"))
            for term, articles in context[terms]
        ),
    ]
    for kind, names, articles in kinds:
        for form in ("ATOM", "RSS", "JSON"):  # the last is a feed of sitefiles
            if pattern := settings.get(f"{kind}_{form}"):
                yield str(pattern).format(**names), articles[: settings["FEED_MAX_ITEMS"]]


def in_order(articles: list[Any], settings: Mapping[str, Any]) -> list[Any]:
    ordered: list[Any] = order_content(articles, settings["ARTICLE_ORDER_BY"])
    return ordered


def place_downloads_of(content: Any) -> None:
    settings = content.settings
    publication: Publication = settings[PUBLICATION]
    source = os.path.abspath(content.source_path)  # noqa: PTH100  # for each of thousands, and Path takes its time
    verified = publication.by_path.get(source)
    # Where nobody reads the pages back, only what is offered matters.
    if verified and (not settings.get(ON_REQUEST) or PLACEHOLDERS.page in html_of(content)):
        places = Places(f"{settings['SITEURL']}/{folder_of(content.url)}", content.slug)
        set_html(content, LINK.sub(partial(link, places=places), html_of(content)))
        if content.save_as and (verified.fences or verified.setups):
            publication.pages[source] = page_of(content, verified, places, settings)


def refresh(content: Any) -> bool:
    """Do for a text that has changed what has been done for all; False when it offers other files than before."""
    pages = content.settings[PUBLICATION].pages
    source = os.path.abspath(content.source_path)  # noqa: PTH100
    before: Page | None = pages.pop(source, None)
    place_downloads_of(content)
    after: Page | None = pages.get(source)
    return (before.downloads.keys() if before else set()) == (after.downloads.keys() if after else set())


def link(found: re.Match[str], *, places: Places) -> str:
    """Return the start of a link to a download with its address in place."""
    return found[1] + escape(places.page) + found[2].replace(PLACEHOLDERS.name, quote(places.name), 1)


def page_of(content: Any, verified: VerifiedDocument, places: Places, settings: Mapping[str, Any]) -> Page:
    output = Path(settings["OUTPUT_PATH"])
    folder = output / folder_of(content.save_as.removesuffix("index.html"))
    downloads = {folder / download.path: download for download in downloads_of(verified, places.name)}
    return Page(verified, f"{settings['SITEURL']}/{content.url}", output / content.save_as, places, downloads)


def folder_of(address: str) -> str:
    """Return the folder, ending in a slash, that belongs to one page alone: 'a/' for 'a/' and for 'a.html'."""
    return address if address.endswith("/") or not address else f"{os.path.splitext(address)[0]}/"  # noqa: PTH122


class DownloadsGenerator(Generator):
    """Writes what the pages offer."""

    def generate_output(self, writer: object) -> None:
        publication: Publication = self.settings[PUBLICATION]
        for source, page in publication.pages.items():
            for file in page.downloads:
                name = file.relative_to(self.output_path).as_posix()
                offer(writer, self.output_path, name, partial(publication.data, source, file))


def add_generator(pelican: object) -> type[DownloadsGenerator]:  # noqa: ARG001  # Pelican's signature
    return DownloadsGenerator


# When all is written


def read_back(pelican: Any) -> None:
    """Raise ContentError when what was written is not what was checked."""
    found = [] if pelican.settings.get(ON_REQUEST) else list(check_output(pelican.settings))
    if found:
        raise ContentError(sorted(found))


def check_output(settings: Mapping[str, Any]) -> Iterator[Diagnostic]:
    output = Path(settings["OUTPUT_PATH"])
    pages = list(settings[PUBLICATION].pages.values())
    session: Session | None = settings.get(SESSION)
    for page in pages:
        if not is_known(page, session):
            found = [*check_page(page, output)]
            yield from found
            if session and not found:
                session.store.put(FAITHFUL, key_of(page, session), b"1")
    yield from check_feeds(output, settings)


def check_feeds(output: Path, settings: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the feeds: with all that were written, whoever has written them."""
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


def is_known(page: Page, session: Session | None) -> bool:
    """Tell whether exactly this page has been compared before, and nothing was wrong with it."""
    return session is not None and session.store.get(FAITHFUL, key_of(page, session)) is not None


def key_of(page: Page, session: Session) -> str:
    written = [file.read_bytes() if file.is_file() else None for file in (page.file, *page.downloads)]
    return digest_of((session.code, msgspec.json.encode(page.verified), page.places, page.url, written))


def check_page(page: Page, output: Path) -> Iterator[Diagnostic]:
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


def register() -> None:
    signals.initialized.connect(start)
    signals.generator_init.connect(add_filters)
    signals.get_generators.connect(add_generator)
    signals.all_generators_finalized.connect(place_downloads)
    signals.finalized.connect(read_back)
    content_refreshed.connect(refresh)
