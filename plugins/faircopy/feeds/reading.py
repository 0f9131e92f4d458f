"""Reads written feeds as a feed reader does: which files are feeds, and what each entry shows."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from faircopy.incremental.output_files import names_below

ATOM = "{http://www.w3.org/2005/Atom}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
# So many bytes of a file tell whether it is a feed.
HEAD_BYTES = 2048
# Of these a site has many, and nobody writes a feed into a picture or a part of the search index.
NO_FEEDS = (".png", ".avif", ".webp", ".jpg", ".css", ".js", ".pf_fragment", ".pf_index")
# The root element, after the declaration, comments and the like.
ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?>(?:<\?(?>.*?\?>)\s*+|<!--(?>.*?-->)\s*+|<!DOCTYPE[^>]*+>\s*+)*)<(?:\w+:)?(\w+)",
    re.DOTALL,
)
ROOTS = (b"feed", b"rss", b"RDF")
JSON_FEED = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*\{.*\"version\"\s*:\s*\"https?:\\?/\\?/(?:www\.)?jsonfeed\.org", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """What a feed shows of one article."""

    address: str  # decoded, without a query: Pelican's FEED_APPEND_REF adds one
    html: str
    is_whole: bool  # the text, and no summary of it


def is_feed(head: bytes) -> bool:
    """Tell whether a file is an Atom, RSS or JSON feed, by its beginning."""
    root = ROOT.match(head)
    return (root is not None and root[1] in ROOTS) or JSON_FEED.match(head) is not None


def entries_of(data: bytes, *, rss_is_summary: bool) -> dict[str, FeedEntry]:
    """Return the entries of a feed by their addresses. Raises ValueError for other files.

    RSS has one field for both text and summary; `rss_is_summary` tells which of them this site puts there.
    """
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        found = json_entries(data)
    else:
        try:
            root = ET.fromstring(data)  # noqa: S314  # we have written it ourselves
        except ET.ParseError as error:
            raise ValueError(f"no XML: {error}") from error
        found = atom_entries(root) if root.tag == f"{ATOM}feed" else rss_entries(root, rss_is_summary=rss_is_summary)
    return {entry.address: entry for entry in found}


def address_of(link: str) -> str:
    # With relative addresses, Pelican begins links without a slash where there is no address of the site.
    return unquote(link.partition("?")[0]).removeprefix("/")


def atom_entries(root: ET.Element) -> Iterator[FeedEntry]:
    for entry in root.iter(f"{ATOM}entry"):
        content = entry.find(f"{ATOM}content")
        rendered = entry.find(f"{ATOM}summary") if content is None else content
        for link in entry.iter(f"{ATOM}link"):
            if link.get("rel", "alternate") == "alternate":
                html = "" if rendered is None else html_in(rendered)
                yield FeedEntry(address_of(link.get("href", "")), html, content is not None)


def html_in(element: ET.Element) -> str:
    """Return the HTML of a text construct (RFC 4287, 3.1): as text, or as elements."""
    if element.get("type") != "xhtml":
        return element.text or ""
    return re.sub(r"(</?)\w+:", r"\1", "".join(ET.tostring(child, "unicode") for child in element))


def rss_entries(root: ET.Element, *, rss_is_summary: bool) -> Iterator[FeedEntry]:
    for item in root.iter("item"):
        encoded = item.findtext(ENCODED)
        html = item.findtext("description", "") if encoded is None else encoded
        yield FeedEntry(address_of(item.findtext("link", "")), html, encoded is not None or not rss_is_summary)


def json_entries(data: bytes) -> Iterator[FeedEntry]:
    try:
        items: list[dict[str, Any]] = json.loads(data)["items"]
        for item in items:
            html = item.get("content_html")
            yield FeedEntry(address_of(item["url"]), html or "", html is not None)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no JSON feed: {error!r}") from error


def feeds_below(output: Path) -> Iterator[str]:
    """Yield the feeds below a folder, recognised by their content."""
    for name in names_below(output):
        if not name.endswith(NO_FEEDS):
            with (output / name).open("rb") as opened:
                if is_feed(opened.read(HEAD_BYTES)):
                    yield name
