"""Which values SITEURL may have."""

import re
from urllib.parse import urlsplit, urlunsplit

# Pages, feeds and the site map put it before an address as it is, and links are compared with it.
SITEURL = re.compile(r"https?://[a-z0-9.-]+(:\d+)?(/(?!\.+(?:/|$))[A-Za-z0-9._~-]+)*", re.IGNORECASE)

# Names that never lead anywhere: https://www.rfc-editor.org/rfc/rfc6761
NOWHERE = re.compile(r"(.+\.)?(example|invalid|test|localhost)")


def is_siteurl(text: str) -> bool:
    """Tell whether `text` is scheme, host, perhaps a path, and nothing else: no `/` at its end, query or fragment."""
    return bool(SITEURL.fullmatch(text))


def in_ascii(address: str) -> str:
    """Return an address in ASCII (IDNA and percent-encoding)."""
    try:
        parts = urlsplit(address)
        host = parts.netloc.encode("idna").decode("ascii")
    except ValueError:  # of a label that is too long, too
        return address
    return urlunsplit(parts._replace(netloc=host))


def unusable(address: str) -> tuple[str, str]:
    """Return what is wrong with an address as SITEURL, and what to do."""
    there = in_ascii(address)
    if not address.isascii() and is_siteurl(there):
        return f"'{address}' has letters that no address has", f"write it as browsers do: {there}"
    return (
        f"'{address}' is not the address of a site",
        "write scheme, host and perhaps a path: https://example.org/blog",
    )


def is_stand_in(siteurl: str) -> bool:
    """Tell whether an address is a placeholder such as 'https://blog.example'."""
    return bool(NOWHERE.fullmatch(urlsplit(siteurl).hostname or ""))
