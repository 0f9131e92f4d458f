"""Pelican plugin: lasting ids in Pelican's feeds, and a JSON feed with the same content."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from html import escape
from typing import Any
from urllib.parse import urljoin

from feedgenerator import Atom1Feed, Rss201rev2Feed
from feedgenerator.django.utils.encoding import iri_to_uri
from pelican import signals
from pelican.generators import Generator
from pelican.utils import order_content

from faircopy.content.page_only import without_page_only
from faircopy.content.texts import encoded, plain, with_translations
from faircopy.feeds.entries import FeedPost, entry_id, start_of
from faircopy.feeds.json_feed import Feed, json_feed
from faircopy.incremental.output import write_file

Settings = Mapping[str, Any]
# Pelican settings, with their defaults.
FEED_ALL_JSON = "feeds/all.json"
TAG_AUTHORITY = ""  # a domain of the author's; without one, entries keep the ids that Pelican gives them
TAG_SINCE = "2000"  # when the author held it


class JsonFeedGenerator(Generator):
    """Writes the JSON feed, from the context that Pelican's own generators filled."""

    def generate_output(self, writer: object) -> None:
        name = self.settings.get("FEED_ALL_JSON", FEED_ALL_JSON)
        if name:
            write_file(writer, self.output_path, name, partial(encoded, partial(self.json_feed, name)))

    def json_feed(self, name: str) -> str:
        articles = order_content([*with_translations(self.context["articles"])], self.settings["ARTICLE_ORDER_BY"])
        newest = articles[: self.settings["FEED_MAX_ITEMS"]]
        return json_feed(feed_of(self.settings, name), [entry_of(article, self.settings) for article in newest])


def feed_of(settings: Settings, name: str) -> Feed:
    return Feed(
        title=settings["SITENAME"],
        description=settings.get("SITESUBTITLE", ""),
        home_url=f"{settings['SITEURL']}/",
        feed_url=f"{settings['SITEURL']}/{name}",
        author=settings.get("AUTHOR") or settings["SITENAME"],
        language=settings["DEFAULT_LANG"],
    )


def entry_of(article: Any, settings: Settings) -> FeedPost:
    return FeedPost(
        id=article_id(article, settings),
        url=f"{settings['SITEURL']}/{article.url}",
        title=plain(article.title),
        summary=plain(article.summary),
        # Another plugin may have made something for readers who have no scripts and no forms.
        content=without_page_only(getattr(article, "feed_content", article.content)),
        published=article.date,
        modified=getattr(article, "modified", article.date),
        tags=tuple(tag.name for tag in getattr(article, "tags", ())),
        author=str(getattr(article, "author", "")),
        language="" if article.in_default_lang else article.lang,
    )


def article_id(article: Any, settings: Settings) -> str:
    authority = settings.get("TAG_AUTHORITY", TAG_AUTHORITY)
    if not authority:
        return f"{settings['SITEURL']}/{article.url}"
    # A translation has the slug of its original, and may have its date.
    name = article.slug if article.in_default_lang else f"{article.slug}:{article.lang}"
    # A renamed post keeps the id of its old name, so that feed readers do not show it again.
    return entry_id(authority, article.date, getattr(article, "feed_slug", name))


def complete_feed(context: dict[str, Any], feed: Any) -> None:
    """Add to one of Pelican's feeds what the JSON feed also has.

    Pelican's ids contain the address, and so change with it; the date of an empty feed is the current time.
    """
    articles = {link_of(article, context): article for article in with_translations(context["articles"])}
    has_authority = bool(context.get("TAG_AUTHORITY", TAG_AUTHORITY))
    if has_authority:
        feed.feed["id"] = feed_id(context, feed.feed["feed_url"])
    feed.feed["language"] = context["DEFAULT_LANG"]
    if isinstance(feed, Atom1Feed):
        feed.item_attributes = attributes_of  # type: ignore[method-assign]  # of this feed alone
    if not feed.items:
        feed.latest_post_date = partial(latest_date, context)
    for item in feed.items:
        article = articles.get(item["link"])
        if article is not None:
            entry = entry_of(article, context)
            item["language"] = entry.language
            item["content"] = entry.content
            if has_authority:
                item["unique_id"], item["unique_id_is_permalink"] = entry.id, False
            # Both formats take it for HTML.
            item["description"] = escape(plain(item["description"] or ""), quote=False) or None
            if isinstance(feed, Rss201rev2Feed) and not context["RSS_FEED_SUMMARY_ONLY"]:
                item["description"] = entry.content


def attributes_of(item: Mapping[str, Any]) -> dict[str, str]:
    """Return the attributes of an Atom entry: its language, if it differs from the feed's."""
    language = item.get("language")
    return {"xml:lang": language} if language else {}


def link_of(article: Any, context: Mapping[str, Any]) -> str:
    """Return the address of an article as Pelican writes it into a feed."""
    link = urljoin(f"{context['SITEURL'].removesuffix('/')}/", article.url)
    link += "?ref=feed" if context["FEED_APPEND_REF"] else ""
    return str(iri_to_uri(link))  # type: ignore[no-untyped-call]  # feedgenerator has few types


def feed_id(context: Mapping[str, Any], feed_url: str) -> str:
    """Return the permanent id of a feed. That of the main feed has always been 'feed'."""
    name = feed_url.removeprefix(f"{context['FEED_DOMAIN']}/")
    own = "" if name == context["FEED_ALL_ATOM"] else f"/{name}"
    return f"tag:{context['TAG_AUTHORITY']},{context.get('TAG_SINCE', TAG_SINCE)}:feed{own}"


def latest_date(context: Mapping[str, Any]) -> dt.datetime:
    """Return the date of the newest text; TAG_SINCE if there is none."""
    texts = [*with_translations(context["articles"]), *with_translations(context["pages"])]
    dates = [text.modified if hasattr(text, "modified") else text.date for text in texts if hasattr(text, "date")]
    return max(dates, default=start_of(context.get("TAG_SINCE", TAG_SINCE)))


def add_generator(pelican: object) -> type[JsonFeedGenerator]:  # noqa: ARG001  # Pelican's signature
    return JsonFeedGenerator


def register() -> None:
    signals.get_generators.connect(add_generator)
    signals.feed_generated.connect(complete_feed)
