"""What is done once all is read and nothing is written: nothing changes any more, so nothing need be asked twice."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from pelican.generators import ArticlesGenerator

from faircopy._compat.pelican import wrap_address_formatting


def settle(context: Mapping[str, Any], generators: Iterable[Any]) -> None:
    """Have all contents remember their addresses, and lists of articles what is in them."""
    for content in context["generated_content"].values():
        if content:
            settle_addresses(content)
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            settle_lists(generator)


def settle_addresses(content: Any) -> None:
    """Have a content remember its addresses, which Pelican formats from the settings each time it is asked.

    Not by `override_url` and `override_save_as`, with which Pelican lets a page take the place of another.
    """
    wrap_address_formatting(content, remembering)


def remembering(expand: Callable[[str], str]) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def expanded(key: str) -> str:
        if key not in known:
            known[key] = expand(key)
        return known[key]

    return expanded


class Listed(list[Any]):
    """The articles of a tag, a category or an author: a list that knows what is in it."""

    __slots__ = ("known",)

    def __init__(self, articles: Iterable[Any]) -> None:
        super().__init__(articles)
        self.known = frozenset(one for one in self if isinstance(one, Hashable))

    def __contains__(self, thing: object) -> bool:
        # One that nobody can look up is in no set; and somebody may have added another since.
        is_known = isinstance(thing, Hashable) and len(self) == len(self.known)  # type: ignore[redundant-expr]
        return thing in self.known if is_known else super().__contains__(thing)


def settle_lists(generator: Any) -> None:
    """Have the lists of each tag, category and author know what is in them.

    Pelican asks each whether it has this or that article, for all articles of the site; a list would look at all
    that it has, and a site of five thousand posts take a seventh longer.
    """
    for tag, articles in generator.tags.items():
        generator.tags[tag] = Listed(articles)
    generator.categories = [(category, Listed(articles)) for category, articles in generator.categories]
    generator.authors = [(author, Listed(articles)) for author, articles in generator.authors]
