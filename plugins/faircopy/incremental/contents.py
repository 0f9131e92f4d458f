"""Lookups that stay the same once all contents are read: addresses, lists of articles, and attachments."""

import os
import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import Any

from pelican.generators import ArticlesGenerator

from faircopy._compat.pelican import html_of, texts_since, wrap_address_formatting


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
    wrap_address_formatting(content, remembering)


def remembering(expand: Callable[[str], str]) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def expanded(key: str) -> str:
        if key not in known:
            known[key] = expand(key)
        return known[key]

    return expanded


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


SIGN = "attach"
KINDS = {
    f"{opening}{kind}{closing}": kind for kind in (SIGN, "static", "filename") for opening, closing in ("{}", "||")
}
PATH = re.compile(r"[^\"'?#]*")
AS_IT_IS = ""


def are_shared(context: Mapping[str, Any]) -> bool:
    """Tell whether contents want a file at different paths. The content whose text is rendered first gets its way."""
    contents = [content for content in context["generated_content"].values() if content]
    if not any(SIGN in html_of(content) for content in contents):
        return False
    wanted: dict[str, set[str]] = {}
    attached = set()
    for content in contents:
        for kind, link in set(links_in(html_of(content))):
            path = link[1:] if link.startswith("/") else os.path.join(content.relative_dir, link)  # noqa: PTH118  # as Pelican does
            target = os.path.normpath(path.replace("%20", " "))
            wanted.setdefault(target, set()).add(target_path(target, content) if kind == SIGN else AS_IT_IS)
            if kind == SIGN:
                attached.add(target)
    return any(len(wanted[target]) > 1 for target in attached)


def links_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and path of each link to a source or file. This is faster than a regular expression."""
    for sign, kind in KINDS.items():
        for after in text.split(sign)[1:]:
            yield kind, PATH.match(after).group()  # type: ignore[union-attr]  # it matches any text


def target_path(target: str, content: Any) -> str:
    """Return where a content wants its attachment; see Pelican's `Static.attach_to`."""
    tail = os.path.relpath(target, content.relative_dir)
    if tail.startswith(os.pardir + os.sep):
        tail = os.path.basename(tail)  # noqa: PTH119  # as Pelican does
    return os.path.join(os.path.dirname(content.save_as), tail)  # noqa: PTH118, PTH120


def made_since(number: int) -> Iterator[Any]:
    """Yield the contents with attachments whose texts were rendered since `number`."""
    return (content for content in texts_since(number) if SIGN in html_of(content))


def move(contents: Iterable[Any]) -> None:
    """Let Pelican move the attachments of contents whose texts another process has rendered."""
    for content in contents:
        content.get_content(content.get_siteurl())
