"""Redirect pages: a canonical link, and `meta refresh` to the same address."""

import re

from selectolax.lexbor import LexborHTMLParser

from faircopy.publish.site import BuiltSite, pages_among

# https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
REFRESH = re.compile(r"\s*0\s*[;,]\s*url\s*=\s*['\"]?(?P<url>[^'\"]+?)['\"]?\s*", re.IGNORECASE)
MARK = re.compile(rb"http-equiv\s*=\s*['\"]?refresh", re.IGNORECASE)


def target_of(html: bytes) -> str | None:
    """Return the address that a page redirects to at once; None if it does not.

    Its canonical link must be the same, so that search engines follow.
    """
    if not MARK.search(html):
        return None
    tree = LexborHTMLParser(html.decode("utf-8", "replace"))
    canonical = tree.css_first('link[rel="canonical"][href]')
    refresh = next((node for node in tree.css("meta") if attribute(node, "http-equiv").lower() == "refresh"), None)
    found = REFRESH.fullmatch(attribute(refresh, "content"))
    if not found or canonical is None or attribute(canonical, "href") != found["url"]:
        return None
    return found["url"]


def attribute(node: object, name: str) -> str:
    return (getattr(node, "attributes", {}).get(name) or "").strip()


def redirects_of(site: BuiltSite) -> dict[str, str]:
    """Return the redirects of a site: path of the page -> target as written."""
    targets = {name: target_of(site.read(name)) for name in pages_among(site.names)}
    return {name: target for name, target in targets.items() if target}
