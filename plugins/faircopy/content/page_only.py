"""What only pages have of a text, such as tools and styles, and what feeds have in its place.

The attribute `feed_parts` of a content has HTML of its text, and what stands for it in feeds.
"""

from collections.abc import Callable, Mapping
from typing import Any

from faircopy._compat.pelican import html_of, set_html

START, END = "<page-only>", "</page-only>"


def page_only(html: str) -> str:
    """Return HTML that only pages have."""
    return f"{START}{html}{END}"


def without_page_only(html: str) -> str:
    """Return HTML without what only pages have. What does not end stays."""
    first, *others = html.split(START)
    kept = [first]
    for other in others:
        only, end, after = other.partition(END)
        kept.append(after if end else f"{START}{only}")
    return "".join(kept)


def change_html(content: Any, change: Callable[[str], str]) -> None:
    """Change the HTML of a text, and with it what feeds have in the place of a part."""
    set_html(content, change(html_of(content)))
    if parts := getattr(content, "feed_parts", None):
        content.feed_parts = {change(made): change(plain) for made, plain in parts.items()}


def for_feeds(content: Any, html: str) -> str:
    """Return the HTML of a text as feeds have it."""
    html = without_page_only(html)
    for made, plain in getattr(content, "feed_parts", {}).items():
        html = html.replace(made, plain, 1)
    return html


def simplify_summary(content: Any) -> None:
    """Leave out what only pages have where Pelican makes the summary of the beginning of a text."""
    # An attribute of this content, in the place of the method: one of these calls the other.
    if "get_summary" not in vars(content):
        content.get_summary = PlainSummary(content.get_summary)


class PlainSummary:
    """Calls the method of a content, and leaves out what only pages have."""

    def __init__(self, summary_of: Any) -> None:
        self.summary_of = summary_of

    def __call__(self, siteurl: str) -> str:
        return without_page_only(self.summary_of(siteurl))


def simplify_feed(context: Mapping[str, Any], feed: Any) -> None:  # noqa: ARG001  # Pelican's signature
    """Leave out what only pages have of one of Pelican's own feeds."""
    for item in feed.items:
        for name in ("content", "description"):
            if item[name]:
                item[name] = without_page_only(item[name])
