"""Pelican plugin: puts proofs into pages and downloads beside them, and checks the output."""

import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, partial
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.generators import Generator
from pelican.utils import order_content

from faircopy._compat.pelican import html_of
from faircopy.content.page_only import change_html, simplify_feed
from faircopy.content.templates import templates_of
from faircopy.content.texts import folder_of_page, root_of
from faircopy.content.theme_templates import theme_names
from faircopy.diagnostics.model import ContentError
from faircopy.diagnostics.pelican_log import report_plainly
from faircopy.feeds.reading import address_of
from faircopy.filter_tool.model import ProvenFilter
from faircopy.incremental.marks import pure
from faircopy.incremental.output import LAZY_OUTPUT, content_refreshed, write_file
from faircopy.snippets.pages.any_theme import place_style, snippet_assets
from faircopy.snippets.pages.downloads import DownloadPaths
from faircopy.snippets.pages.filter_tools import with_filter_tools
from faircopy.snippets.pages.lines import linked_lines
from faircopy.snippets.pages.output_check import check_output
from faircopy.snippets.pages.publication import (
    LINK,
    PLACEHOLDERS,
    PROVEN,
    PUBLICATION,
    DocumentPage,
    Publication,
    VerdictLookup,
    link,
    page_of,
)
from faircopy.snippets.pages.render import TEMPLATES
from faircopy.snippets.pages.rendered import VerifiedDocument
from faircopy.snippets.pages.site_check import check_site

# Pelican setting: whether readers can try filters in the page that shows them.
FILTER_TOOL = "FILTER_TOOL"
TOOL_PLUGIN = "faircopy.filter_tool.plugin"


# Before anything is read


def start(pelican: Any) -> None:
    """Check all snippets, unless that was done, and pass the results to the Markdown extension."""
    settings = pelican.settings
    checked: list[VerifiedDocument] = settings.get(PROVEN) or check_site(settings)
    verified, tools = with_tools(checked, settings)
    # One dictionary for all runs of a site in memory: a reader of an earlier run still asks it.
    before: Publication | None = settings.get(PUBLICATION)
    by_text = before.by_text if before else {}
    by_text.clear()
    by_text.update({one.document.text: one for one in verified})
    publication = Publication(
        by_text,
        {os.path.abspath(one.document.path): one for one in verified},  # noqa: PTH100
        filter_tools=tools,
    )
    settings[PUBLICATION] = publication
    # A new dictionary: the one that the settings file has may belong to other settings as well.
    markdown = settings["MARKDOWN"]
    templates = templates_of(settings, TEMPLATES)
    own = {"lookup": VerdictLookup(publication.by_text), "places": PLACEHOLDERS, "templates": templates}
    configs = {**markdown.get("extension_configs", {}), "faircopy.snippets.extension": own}
    settings["MARKDOWN"] = {**markdown, "extension_configs": configs}
    # Connect again, to run after other plugins.
    signals.finalized.disconnect(read_back)
    signals.finalized.connect(read_back)
    content_refreshed.connect(refresh)


def shows_tools(settings: Mapping[str, Any]) -> bool:
    """Tell whether the site has the plugin of filter tools."""
    plugins = {getattr(one, "__name__", one) for one in settings.get("PLUGINS") or ()}
    return bool(settings.get(FILTER_TOOL, True)) and TOOL_PLUGIN in plugins


def with_tools(
    checked: Iterable[VerifiedDocument], settings: Mapping[str, Any]
) -> tuple[list[VerifiedDocument], dict[str, tuple[ProvenFilter, ...]]]:
    """Return the documents with remarks about their filters, and the filters that readers can try.

    Raises ContentError if our matcher finds anything else than fail2ban.
    """
    if not shows_tools(settings):
        return list(checked), {}
    pairs = [with_filter_tools(one) for one in checked]
    if wrong := sorted({one for _, tools in pairs for one in tools.diagnostics}):
        raise ContentError(wrong)
    offered = {os.path.abspath(one.document.path): tools.filters for one, tools in pairs if tools.filters}  # noqa: PTH100
    return [one for one, _ in pairs], offered


def add_filters(generator: Any) -> None:
    generator.env.filters.update(linked_lines=pure(linked_lines))


def update(settings: Mapping[str, Any], source: Path, verified: VerifiedDocument) -> None:
    """Replace the results for one source, in a preview."""
    publication: Publication | None = settings.get(PUBLICATION)
    if publication is None:  # nothing is under way: `start` will be told
        return
    path = os.path.abspath(source)  # noqa: PTH100
    if shows_tools(settings):
        verified, tools = with_filter_tools(verified)
        publication.filter_tools[path] = tools.filters
    before = publication.by_path.get(path)
    publication.by_path[path] = verified
    if before and not any(one.document.text == before.document.text for one in publication.by_path.values()):
        publication.by_text.pop(before.document.text, None)
    publication.by_text[verified.document.text] = verified


# When all has been read, and addresses are known


def place_downloads(generators: list[Any]) -> None:
    """Give each page the addresses of its downloads."""
    context, settings = generators[0].context, generators[0].settings
    publication: Publication = settings[PUBLICATION]
    publication.copied = context["staticfiles"]
    if not settings.get(LAZY_OUTPUT):
        publication.entries = {
            posixpath.normpath(name): frozenset(address_of(f"{settings['SITEURL']}/{one.url}") for one in articles)
            for name, articles in expected_feeds(context, settings)
        }
    # Nearly all texts have the same template: what it names is looked up once.
    names_in = cache(partial(theme_names, settings))
    for content in context["generated_content"].values():
        # Pelican keeps a None for a source that it could not use.
        if content:
            place_downloads_of(content, names_in)


def expected_feeds(context: Mapping[str, Any], settings: Mapping[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    """Yield the file of each feed that Pelican's settings ask for, and its articles."""
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
        for form in ("ATOM", "RSS", "JSON"):  # the last is ours: `feeds.plugin`
            if pattern := settings.get(f"{kind}_{form}"):
                yield str(pattern).format(**names), articles[: settings["FEED_MAX_ITEMS"]]


def in_order(articles: list[Any], settings: Mapping[str, Any]) -> list[Any]:
    ordered: list[Any] = order_content(articles, settings["ARTICLE_ORDER_BY"])
    return ordered


def place_downloads_of(content: Any, names_in: Callable[[str], AbstractSet[str]]) -> None:
    settings = content.settings
    publication: Publication = settings[PUBLICATION]
    source = os.path.abspath(content.source_path)  # noqa: PTH100  # for each of thousands, and Path takes its time
    verified = publication.by_path.get(source)
    content.proven_filters = publication.filter_tools.get(source, ())
    # If pages are not read back, only downloads matter.
    if verified and place_style(content, names_in):
        publication.needs_style = True
    if verified and (not settings.get(LAZY_OUTPUT) or PLACEHOLDERS.page in html_of(content)):
        # Once: Pelican makes an address anew each time that it is asked.
        save_as, url = content.save_as, content.url
        places = DownloadPaths(f"{root_of(save_as or url, settings)}/{folder_of_page(url)}", content.slug)
        change_html(content, partial(LINK.sub, partial(link, places=places)))
        if save_as and (verified.fences or verified.setups):
            publication.pages[source] = page_of(verified, save_as, url, places, settings)


def refresh(content: Any) -> bool:
    """Update a changed text; False if its downloads have changed."""
    pages = content.settings[PUBLICATION].pages
    source = os.path.abspath(content.source_path)  # noqa: PTH100
    before: DocumentPage | None = pages.pop(source, None)
    place_downloads_of(content, partial(theme_names, content.settings))
    after: DocumentPage | None = pages.get(source)
    return (before.downloads.keys() if before else set()) == (after.downloads.keys() if after else set())


class DownloadsGenerator(Generator):
    """Writes the downloads of pages."""

    def generate_output(self, writer: object) -> None:
        publication: Publication = self.settings[PUBLICATION]
        for source, page in publication.pages.items():
            for file in page.downloads:
                name = file.relative_to(self.output_path).as_posix()
                write_file(writer, self.output_path, name, partial(publication.data, source, file))
        for name, data in snippet_assets().items() if publication.needs_style else ():
            write_file(writer, self.output_path, name, partial(bytes, data))


def add_generator(pelican: object) -> type[DownloadsGenerator]:  # noqa: ARG001  # Pelican's signature
    return DownloadsGenerator


# When all is written


def read_back(pelican: Any) -> None:
    """Raise ContentError if the output differs from what was checked."""
    found = [] if pelican.settings.get(LAZY_OUTPUT) else list(check_output(pelican.settings))
    if found:
        raise ContentError(sorted(found))


def register() -> None:
    report_plainly()
    signals.initialized.connect(start)
    signals.generator_init.connect(add_filters)
    signals.get_generators.connect(add_generator)
    signals.all_generators_finalized.connect(place_downloads)
    signals.feed_generated.connect(simplify_feed)
    signals.finalized.connect(read_back)
    content_refreshed.connect(refresh)
