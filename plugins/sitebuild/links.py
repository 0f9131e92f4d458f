"""Follow the links of a built site."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from incremental.digests import digest_of
from incremental.store import Session
from mdsource.diagnostics import Rule
from sitebuild import rules

KIND = "links"
# Attributes whose address a browser fetches without being asked.
FETCHING = ("src", "srcset", "poster", "data")
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


def faults_of(root: Path, siteurl: str, session: Session | None = None) -> Iterator[Fault]:
    """Yield each link of the site below `root`, to be published at `siteurl`, that must not be there.

    `session` knows pages that were read before.
    """
    pages = {file: read_page(file.read_bytes(), session) for file in sorted(root.rglob("*.html"))}
    for file, page in pages.items():
        inside = file.relative_to(root)
        for link in page.links:
            if fault := fault_in(link, f"{siteurl}/{inside.as_posix()}", siteurl, root, pages):
                yield Fault(inside, link.address, *fault)


def fault_in(
    link: Link, page_url: str, siteurl: str, root: Path, pages: dict[Path, BuiltPage]
) -> tuple[Rule, str] | None:
    """Return why `link` must not stand in the page at `page_url`; None when it may."""
    address, anchor = urldefrag(urljoin(page_url, link.address))
    if not address.startswith(("http://", "https://")):
        return None  # mailto:, data: and the like
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


def read_page(data: bytes, session: Session | None = None) -> BuiltPage:
    key = digest_of((session.code, data)) if session else ""
    if session and (known := session.store.get(KIND, key)):
        return msgspec.json.decode(known, type=BuiltPage)
    tree = LexborHTMLParser(data.decode("utf-8"))
    anchors = [value_of(node, "id") or value_of(node, "name") for node in tree.css("[id], a[name]")]
    page = BuiltPage(tuple(dict.fromkeys(links_of(tree))), frozenset(anchors))
    if session:
        session.store.put(KIND, key, msgspec.json.encode(page))
    return page


def links_of(tree: LexborHTMLParser) -> Iterator[Link]:
    for node in tree.css("[href]"):
        yield Link(value_of(node, "href"), fetched=node.tag == "link" and fetches(node))
    for name in FETCHING:
        for node in tree.css(f"[{name}]"):
            value = value_of(node, name)
            candidates = [part.split()[0] for part in value.split(",") if part.strip()] if name == "srcset" else [value]
            yield from (Link(candidate, fetched=True) for candidate in candidates)


def fetches(link: LexborNode) -> bool:
    return not FETCHING_RELS.isdisjoint(value_of(link, "rel").lower().split())


def value_of(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "").strip()
