"""One post in a feed, independent of the feed's format."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FeedPost:
    """One post in a feed."""

    id: str  # a tag: URI; stays when the address changes
    url: str  # absolute
    title: str  # plain text
    summary: str  # plain text
    content: str  # HTML, links absolute
    published: dt.datetime  # with time zone
    modified: dt.datetime  # with time zone; equal to `published` for a post that was never changed
    tags: tuple[str, ...]
    author: str
    language: str = ""  # its tag; "" for that of the feed


def entry_id(authority: str, date: dt.date, slug: str) -> str:
    """Return the `tag:` URI of a post (RFC 4151), which stays the same wherever the post is published.

    `authority` is a domain name that the author held on `date`.
    """
    return f"tag:{authority},{date:%Y-%m-%d}:{slug}"


def start_of(date: str) -> dt.datetime:
    """Return the start of a year, month or day in the form of a `tag:` URI: '2011', '2011-05', '2011-05-03'."""
    year, month, day = (*map(int, date.split("-")), 1, 1)[:3]
    return dt.datetime(year, month, day, tzinfo=dt.UTC)
