"""Parses a request, and decides whether it may be answered."""

import re
from collections.abc import Sequence
from urllib.parse import quote, unquote, urlsplit

from faircopy.preview.port import LOOPBACK

# A page of a stranger may give its own name this machine's address (DNS rebinding), and would then read what we serve
# as its own. Its requests carry the stranger's name.
NAMES = (LOOPBACK, "localhost", "[::1]")
# A page of another site may link to us. If it could fetch our files, as pictures or scripts, it would learn which
# drafts there are. https://www.w3.org/TR/fetch-metadata/
OWN_SITES = ("same-origin", "none")
CONTROL = re.compile(r"[\x00-\x1f\x7f\\]")


def refusal(hosts: Sequence[str], port: int) -> str | None:
    """Return why a request with these Host headers is refused; None if it is allowed."""
    own_hosts = [f"{name}:{port}" for name in NAMES] + (list(NAMES) if port == 80 else [])
    if len(hosts) == 1 and hosts[0].lower() in own_hosts:
        return None
    return f"This is a preview, and answers only to http://{LOOPBACK}:{port}/ on its own machine."


def is_of_another_site(site: str | None, mode: str | None, origin: str | None = None, own: str = "") -> bool:
    """Tell, by Sec-Fetch-Site and Sec-Fetch-Mode, whether a page of another origin fetches a file, and follows no link.

    Old browsers send neither, but Origin with what a script asks for; programs send none. `own` is the origin of our
    pages.
    """
    if site is None:
        return origin is not None and origin != own
    return site not in OWN_SITES and mode != "navigate"


def path_of(target: str) -> str | None:
    """Return the decoded path of a request below the root; None for an invalid target.

    A path that leaves the site, or that other programs would parse differently, is invalid.
    """
    if not target.startswith("/"):
        return None
    try:
        path = unquote(target.partition("?")[0][1:], errors="strict")
    except UnicodeDecodeError:
        return None
    # Only the last segment may be empty: that is a folder's address.
    *folders, last = path.split("/")
    if CONTROL.search(path) or last in {".", ".."} or any(name in {"", ".", ".."} for name in folders):
        return None
    return path


def address_of(path: str, target: str) -> str:
    """Return `path` as a request target, with the query of `target`."""
    query = urlsplit(target).query
    return f"/{quote(path)}{'?' if query else ''}{query}"


def matches(if_none_match: str | None, etag: str) -> bool:
    """Tell whether the client has these bytes already (RFC 9110, section 13.1.2)."""
    tags = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return etag in tags or "*" in tags
