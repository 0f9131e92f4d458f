"""The JSON Feed: https://www.jsonfeed.org/version/1.1/."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from faircopy.feeds.entries import FeedPost


@dataclass(frozen=True, slots=True)
class Feed:
    """The metadata of the feed as a whole."""

    title: str
    description: str
    home_url: str
    feed_url: str
    author: str
    language: str  # BCP 47


def json_feed(feed: Feed, entries: Iterable[FeedPost]) -> str:
    """Return the text of the feed, newest entry first as given."""
    value = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.home_url,
        "feed_url": feed.feed_url,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [json_item(entry, feed) for entry in entries],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def json_item(entry: FeedPost, feed: Feed) -> dict[str, Any]:
    changed = {"date_modified": entry.modified.isoformat()} if entry.modified != entry.published else {}
    # An item without authors has those of the feed.
    other = {"authors": [{"name": entry.author}]} if entry.author != feed.author else {}
    language = {"language": entry.language} if entry.language else {}
    return {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content,
        "date_published": entry.published.isoformat(),
        **changed,
        **other,
        **language,
        "tags": list(entry.tags),
    }
