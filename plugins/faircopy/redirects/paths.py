"""Parses the paths in `Redirect_from`. The linter uses it too, so it imports no more than that needs."""

import re
from pathlib import PurePosixPath
from urllib.parse import unquote

# A path segment; other characters must be percent-encoded.
SEGMENT = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+")
# A file's: no slash and no control character once it is decoded.
NAME = re.compile(r"[^/\x00-\x1f\x7f]+")


class NotAPathError(ValueError):
    """An invalid path of a redirect; the message completes a sentence that begins with the path."""


def paths_of(value: str | list[str] | None) -> list[str]:
    """Return the paths in a field `Redirect_from`, which Pelican gives as one string, or as a list of lines."""
    lines = value if isinstance(value, list) else [value or ""]
    return [path.strip() for line in lines for path in line.split(",") if path.strip()]


def file_of(path: str) -> str:
    """Return the file of the site that serves `path`: 'old/name/index.html' for '/old/name/'.

    Raises NotAPathError.
    """
    if not path.startswith("/") or path.startswith("//"):
        raise NotAPathError("does not begin with one '/'")
    inside = path.strip("/")
    if not inside:
        raise NotAPathError("is the home page")
    segments = [unquote(segment) for segment in inside.split("/") if SEGMENT.fullmatch(segment)]
    if len(segments) <= inside.count("/") or any(set(one) <= {"."} or not NAME.fullmatch(one) for one in segments):
        raise NotAPathError("is not the path of a page")
    inside = "/".join(segments)
    if PurePosixPath(inside).suffix in (".html", ".htm") and not path.endswith("/"):
        return inside
    return f"{inside}/index.html"
