"""The spelling of link targets: typos in addresses, and relative or absolute paths."""

import posixpath
import re
from contextlib import suppress
from difflib import get_close_matches
from urllib.parse import urlsplit

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# Of `https://example.org`, where the colon or a slash is forgotten.
SLIP = re.compile(r"(?P<scheme>https?)(?::/(?!/)|//)", re.IGNORECASE)
USUAL = ("http", "https", "mailto")


def is_address(target: str) -> bool:
    """Tell whether a link target can be parsed, with its host and port: 'http://[' and 'http://a:99999' cannot."""
    with suppress(ValueError):
        urlsplit(target).port  # noqa: B018  # it raises
        return True
    return False


def meant_address(target: str) -> str | None:
    """Return the external address that was probably meant, if a browser would read `target` as a path."""
    if found := SLIP.match(target):
        return f"{found['scheme'].lower()}://{target[found.end() :]}"
    if target.lower().startswith("www."):
        return f"https://{target}"
    scheme = SCHEME.match(target)
    name = scheme[0][:-1].lower() if scheme else ""
    near = get_close_matches(name, USUAL, n=1, cutoff=0.8) if name not in USUAL else []
    return f"{near[0]}:{target[len(name) + 1 :]}" if near else None


def like_written(written: str, right: str) -> str:
    """Return the path `right` in the style in which the author has `written` the wrong one."""
    if written.startswith("/"):
        return f"/{right}"
    kept = len(written) - len(posixpath.normpath(written)) if written.startswith("./") else 0
    tail = posixpath.normpath(written)
    up = tail.rfind("../") + 3 if "../" in tail else 0
    # Only letters differ, so what the author wrote has as many parts as its end.
    return written[:kept] + tail[:up] + "/".join(right.split("/")[-len(tail[up:].split("/")) :])
