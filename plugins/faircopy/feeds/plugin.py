"""Pelican plugin: lasting ids in Pelican's feeds; the JSON feed, site map, robots.txt and redirects as well."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from html import escape
from typing import Any
from urllib.parse import urljoin

from feedgenerator import Rss201rev2Feed
from feedgenerator.django.utils.encoding import iri_to_uri
from markupsafe import Markup
from pelican import signals
from pelican.generators import Generator
from pelican.utils import order_content

from faircopy.feeds.entries import Entry, entry_id, start_of
from faircopy.feeds.json_feed import Feed, json_feed
from faircopy.incremental.offers import offer
from faircopy.redirects.pages import file_of, paths_of, redirect_page
from faircopy.sitemap.files import Address, robots, sitemap

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
        articles = order_content([*with_translations(self.context["articles"])], self.settings["ARTICLE_ORDER_BY"])
        newest = articles[: self.settings["FEED_MAX_ITEMS"]]
        return json_feed(feed_of(self.settings), [entry_of(article, self.settings) for article in newest])


def encoded(text: Callable[[], str]) -> bytes:
    return text().encode()


def moved(context: dict[str, Any]) -> Iterator[Any]:
    """Yield each published post and page with a field `Redirect_from`."""
    for kind in ("articles", "hidden_articles", "pages", "hidden_pages"):
        texts = with_translations(context.get(kind, []))
        yield from (text for text in texts if hasattr(text, "redirect_from"))


def with_translations(texts: Sequence[Any]) -> Iterator[Any]:
    """Yield published texts, and then their translations, which Pelican puts into no list."""
    yield from texts
    for text in texts:
        yield from text.translations


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
    # A translation has the slug of its original, and may have its date.
    name = article.slug if article.in_default_lang else f"{article.slug}:{article.lang}"
    # A post that was renamed keeps the id of its old name, so that nobody is shown it again.
    return entry_id(settings["TAG_AUTHORITY"], article.date, getattr(article, "feed_slug", name))


def plain(html: str) -> str:
    return str(Markup(html).striptags())  # noqa: S704  # read as HTML, returned as text


def addresses(context: dict[str, Any]) -> Iterator[Address]:
    """Yield each page that a search engine should know: what is listed, not what only pages through a list."""
    site = context["SITEURL"]
    yield Address(f"{site}/", newest(context["articles"]))
    for article in with_translations(context["articles"]):
        yield Address(f"{site}/{article.url}", getattr(article, "modified", article.date).date())
    for page in with_translations(context["pages"]):
        yield Address(f"{site}/{page.url}")
    for wrapper, articles in [*context["categories"], *context["tags"]]:
        yield Address(f"{site}/{wrapper.url}", newest(articles))
    for name in ("ARCHIVES", "CATEGORIES", "TAGS"):
        yield Address(f"{site}/{context[f'{name}_URL']}", newest(context["articles"]))
    yield Address(f"{site}/{context['SEARCH_URL']}")


def newest(articles: list[Any]) -> dt.date | None:
    return max((getattr(article, "modified", article.date).date() for article in articles), default=None)


def say_the_same(context: dict[str, Any], feed: Any) -> None:
    """Have a feed of Pelican's say what the JSON feed says.

    Its own ids hold the address, and so change with it; its time is the clock's where it has no entry.
    """
    articles = {link_of(article, context): article for article in with_translations(context["articles"])}
    feed.feed["id"] = feed_id(context, feed.feed["feed_url"])
    if not feed.items:
        feed.latest_post_date = partial(latest_date, context)
    for item in feed.items:
        article = articles.get(item["link"])
        if article is not None:
            entry = entry_of(article, context)
            item["unique_id"], item["unique_id_is_permalink"], item["content"] = entry.id, False, entry.content
            # Both formats take it for HTML.
            item["description"] = escape(plain(item["description"] or ""), quote=False) or None
            if isinstance(feed, Rss201rev2Feed) and not context["RSS_FEED_SUMMARY_ONLY"]:
                item["description"] = entry.content


def link_of(article: Any, context: Mapping[str, Any]) -> str:
    """Return the address of an article as Pelican writes it into a feed."""
    link = urljoin(f"{context['SITEURL'].removesuffix('/')}/", article.url)
    link += "?ref=feed" if context["FEED_APPEND_REF"] else ""
    return str(iri_to_uri(link))  # type: ignore[no-untyped-call]  # feedgenerator has few types


def feed_id(context: Mapping[str, Any], feed_url: str) -> str:
    """Return what names a feed for ever. The one with all articles has been 'feed' from the beginning."""
    name = feed_url.removeprefix(f"{context['FEED_DOMAIN']}/")
    own = "" if name == context["FEED_ALL_ATOM"] else f"/{name}"
    return f"tag:{context['TAG_AUTHORITY']},{context['TAG_SINCE']}:feed{own}"


def latest_date(context: Mapping[str, Any]) -> dt.datetime:
    """Return when the site was last changed, by the dates of its texts; its beginning where none has a date."""
    texts = [*with_translations(context["articles"]), *with_translations(context["pages"])]
    dates = [text.modified if hasattr(text, "modified") else text.date for text in texts if hasattr(text, "date")]
    return max(dates, default=start_of(context["TAG_SINCE"]))


def add_generator(pelican: object) -> type[SiteFilesGenerator]:  # noqa: ARG001  # Pelican's signature
    return SiteFilesGenerator


def register() -> None:
    signals.get_generators.connect(add_generator)
    signals.feed_generated.connect(say_the_same)
