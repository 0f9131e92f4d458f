"""The service worker of one list: the theme's, with the files that the list's page needs offline."""

import hashlib
import json
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

FILES = "const FILES = /* files */ [];"
BUILD = 'const BUILD = /* build */ "";'
# What a page names and a browser fetches on its own.
FETCHED = "link[rel=stylesheet], script[src], img[src]"


def fetched_by(html: str, url: str) -> list[str]:
    """Return the absolute addresses that the page at `url` makes a browser fetch, each once, in order."""
    nodes = LexborHTMLParser(html).css(FETCHED)
    return list(
        dict.fromkeys(urljoin(url, node.attributes.get("src") or node.attributes.get("href")) for node in nodes)
    )


def path_at(url: str, site: str) -> str | None:
    """Return the path below `site` of what stands at `url`; None when it stands elsewhere."""
    return urlsplit(url.removeprefix(f"{site}/")).path if url.startswith(f"{site}/") else None


def build_of(files: Iterable[tuple[str, bytes]]) -> str:
    """Return a name for exactly these (address, bytes), in this order."""
    digest = hashlib.sha256()
    for address, data in files:
        digest.update(f"{address}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def filled(source: str, addresses: list[str], build: str) -> str | None:
    """Return the theme's worker with its two lines filled in; None when they do not stand in it once each."""
    if source.count(FILES) != 1 or source.count(BUILD) != 1:
        return None
    return source.replace(FILES, f"const FILES = {json.dumps(addresses, indent=1)};").replace(
        BUILD, f"const BUILD = {json.dumps(build)};"
    )
