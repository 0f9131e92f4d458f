"""Where the links of a built site lead: each address is resolved once, however many pages contain it."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from faircopy.build import rules
from faircopy.build.page_links import BuiltPage, PageLink
from faircopy.diagnostics.model import Rule

# Why a link is wrong; None if it is right.
Wrong = tuple[Rule, str] | None
# What leads to the same place from every page: an address with a host, or one from the host's root.
# https://www.rfc-editor.org/rfc/rfc3986#section-5.2.2
SAME_EVERYWHERE = re.compile(r"https?://[^/?#]|/(?!/)")


class LinkAnswers:
    """The links of one site, to be published at `siteurl`; `pages` are its pages by their files below `root`."""

    def __init__(self, root: Path, siteurl: str, pages: Mapping[str, BuiltPage]) -> None:
        self.root = root
        self.siteurl = siteurl
        self.origin = urlsplit(siteurl)[:2]
        self.pages = pages
        self.known: dict[tuple[str, bool], Wrong] = {}  # by address, and whether it is fetched

    def fault_in(self, link: PageLink, page: str) -> Wrong:
        """Return why `link` must not appear in `page`, a file below the root; None if it may."""
        if link.address.startswith("#"):
            return self.fault_in_anchor(urldefrag(link.address).fragment, page)
        if not SAME_EVERYWHERE.match(link.address):
            return self.look_up(f"{self.siteurl}/{page}", link)
        key = link.address, link.fetched
        if key not in self.known:
            self.known[key] = self.look_up(f"{self.siteurl}/", link)
        return self.known[key]

    def look_up(self, base: str, link: PageLink) -> Wrong:
        try:
            address, anchor = urldefrag(urljoin(base, link.address))
            origin = urlsplit(address)[:2]
        except ValueError:  # as in 'http://['
            return rules.LINK_DEAD, "is no address"
        if not address.startswith(("http://", "https://")):
            return None  # mailto: and the like
        if origin != self.origin:
            return (rules.FETCHED_FROM_ELSEWHERE, "is fetched from another site") if link.fetched else None
        if not f"{address}/".startswith(f"{self.siteurl}/"):
            return rules.LINK_DEAD, f"leads out of the site, which begins at {self.siteurl}/"
        file = self.root / unquote(urlsplit(address.removeprefix(self.siteurl)).path).lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            return rules.LINK_DEAD, "leads nowhere"
        return self.fault_in_anchor(anchor, file.relative_to(self.root).as_posix())

    def fault_in_anchor(self, anchor: str, page: str) -> Wrong:
        anchor = unquote(anchor.partition(":~:")[0])
        if anchor not in ("", "top") and page in self.pages and anchor not in self.pages[page].anchors:
            return rules.LINK_DEAD, f"leads to a page without '#{anchor}'"
        return None
