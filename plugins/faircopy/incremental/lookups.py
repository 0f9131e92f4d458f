"""Lookups that stay the same once all contents are read: addresses, and lists of articles."""

from collections.abc import Hashable, Iterable, Mapping
from functools import cache
from typing import Any

from pelican.generators import ArticlesGenerator

from faircopy._compat.pelican import wrap_address_formatting


def freeze_lookups(context: Mapping[str, Any], generators: Iterable[Any]) -> None:
    """Cache the addresses of all contents, and the members of lists of articles."""
    for content in context["generated_content"].values():
        if content:
            freeze_addresses(content)
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            index_lists(generator)


def freeze_addresses(content: Any) -> None:
    """Cache the addresses of a content; Pelican formats them anew at each access.

    An address by `override_url` or `override_save_as`, with which Pelican lets one page replace another, is not cached.
    """
    wrap_address_formatting(content, cache)


class IndexedList(list[Any]):
    """The articles of a tag, category or author: a list with fast membership tests."""

    __slots__ = ("known",)

    def __init__(self, articles: Iterable[Any]) -> None:
        super().__init__(articles)
        self.known = frozenset(one for one in self if isinstance(one, Hashable))

    def __contains__(self, thing: object) -> bool:
        # One that nobody can look up is in no set; and somebody may have added another since.
        is_known = isinstance(thing, Hashable) and len(self) == len(self.known)  # type: ignore[redundant-expr]
        return thing in self.known if is_known else super().__contains__(thing)


def index_lists(generator: Any) -> None:
    """Give each tag, category and author an IndexedList.

    Pelican asks each of them for each article of the site whether it contains it. With plain lists, a site of five
    thousand posts takes a seventh longer.
    """
    for tag, articles in generator.tags.items():
        generator.tags[tag] = IndexedList(articles)
    generator.categories = [(category, IndexedList(articles)) for category, articles in generator.categories]
    generator.authors = [(author, IndexedList(articles)) for author, articles in generator.authors]
