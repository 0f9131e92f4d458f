"""Pelican plugin: lasting ids in the Atom feed; the JSON feed, site map and robots.txt as well."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from markupsafe import Markup
from pelican import signals
from pelican.generators import Generator

from sitefiles.entries import Entry, entry_id
from sitefiles.json_feed import Feed, json_feed
from sitefiles.sitemap import Address, robots, sitemap

Settings = dict[str, Any]


class SiteFilesGenerator(Generator):
    """Writes the files that Pelican does not know of, from the context that its own generators filled."""

    def generate_output(self, writer: object) -> None:  # noqa: ARG002  # Pelican's signature
        articles = self.context["articles"]
        entries = [entry_of(article, self.settings) for article in articles[: self.settings["FEED_MAX_ITEMS"]]]
        self.write(self.settings["FEED_ALL_JSON"], json_feed(feed_of(self.settings), entries))
        self.write("sitemap.xml", sitemap(addresses(self.context)))
        self.write("robots.txt", robots(f"{self.settings['SITEURL']}/sitemap.xml"))

    def write(self, name: str, text: str) -> None:
        target = Path(self.output_path, name)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def feed_of(settings: Settings) -> Feed:
    return Feed(
        title=settings["SITENAME"],
        description=settings["SITESUBTITLE"],
        home_url=f"{settings['SITEURL']}/",
        feed_url=f"{settings['SITEURL']}/{settings['FEED_ALL_JSON']}",
        author=settings["AUTHOR"],
        language=settings["DEFAULT_LANG"],
    )


def entry_of(article: Any, settings: Settings) -> Entry:
    return Entry(
        id=article_id(article, settings),
        url=f"{settings['SITEURL']}/{article.url}",
        title=plain(article.title),
        summary=plain(article.summary),
        # Another plugin may have made something for readers who have no scripts and no forms.
        content=getattr(article, "feed_content", article.content),
        published=article.date,
        modified=getattr(article, "modified", article.date),
        tags=tuple(tag.name for tag in getattr(article, "tags", ())),
        author=str(article.author),
    )


def article_id(article: Any, settings: Settings) -> str:
    return entry_id(settings["TAG_AUTHORITY"], article.date, article.slug)


def plain(html: str) -> str:
    return str(Markup(html).striptags())  # noqa: S704  # read as HTML, returned as text


def addresses(context: dict[str, Any]) -> Iterator[Address]:
    """Yield each page that a search engine should know: what is listed, not what only pages through a list."""
    site = context["SITEURL"]
    yield Address(f"{site}/", newest(context["articles"]))
    for article in context["articles"]:
        yield Address(f"{site}/{article.url}", getattr(article, "modified", article.date).date())
    for page in context["pages"]:
        yield Address(f"{site}/{page.url}")
    for wrapper, articles in [*context["categories"], *context["tags"]]:
        yield Address(f"{site}/{wrapper.url}", newest(articles))
    for name in ("ARCHIVES", "CATEGORIES", "TAGS"):
        yield Address(f"{site}/{context[f'{name}_URL']}", newest(context["articles"]))
    yield Address(f"{site}/{context['SEARCH_URL']}")


def newest(articles: list[Any]) -> dt.date | None:
    return max((getattr(article, "modified", article.date).date() for article in articles), default=None)


def say_the_same_in_atom(context: dict[str, Any], feed: Any) -> None:
    """Replace Pelican's entry ids, which hold the address and so change with it; content is that of the JSON feed."""
    by_url = {f"{context['SITEURL']}/{article.url}": article for article in context["articles"]}
    feed.feed["id"] = f"tag:{context['TAG_AUTHORITY']},{context['TAG_SINCE']}:feed"
    for item in feed.items:
        entry = entry_of(by_url[item["link"]], context)
        item["unique_id"], item["content"] = entry.id, entry.content
        item["description"] = plain(item["description"])


def add_generator(pelican: object) -> type[SiteFilesGenerator]:  # noqa: ARG001  # Pelican's signature
    return SiteFilesGenerator


def register() -> None:
    signals.get_generators.connect(add_generator)
    signals.feed_generated.connect(say_the_same_in_atom)
