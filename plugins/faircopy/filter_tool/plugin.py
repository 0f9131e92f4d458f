"""Pelican plugin: adds a tool below each proven filter, with which readers try it on their own log.

Only pages have it: where a template asks for it, `{{ article.content|with_filter_tools(article.filter_tools) }}`, or
else in the text itself.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from pelican import signals
from pelican.generators import Generator

from faircopy._compat.pelican import html_of, set_html
from faircopy.content.page_only import simplify_feed, simplify_summary
from faircopy.content.templates import templates_of
from faircopy.content.texts import folder_of_page, root_of
from faircopy.content.theme_templates import theme_names
from faircopy.filter_tool.assets import TEMPLATES, WORDS, FilterToolAssets, read_assets, words_file
from faircopy.filter_tool.model import ProvenFilter
from faircopy.filter_tool.page import Addresses, data_path, in_any_theme, placed_tools, with_filter_tools
from faircopy.filter_tool.words import sentences
from faircopy.incremental.marks import pure
from faircopy.incremental.output import content_refreshed, write_file


def place_tools(generators: list[Any]) -> None:
    for content in generators[0].context["generated_content"].values():
        # Pelican keeps a None for a source that it could not use.
        if content:
            place_tools_of(content)


def place_tools_of(content: Any) -> None:
    """Give a text its tools, if the plugin of snippets found filters in it."""
    content.filter_tools = ()
    if filters := filters_of(content):
        site = root_of(content.save_as, content.settings)
        page, words = f"{site}/{folder_of_page(content.url)}", words_of(content.settings, content.lang)
        addresses = Addresses(f"{site}/{read_assets().folder}", f"{site}/{words.folder}/{WORDS}")
        templates = templates_of(content.settings, TEMPLATES)
        content.filter_tools = placed_tools(filters, page, addresses, templates, content.lang)
        if with_filter_tools.__name__ not in theme_names(content.settings, content.template):
            set_html(content, with_filter_tools(html_of(content), in_any_theme(content.filter_tools, addresses.assets)))
            simplify_summary(content)


def words_of(settings: Mapping[str, Any], language: str) -> FilterToolAssets:
    """Return the tool's words in a language, with the form from the theme."""
    templates = templates_of(settings, TEMPLATES)
    form = templates.render("filter_tool/form.html", lang=language)
    return words_file(form, sentences(templates.words, language))


def filters_of(content: Any) -> tuple[ProvenFilter, ...]:
    found: tuple[ProvenFilter, ...] = getattr(content, "proven_filters", ())
    # A draft has no address in production. It is asked for last, because Pelican makes an address each time.
    return found if found and content.save_as else ()


class FilterToolGenerator(Generator):
    """Writes the data of filters, and the files that the tool loads."""

    def generate_output(self, writer: object) -> None:
        contents = [one for one in self.context["generated_content"].values() if one and filters_of(one)]
        for content in contents:
            folder = folder_of_page(content.save_as.removesuffix("index.html"))
            for proven in content.proven_filters:
                make = partial(data_of, content, proven.fence)
                write_file(writer, self.output_path, f"{folder}{data_path(proven)}", make)
        for assets in assets_for(self.settings, {content.lang for content in contents}):
            for name, data in assets.files.items():
                write_file(writer, self.output_path, f"{assets.folder}/{name}", partial(bytes, data))


def assets_for(settings: Mapping[str, Any], languages: Iterable[str]) -> list[FilterToolAssets]:
    """Return the assets of tools in these languages; two languages may have the same words."""
    words = {one.folder: one for one in (words_of(settings, language) for language in sorted(languages))}
    return [read_assets(), *words.values()] if words else []


def data_of(content: Any, fence: str) -> bytes:
    """Return the data of a filter as of now: a preview calls this again and again."""
    return next((proven.data.encode() for proven in content.proven_filters if proven.fence == fence), b"")


def add_filters(generator: Any) -> None:
    generator.env.filters.update(with_filter_tools=pure(with_filter_tools))


def refresh(content: Any) -> bool:
    """Update a changed text; False if its filters or words have changed."""
    before = files_of(content)
    place_tools_of(content)
    return before == files_of(content)


def files_of(content: Any) -> set[tuple[str, str]]:
    """Return the filters of a text that has tools, with the language of their words."""
    return {(tool.fence, content.lang) for tool in getattr(content, "filter_tools", ())}


def add_generator(pelican: object) -> type[FilterToolGenerator]:  # noqa: ARG001  # Pelican's signature
    return FilterToolGenerator


def register() -> None:
    signals.generator_init.connect(add_filters)
    signals.get_generators.connect(add_generator)
    signals.all_generators_finalized.connect(place_tools)
    signals.feed_generated.connect(simplify_feed)
    content_refreshed.connect(refresh)
