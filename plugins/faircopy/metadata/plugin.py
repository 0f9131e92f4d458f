"""Pelican plugin: gives templates the dates, the contents, the counts and the structured data of a text."""

import datetime as dt
from typing import Any

from markupsafe import Markup
from pelican import signals

from faircopy._compat.pelican import html_of
from faircopy.content.texts import plain
from faircopy.incremental.output import pure
from faircopy.incremental.state import state_of
from faircopy.metadata.counts import COUNTS
from faircopy.metadata.dates import date_of, is_ahead, iso_day, nz_date, original_text
from faircopy.metadata.outline import sections_of
from faircopy.metadata.policy import data_hashes
from faircopy.metadata.structured_data import Posting, blog_posting


def add_filters(generator: Any) -> None:
    generator.env.filters.update(
        nz_date=pure(nz_date),
        original_text=pure(original_text),
        known_date=date_of,
        data_hashes=pure(data_hashes),
        sections=pure(sections_of),
        structured_data=structured_data,
    )
    generator.env.tests.update(ahead=ahead)


def ahead(article: Any) -> bool:
    # The clock is read for the author only: templates ask this where unpublished texts are shown.
    return is_ahead(article.date, dt.datetime.now(article.date.tzinfo))


def count(content: Any) -> None:
    """Count what there is in a text, with the words of its charts where `media` has drawn them before."""
    html, state = html_of(content), state_of(content.settings)
    for name, counted in COUNTS.items():
        setattr(content, name, state.results.of(counted, html) if state else counted(html))


def structured_data(article: Any) -> Markup:
    return Markup(blog_posting(posting_of(article)))  # noqa: S704  # escaped there


def posting_of(article: Any) -> Posting:
    settings = article.settings
    site = settings["SITEURL"]
    modified = getattr(article, "modified", None)
    card = getattr(article, "card", "")
    return Posting(
        url=f"{site}/{article.url}",
        title=plain(article.title),
        summary=plain(article.metadata.get("summary", "")),
        author=settings.get("AUTHOR") or str(getattr(article, "author", "")),
        author_url=f"{site}/{settings.get('ABOUT_URL', '')}",
        published=date_of(article).iso,
        modified=iso_day(modified) if modified else "",
        language=article.lang,
        image=f"{site}/{card}" if card else "",
        keywords=tuple(tag.name for tag in getattr(article, "tags", ())),
    )


def register() -> None:
    signals.generator_init.connect(add_filters)
    signals.content_object_init.connect(count)
