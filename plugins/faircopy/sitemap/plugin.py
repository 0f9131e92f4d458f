"""Pelican plugin: writes the sitemap and robots.txt."""

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from pelican import signals
from pelican.generators import Generator

from faircopy.content.texts import encoded, with_translations
from faircopy.incremental.output import write_file
from faircopy.sitemap.files import SitemapPage, robots, sitemap


class SitemapGenerator(Generator):
    """Writes both files, from the context that Pelican's own generators filled."""

    def generate_output(self, writer: object) -> None:
        site = self.settings["SITEURL"]
        write_file(writer, self.output_path, "sitemap.xml", partial(encoded, lambda: sitemap(addresses(self.context))))
        write_file(writer, self.output_path, "robots.txt", partial(encoded, lambda: robots(f"{site}/sitemap.xml")))


def addresses(context: dict[str, Any]) -> Iterator[SitemapPage]:
    """Yield each page for search engines: public texts and first pages of lists, not further pages."""
    site = context["SITEURL"]
    yield SitemapPage(f"{site}/", newest(context["articles"]))
    for article in with_translations(context["articles"]):
        yield SitemapPage(f"{site}/{article.url}", getattr(article, "modified", article.date).date())
    for page in with_translations(context["pages"]):
        yield SitemapPage(f"{site}/{page.url}")
    for wrapper, articles in [*context["categories"], *context["tags"]]:
        if wrapper.save_as:
            yield SitemapPage(f"{site}/{wrapper.url}", newest(articles))
    for name in ("ARCHIVES", "CATEGORIES", "TAGS"):
        # Pelican knows the output path of such a page, and only the theme its address.
        if address := context.get(f"{name}_URL", context.get(f"{name}_SAVE_AS")):
            yield SitemapPage(f"{site}/{address}", newest(context["articles"]))
    if address := context.get("SEARCH_URL"):
        yield SitemapPage(f"{site}/{address}")


def newest(articles: list[Any]) -> dt.date | None:
    return max((getattr(article, "modified", article.date).date() for article in articles), default=None)


def add_generator(pelican: object) -> type[SitemapGenerator]:  # noqa: ARG001  # Pelican's signature
    return SitemapGenerator


def register() -> None:
    signals.get_generators.connect(add_generator)
