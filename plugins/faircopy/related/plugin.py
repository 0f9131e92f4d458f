"""Pelican plugin: gives templates a filter `reading_list` with the related articles."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from pelican import signals

from faircopy.incremental.marks import needs_no_text
from faircopy.languages.words import SiteTranslations, words_of
from faircopy.related.relations import Post, RelatedPosts, reading_list, relations


@needs_no_text
def relate(generator: Any) -> None:
    articles = {article.slug: article for article in generator.articles}
    found = relations(post_of(article) for article in generator.articles)
    words, language = words_of(generator.settings), generator.settings["DEFAULT_LANG"]
    generator.env.filters["onward"] = partial(reading_list_of, articles, found, words, language)


def reading_list_of(
    articles: Mapping[str, Any],
    found: RelatedPosts,
    words: SiteTranslations,
    default: str,
    article: Any,
    language: str = "",
) -> list[tuple[Any, str]]:
    """Return the articles that `article` leads to, each with a label; none for an unlisted article.

    The labels are in `language`, by default in that of the site, `default`.
    """
    # A hidden article may share its slug with one that is not.
    listed = articles.get(article.slug)
    if listed is None or listed is not article:
        return []
    return [(articles[other], why) for other, why in reading_list(found[article.slug], words.of(language or default))]


def post_of(article: Any) -> Post:
    tags = frozenset(tag.slug for tag in getattr(article, "tags", ()))
    return Post(article.slug, article.date, tags, str(getattr(article, "series", "")))


def register() -> None:
    signals.article_generator_finalized.connect(relate)
