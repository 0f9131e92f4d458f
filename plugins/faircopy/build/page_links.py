"""The links of a built page or feed: its addresses, its anchors, and content that would run."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from faircopy.build.active import ActiveElement, active_in
from faircopy.cache.database import Session
from faircopy.cache.fingerprints import fingerprint
from faircopy.feeds.contents import html_of_feed

KIND = "links"
# Attributes whose address a browser fetches without being asked.
FETCHING = ("src", "srcset", "poster", "data", "background", "imagesrcset")
LISTS = ("srcset", "imagesrcset")
# Attributes whose address is only looked at for its scheme: where it leads is nothing to a reader, or not ours.
OTHERS = ("action", "formaction", "cite", "longdesc", "ping", "manifest", "codebase", "classid", "profile", "archive")
# What an SVG may set an address to, while it is looked at.
ANIMATED = ("to", "from", "by", "values")
# A picture that is written into a page is fetched from nowhere, and nothing in it runs.
INLINE_IMAGE = "data:image/"
IMAGES = frozenset(("img", "source", "video", "link", "input", "image"))
FETCHING_RELS = frozenset(
    ("stylesheet", "icon", "apple-touch-icon", "preload", "modulepreload", "prefetch", "preconnect", "manifest")
)


@dataclass(frozen=True, slots=True)
class PageLink:
    """An address in a page."""

    address: str  # as it stands there
    fetched: bool  # by the browser, as an image is


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """The addresses and anchors of a page."""

    links: tuple[PageLink, ...]
    anchors: frozenset[str]
    others: tuple[str, ...] = ()  # addresses that nobody follows to a page
    active: tuple[ActiveElement, ...] = ()  # what would run in it


def read_feed(data: bytes) -> tuple[list[str], list[ActiveElement]]:
    """Return all addresses in a feed and in its HTML, and content that would run; nothing for another file."""
    found = html_of_feed(data)
    addresses = [*found.addresses]
    for text in found.html:
        tree = LexborHTMLParser(text)
        addresses += [*(link.address for link in links_of(tree)), *others_of(tree)]
    active = (one for text in found.certain_html for one in active_in(LexborHTMLParser(text)))
    return addresses, [*dict.fromkeys(active)]


def key_of_page(data: bytes, session: Session) -> str:
    """Return the cache key of a page."""
    return fingerprint((session.code, data))


def read_page(data: bytes, session: Session | None = None) -> BuiltPage:
    key = key_of_page(data, session) if session else ""
    if session and (known := session.store.get(KIND, key)):
        return msgspec.json.decode(known, type=BuiltPage)
    tree = LexborHTMLParser(data.decode("utf-8"))
    anchors = [value_of(node, "id") or value_of(node, "name") for node in tree.css("[id], a[name]")]
    others = tuple(dict.fromkeys(others_of(tree)))
    active = tuple(dict.fromkeys(active_in(tree)))
    page = BuiltPage(tuple(dict.fromkeys(links_of(tree))), frozenset(anchors), others, active)
    if session:
        session.store.put(KIND, key, msgspec.json.encode(page))
    return page


def links_of(tree: LexborHTMLParser) -> Iterator[PageLink]:
    for node in tree.css("[href]"):
        fetched = node.tag == "link" and fetches(node)
        # Of SVG's two spellings the parser finds both by one name.
        for value in (value_of(node, "href"), value_of(node, "xlink:href")):
            if value and not is_inline_image(node, value):
                yield PageLink(value, fetched=fetched)
    for name in FETCHING:
        for node in tree.css(f"[{name}]"):
            value = value_of(node, name)
            candidates = [part.split()[0] for part in value.split(",") if part.strip()] if name in LISTS else [value]
            yield from (PageLink(one, fetched=True) for one in candidates if not is_inline_image(node, value))


def others_of(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the addresses of a page that are neither links nor loaded by the page."""
    for name in OTHERS:
        yield from (value_of(node, name) for node in tree.css(f"[{name}]"))
    for node in tree.css("animate, set, animatemotion, animatetransform"):
        yield from (one.strip() for name in ANIMATED for one in value_of(node, name).split(";"))
    for node in tree.css("meta[http-equiv]"):
        if value_of(node, "http-equiv").lower() == "refresh":
            yield value_of(node, "content").partition("=")[2].strip(" '\"")
    for node in tree.css("[srcdoc]"):
        inner = LexborHTMLParser(value_of(node, "srcdoc"))
        yield from (*(link.address for link in links_of(inner)), *others_of(inner))


def is_inline_image(node: LexborNode, address: str) -> bool:
    is_icon = node.tag != "link" or "icon" in value_of(node, "rel").lower().split()
    return address.startswith(INLINE_IMAGE) and node.tag in IMAGES and is_icon


def fetches(link: LexborNode) -> bool:
    return not FETCHING_RELS.isdisjoint(value_of(link, "rel").lower().split())


def value_of(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "").strip()
