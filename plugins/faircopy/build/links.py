"""Follow the links of a built site, in its pages and in its feeds, and look for what would run there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from faircopy.build import rules
from faircopy.build.active import Active, ThemePatterns, active_in, theme_patterns
from faircopy.cache.database import Session
from faircopy.diagnostics.model import Rule
from faircopy.feeds.contents import html_of_feed, is_feed
from faircopy.incremental.fingerprints import fingerprint
from faircopy.markdown.schemes import forbidden_scheme

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
class Link:
    """An address in a page."""

    address: str  # as it stands there
    fetched: bool  # by the browser, as an image is


@dataclass(frozen=True, slots=True)
class Fault:
    """A link that must not stand in a page."""

    page: Path  # the file, below the root of the site
    address: str  # as it stands there
    rule: Rule
    why: str


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """What a page says and offers, as far as links go."""

    links: tuple[Link, ...]
    anchors: frozenset[str]
    others: tuple[str, ...] = ()  # addresses that nobody follows to a page
    active: tuple[Active, ...] = ()  # what would run in it


def faults_of(
    root: Path, siteurl: str, session: Session | None = None, templates: Iterable[Path] = ()
) -> Iterator[Fault]:
    """Yield each link of the site below `root`, to be published at `siteurl`, that must not be there, and what runs.

    `session` knows pages that were read before. What stands in the `templates`, folders of a theme, may run in a page.
    """
    pages = {file: read_page(file.read_bytes(), session) for file in sorted(root.rglob("*.html"))}
    for file in sorted(root.rglob("*")):
        if file not in pages and is_feed(file.name) and file.is_file():
            addresses, active = read_feed(file.read_bytes())
            yield from refused(file.relative_to(root), addresses)
            yield from (running(file.relative_to(root), one) for one in active)
    theme = theme_patterns(templates) if any(page.active for page in pages.values()) else ThemePatterns()
    for file, page in pages.items():
        inside = file.relative_to(root)
        yield from refused(inside, (*(link.address for link in page.links), *page.others))
        wrong: set[str] = set()
        for link in page.links:
            if fault := fault_in(link, f"{siteurl}/{inside.as_posix()}", siteurl, root, pages):
                wrong.add(link.address)
                yield Fault(inside, link.address, *fault)
        yield from (running(inside, one) for one in page.active if one.text not in wrong and not theme.has(one))


def running(page: Path, active: Active) -> Fault:
    return Fault(page, active.excerpt, rules.RUNS, active.why)


def refused(page: Path, addresses: Iterable[str]) -> Iterator[Fault]:
    """Yield each address with a scheme that nothing may link to: no plugin and no template may bring one in."""
    for address in dict.fromkeys(addresses):
        if scheme := forbidden_scheme(address):
            yield Fault(page, address, rules.SCHEME_REFUSED, f"has the scheme '{scheme}:', which nothing may link to")


def fault_in(
    link: Link, page_url: str, siteurl: str, root: Path, pages: dict[Path, BuiltPage]
) -> tuple[Rule, str] | None:
    """Return why `link` must not stand in the page at `page_url`; None when it may."""
    address, anchor = urldefrag(urljoin(page_url, link.address))
    if not address.startswith(("http://", "https://")):
        return None  # mailto: and the like
    if urlsplit(address)[:2] != urlsplit(siteurl)[:2]:
        return (rules.FETCHED_FROM_ELSEWHERE, "is fetched from another site") if link.fetched else None
    if not f"{address}/".startswith(f"{siteurl}/"):
        return rules.LINK_DEAD, f"leads out of the site, which begins at {siteurl}/"
    file = root / unquote(urlsplit(address.removeprefix(siteurl)).path).lstrip("/")
    file = file / "index.html" if file.is_dir() else file
    if not file.is_file():
        return rules.LINK_DEAD, "leads nowhere"
    anchor = unquote(anchor.partition(":~:")[0])
    if anchor not in ("", "top") and file in pages and anchor not in pages[file].anchors:
        return rules.LINK_DEAD, f"leads to a page without '#{anchor}'"
    return None


def read_feed(data: bytes) -> tuple[list[str], list[Active]]:
    """Return all addresses in a feed, those of the HTML in it too, and what would run in it; none where it is none."""
    found = html_of_feed(data)
    addresses = [*found.addresses]
    for text in found.html:
        tree = LexborHTMLParser(text)
        addresses += [*(link.address for link in links_of(tree)), *others_of(tree)]
    active = (one for text in found.certain_html for one in active_in(LexborHTMLParser(text)))
    return addresses, [*dict.fromkeys(active)]


def read_page(data: bytes, session: Session | None = None) -> BuiltPage:
    key = fingerprint((session.code, data)) if session else ""
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


def links_of(tree: LexborHTMLParser) -> Iterator[Link]:
    for node in tree.css("[href]"):
        fetched = node.tag == "link" and fetches(node)
        # Of SVG's two spellings the parser finds both by one name.
        for value in (value_of(node, "href"), value_of(node, "xlink:href")):
            if value and not is_inline_image(node, value):
                yield Link(value, fetched=fetched)
    for name in FETCHING:
        for node in tree.css(f"[{name}]"):
            value = value_of(node, name)
            candidates = [part.split()[0] for part in value.split(",") if part.strip()] if name in LISTS else [value]
            yield from (Link(one, fetched=True) for one in candidates if not is_inline_image(node, value))


def others_of(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the addresses of a page that are no links and no parts of it."""
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
