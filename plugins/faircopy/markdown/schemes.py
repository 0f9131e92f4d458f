"""Which schemes links may have, in texts, built pages and feeds."""

import re
from urllib.parse import unquote

from faircopy.markdown.references import unescape

# What web pages link to, and the schemes that browsers themselves hand to other programs:
# https://html.spec.whatwg.org/multipage/system-state.html#safelisted-scheme
ALLOWED_SCHEMES = frozenset(
    """
    http https mailto tel
    bitcoin ftp ftps geo im irc ircs magnet matrix mms news nntp openpgp4fpr sftp sip sms smsto ssh urn webcal wtai xmpp
    """.split()  # noqa: SIM905  # a list would be a line for each
)
# Schemes that run something or show anything but a page of a site. They are searched for even in text that only
# resembles an address.
FORBIDDEN_SCHEMES = (
    "javascript",
    "vbscript",
    "livescript",
    "data",
    "file",
    "blob",
    "filesystem",
    "view-source",
    "about",
)
# The URL standard strips these around an address, and tabs and newlines within it:
# https://url.spec.whatwg.org/#concept-basic-url-parser
AROUND = "".join(map(chr, range(0x21)))
WITHIN = re.compile("[\t\n\r]")
SCHEME = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9+.-]*):")
FORBIDDEN = re.compile(rf"(?:{'|'.join(FORBIDDEN_SCHEMES)}):", re.IGNORECASE)
# Feed readers are less exact, so invisible characters are removed from anything that resembles a forbidden scheme.
UNSEEN = re.compile(
    "[\x00-\x20\x7f-\xa0\xad\u034f\u061c\u115f\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]"
)
# An address that is hidden in more layers of character references than this is none that any program would find.
MAX_LAYERS = 4


def scheme_of(address: str) -> str:
    """Return the scheme of an address in lower case, as a browser parses it; "" for a relative address."""
    found = SCHEME.match(WITHIN.sub("", unescape(address).strip(AROUND)))
    return found["name"].lower() if found else ""


def bare(text: str) -> str:
    """Return `text` with character references resolved and invisible characters removed."""
    for _ in range(MAX_LAYERS):
        plain = UNSEEN.sub("", unescape(text))
        if plain == text:
            break
        text = plain
    return text


def forbidden_scheme(address: str) -> str:
    """Return the scheme of `address` if links must not have it; "" if it is allowed.

    A browser does not percent-decode a scheme, but an address that decodes to a forbidden scheme is suspicious.
    """
    scheme = scheme_of(address)
    if scheme and scheme not in ALLOWED_SCHEMES:
        return scheme
    if not (":" in address or "&" in address or "%" in address):
        return ""
    hidden = FORBIDDEN.match(bare(address)) or FORBIDDEN.match(bare(unquote(bare(address))))
    return hidden[0].rstrip(":").lower() if hidden else ""
