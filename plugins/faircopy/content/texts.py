"""Small helpers of several plugins for Pelican's texts."""

import os.path
from collections.abc import Iterator, Mapping, Sequence
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


def folder_of_page(address: str) -> str:
    """Return the folder that belongs to one page, with a slash: 'a/' for 'a/' and for 'a.html'."""
    return address if address.endswith("/") or not address else f"{os.path.splitext(address)[0]}/"  # noqa: PTH122


def encoded(make: Any) -> bytes:
    """Return the text that `make` returns, as UTF-8."""
    return str(make()).encode()


def root_of(page: str, settings: Mapping[str, Any]) -> str:
    """Return the prefix of addresses on the page `page`, without a slash at its end."""
    if not settings.get("RELATIVE_URLS"):
        return str(settings["SITEURL"])
    return "/".join([".."] * page.count("/")) or "."
