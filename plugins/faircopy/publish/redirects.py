"""Pages that only send a reader on: a canonical link, and `meta refresh` to the same address."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser

from faircopy.diagnostics.model import Diagnostic
from faircopy.publish import rules
from faircopy.publish.site import BuiltSite, pages_among, url_of

# https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
REFRESH = re.compile(r"\s*0\s*[;,]\s*url\s*=\s*['\"]?(?P<url>[^'\"]+?)['\"]?\s*", re.IGNORECASE)
MARK = re.compile(rb"http-equiv\s*=\s*['\"]?refresh", re.IGNORECASE)


def target_of(html: bytes) -> str | None:
    """Return where a page sends its readers at once; None when it is no redirect.

    Its canonical link has to say the same, so that search engines follow too.
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
    """Return the redirects of a site, path of the page -> address as it stands there."""
    targets = {name: target_of(site.read(name)) for name in pages_among(site.names)}
    return {name: target for name, target in targets.items() if target}


def check_redirects(site: BuiltSite, siteurl: str, redirects: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Yield each redirect that does not end on a page of the site, or elsewhere on the web."""
    for name, target in redirects.items():
        fact = problem_of(name, site, siteurl, redirects)
        if fact:
            hint = "correct the address, or write where the text is now"
            yield rules.REDIRECT_DEAD.at(site.place(name), 1, f"the redirect to '{target}' {fact}", hint)


def problem_of(name: str, site: BuiltSite, siteurl: str, redirects: Mapping[str, str]) -> str:
    """Return what is wrong with a redirect, as the end of a sentence; nothing when it arrives."""
    passed: set[str] = set()
    while name in redirects:
        if name in passed:
            return "goes in a circle"
        passed.add(name)
        address = urldefrag(urljoin(f"{siteurl}{url_of(name)}", redirects[name])).url
        if not f"{address}/".startswith(f"{siteurl}/"):
            return "" if address.startswith(("http://", "https://")) else "is no address"
        path = unquote(address.removeprefix(siteurl)).strip("/")
        name = path if path in site.names else f"{path}/index.html".lstrip("/")
    return "" if name in site.names else "leads nowhere"
