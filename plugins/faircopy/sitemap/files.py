"""The contents of sitemap.xml (https://www.sitemaps.org/protocol.html) and robots.txt (RFC 9309)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote
from xml.sax.saxutils import escape


@dataclass(frozen=True, slots=True, order=True)
class SitemapPage:
    """One page in the sitemap."""

    url: str  # absolute
    modified: dt.date | None = None  # None if a page has no date of its own


def sitemap(addresses: Iterable[SitemapPage]) -> str:
    """Return the text of sitemap.xml, sorted by address so that builds are reproducible."""
    rows = "".join(
        f"<url><loc>{escape(as_uri(page.url))}</loc>{last_modified(page)}</url>\n" for page in sorted(addresses)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</urlset>\n'
    )


def row(page: SitemapPage) -> str:
    return f"<url><loc>{escape(as_uri(page.url))}</loc>{last_modified(page)}</url>\n"


def as_uri(address: str) -> str:
    """Return an address with non-ASCII characters percent-encoded, as the protocol requires."""
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]")


def last_modified(page: SitemapPage) -> str:
    return f"<lastmod>{page.modified:%Y-%m-%d}</lastmod>" if page.modified else ""


def robots(sitemap_url: str) -> str:
    """Return the text of robots.txt, which allows everything and names the sitemap."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {sitemap_url}\n"
