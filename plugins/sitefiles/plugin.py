"""Pelican plugin: lasting ids in the Atom feed; the JSON feed, site map, robots.txt and redirects as well."""

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from markupsafe import Markup
from pelican import signals
from pelican.generators import Generator

from incremental.offers import offer
from sitefiles.entries import Entry, entry_id
from sitefiles.json_feed import Feed, json_feed
from sitefiles.redirects import file_of, paths_of, redirect_page
from sitefiles.sitemap import Address, robots, sitemap

Settings = dict[str, Any]


class SiteFilesGenerator(Generator):
    """Writes the files that Pelican does not know of, from the context that its own generators filled."""

    def generate_output(self, writer: object) -> None:
        for name, text in (
            (self.settings["FEED_ALL_JSON"], self.json_feed),
            ("sitemap.xml", lambda: sitemap(addresses(self.context))),
            ("robots.txt", lambda: robots(f"{self.settings['SITEURL']}/sitemap.xml")),
            *self.redirects(),
        ):
            offer(writer, self.output_path, name, partial(encoded, text))

    def redirects(self) -> Iterator[tuple[str, Callable[[], str]]]:
        for text in moved(self.context):
            url = f"{self.settings['SITEURL']}/{text.url}"
            for path in paths_of(text.redirect_from):
                yield file_of(path), partial(redirect_page, url, plain(text.title), text.lang)

    def json_feed(self) -> str:
        newest = self.context["articles"][: self.settings["FEED_MAX_ITEMS"]]
        return json_feed(feed_of(self.settings), [entry_of(article, self.settings) for article in newest])


def encoded(text: Callable[[], str]) -> bytes:
    return text().encode()


def moved(context: dict[str, Any]) -> Iterator[Any]:
    """Yield each published post and page with a field `Redirect_from`."""
    for kind in ("articles", "hidden_articles", "pages", "hidden_pages"):
        yield from (text for text in context.get(kind, ()) if hasattr(text, "redirect_from"))


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
    # A post that was renamed keeps the id of its old name, so that nobody is shown it again.
    return entry_id(settings["TAG_AUTHORITY"], article.date, getattr(article, "feed_slug", article.slug))


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
