"""What SITEURL may be."""

import re

# Pages, feeds and the site map put it before an address as it is, and links are compared with it.
SITEURL = re.compile(r"https?://[a-z0-9.-]+(:\d+)?(/(?!\.+(?:/|$))[A-Za-z0-9._~-]+)*", re.IGNORECASE)


def is_siteurl(text: str) -> bool:
    """Tell whether `text` is scheme, host, perhaps a path, and nothing else: no `/` at its end, query or fragment."""
    return bool(SITEURL.fullmatch(text))
