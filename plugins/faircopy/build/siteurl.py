"""What SITEURL may be."""

import re
from urllib.parse import urlsplit

# Pages, feeds and the site map put it before an address as it is, and links are compared with it.
SITEURL = re.compile(r"https?://[a-z0-9.-]+(:\d+)?(/(?!\.+(?:/|$))[A-Za-z0-9._~-]+)*", re.IGNORECASE)

# Names that never lead anywhere: https://www.rfc-editor.org/rfc/rfc6761
NOWHERE = re.compile(r"(.+\.)?(example|invalid|test|localhost)")


def is_siteurl(text: str) -> bool:
    """Tell whether `text` is scheme, host, perhaps a path, and nothing else: no `/` at its end, query or fragment."""
    return bool(SITEURL.fullmatch(text))


def is_stand_in(siteurl: str) -> bool:
    """Tell whether an address stands for one that nobody has said yet: 'https://blog.example'."""
    return bool(NOWHERE.fullmatch(urlsplit(siteurl).hostname or ""))
