"""The live site, over HTTP."""

import json
import time
from collections.abc import Callable
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request
from xml.etree import ElementTree as ET

from faircopy.lint.public_http import Deadline, open_within
from faircopy.publish.guards.feeds import SITEMAP
from faircopy.publish.site import BUILD_FILE

# Between two looks.
POLL_INTERVAL_S = 3.0
ANSWER_TIMEOUT_S = 20
# The limit of a sitemap (https://www.sitemaps.org/protocol.html); whatever answers may go on without end.
MAX_BYTES = 50 * 1024**2


class UnreachableError(Exception):
    """The live site cannot be reached; the message says why."""


def fetch(address: str) -> bytes | None:
    """Return the contents at an address; None if the host answers that there is nothing. Raises UnreachableError."""
    # The address is that of the site, which `build` has checked: http or https.
    request = Request(address, headers={"Cache-Control": "no-cache"})  # noqa: S310
    data, reason = b"", ""
    with Deadline(ANSWER_TIMEOUT_S) as deadline:
        try:
            with open_within(deadline, request, HTTPRedirectHandler(), lambda _: True) as answer:
                data = answer.read(MAX_BYTES)
        except HTTPError as error:
            error.close()
            return None
        except (OSError, HTTPException) as error:
            reason = f"{getattr(error, 'reason', error)}"
    if deadline.is_over:  # what has come until then may be a part
        reason = f"it gave no whole answer within {ANSWER_TIMEOUT_S:g} seconds"
    if reason:
        raise UnreachableError(reason)
    return data


def shows_build(siteurl: str, build: str, seconds: float, sleep: Callable[[float], None] = time.sleep) -> bool:
    """Tell whether the live site shows that build within about `seconds`. Raises UnreachableError."""
    for attempt in range(max(1, round(seconds / POLL_INTERVAL_S))):
        if attempt:
            sleep(POLL_INTERVAL_S)
        # The query passes the caches on the way, which may keep an old answer for minutes.
        data = fetch(f"{siteurl}/{BUILD_FILE}?{build[:16]}")
        if data is not None and build_in(data) == build:
            return True
    return False


def build_in(data: bytes) -> str:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return ""
    return str(value.get("build", "")) if isinstance(value, dict) else ""


def paths_live(siteurl: str) -> list[str] | None:
    """Return the addresses in the live sitemap, relative to the site; None if there is no sitemap.

    Raises UnreachableError.
    """
    data = fetch(f"{siteurl}/sitemap.xml")
    try:
        root = ET.fromstring(data or b"")  # noqa: S314  # our own, as it was published
    except ET.ParseError:
        return None
    root_path = urlsplit(siteurl).path
    paths = [urlsplit(one.text or "").path for one in root.iter(f"{SITEMAP}loc")]
    return [path.removeprefix(root_path) for path in paths]
