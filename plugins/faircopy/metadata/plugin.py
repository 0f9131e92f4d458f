"""Pelican plugin: gives templates the dates, table of contents, counts and structured data of a text."""

import datetime as dt
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from pelican import signals

from faircopy._compat.pelican import html_of
from faircopy.content.texts import plain
from faircopy.incremental.marks import needs_no_text, pure, reads_by_name
from faircopy.incremental.state import state_of
from faircopy.languages.jinja import install, language_of
from faircopy.languages.tags import SOURCE
from faircopy.languages.words import site_words, warn
from faircopy.metadata.counts import COUNTS
from faircopy.metadata.dates import date_of, date_words, is_ahead, iso_day
from faircopy.metadata.outline import sections_of
from faircopy.metadata.policy import data_hashes
from faircopy.metadata.structured_data import Posting, blog_posting
from faircopy.metadata.summaries import first_prose


def add_filters(generator: Any) -> None:
    install(generator.env, site_words(generator.settings))
    generator.env.filters.update(
        date_words=in_words,
        # Its names in 0.2.
        nz_date=in_words,
        original_text=in_words,
        known_date=date_of,
        data_hashes=pure(data_hashes),
        sections=pure(sections_of),
        structured_data=structured_data,
    )
    generator.env.tests.update(ahead=ahead)


@reads_by_name
@pass_context
def in_words(context: Context, date: str | dt.date) -> str:
    """Return a date in the language of the page."""
    # Pelican's dates are a type of their own.
    return date_words(date if isinstance(date, str) else iso_day(date), language_of(context, SOURCE))


@needs_no_text
def warn_of_words(generators: list[Any]) -> None:
    """Report languages of the site without a catalogue, and faults in catalogues."""
    read = generators[0].context["generated_content"].values()
    settings = generators[0].settings
    warn(settings, [settings["DEFAULT_LANG"], *(text.lang for text in read if text)])


def ahead(article: Any) -> bool:
    # The clock is read for the author only: templates ask this where unpublished texts are shown.
    return is_ahead(article.date, dt.datetime.now(article.date.tzinfo))


def count(content: Any) -> None:
    """Count what is in a text, with the words of its charts if `media` has drawn them already."""
    html, state = html_of(content), state_of(content.settings)
    for name, counted in COUNTS.items():
        setattr(content, name, state.results.of(counted, html) if state else counted(html))


def summarise(content: Any) -> None:
    """Give a text without `Summary` its first words of prose, unless settings give the length of summaries.

    Pelican would take the beginning of its HTML, code and tables included.
    """
    if "summary" not in content.metadata and content.settings["SUMMARY_MAX_LENGTH"] is None:
        content.metadata["summary"] = first_prose(html_of(content))


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
    signals.all_generators_finalized.connect(warn_of_words)
    signals.content_object_init.connect(summarise)
