"""Small helpers of several plugins for Pelican's texts."""

from collections.abc import Iterator, Sequence
from typing import Any

from markupsafe import Markup


def plain(html: str) -> str:
    """Return HTML without tags and entities."""
    return str(Markup(html).striptags())  # noqa: S704  # read as HTML, returned as text


def with_translations(texts: Sequence[Any]) -> Iterator[Any]:
    """Yield published texts, followed by their translations, which Pelican puts into no list."""
    yield from texts
    for text in texts:
        yield from text.translations


def encoded(make: Any) -> bytes:
    """Return a function that returns the result of `make` as UTF-8."""
    return str(make()).encode()
