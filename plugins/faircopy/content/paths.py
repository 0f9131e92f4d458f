"""Which files of a content folder Pelican reads as posts and pages, and which it copies; how links name them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePath
from typing import Any

# The suffixes of Pelican's own readers, by name in READERS; None there disables one.
MARKDOWN = ("md", "markdown", "mkd", "mdown")
OTHERS = ("rst", "html", "htm")
# What Pelican puts before a path inside the content: {attach}, {static}, {filename}.
PREFIX = re.compile(r"\{\w+\}")
# Stands for the content folder itself.
ALL = ("", ".")


@dataclass(frozen=True, slots=True)
class ContentPaths:
    """The settings ARTICLE_PATHS, PAGE_PATHS and so on; by default those of `faircopy.settings`."""

    articles: tuple[str, ...] = ("posts",)
    pages: tuple[str, ...] = ("pages",)
    static: tuple[str, ...] = ("extra",)
    article_excludes: tuple[str, ...] = ()  # to which Pelican adds the paths of pages, and the other way round
    page_excludes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = (".md",)  # of Markdown
    other_suffixes: tuple[str, ...] = ()  # of texts that Pelican reads, and proofreading does not

    def is_post(self, file: PurePath) -> bool:
        """Tell whether a file, by its path below the content folder, is among the posts, whatever its format."""
        return is_read(file, self.articles, (*self.article_excludes, *self.pages))

    def is_page(self, file: PurePath) -> bool:
        return is_read(file, self.pages, (*self.page_excludes, *self.articles))


def is_read(file: PurePath, roots: Iterable[str], excluded: tuple[str, ...]) -> bool:
    """Tell whether Pelican finds a file below one of its `roots`, excluded subfolders left out."""
    return any(is_below(file, (root,)) and not is_below(file, left_out(root, excluded)) for root in roots)


@lru_cache(maxsize=64)
def left_out(root: str, excluded: tuple[str, ...]) -> tuple[str, ...]:
    """Return the excluded folders that are below `root`."""
    return tuple(one for one in excluded if is_other(one, root) and is_below(PurePath(one), (root,)))


def is_other(excluded: str, root: str) -> bool:
    """Tell whether an excluded folder can be skipped below `root`; the content folder and the root cannot."""
    return excluded not in ALL and PurePath(excluded) != PurePath(root)


def is_below(file: PurePath, paths: Iterable[str]) -> bool:
    return any(path in ALL or file.is_relative_to(path) for path in paths)


def content_paths(settings: Mapping[str, Any]) -> ContentPaths:
    """Return the paths in Pelican's settings, or Pelican's defaults."""
    readers = settings.get("READERS") or {}
    return ContentPaths(
        articles=texts_in(settings, "ARTICLE_PATHS", ("",)),
        pages=texts_in(settings, "PAGE_PATHS", ("pages",)),
        static=texts_in(settings, "STATIC_PATHS", ("images",)),
        article_excludes=texts_in(settings, "ARTICLE_EXCLUDES"),
        page_excludes=texts_in(settings, "PAGE_EXCLUDES"),
        suffixes=tuple(f".{one}" for one in MARKDOWN if readers.get(one, one) is not None),
        other_suffixes=tuple(f".{one}" for one in OTHERS if readers.get(one, one) is not None),
    )


def texts_in(settings: Mapping[str, Any], name: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
    given = settings.get(name)
    if isinstance(given, str):
        return (given,)
    return tuple(map(str, given)) if isinstance(given, list | tuple | set) else default


def without_prefix(link: str) -> str:
    """Return a link without Pelican's prefix: 'a.png' for '{attach}a.png'."""
    return PREFIX.sub("", link)
