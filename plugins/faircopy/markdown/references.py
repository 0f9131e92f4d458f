"""HTML character references, such as `&lt;` and `&#60;`."""

import html
import re

# Unicode's largest number, 10FFFF, has seven digits in decimal and six in hexadecimal. Python's own `html.unescape`
# raises on a number of thousands of digits, zeroes in front of it included.
LEADING_ZEROES = re.compile(r"(?<=&#)0+(?=[0-9])|(?<=&#[xX])0+(?=[0-9a-fA-F])")
OF_NO_CHARACTER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def unescape(text: str) -> str:
    """Return a text with its references resolved once; invalid ones become U+FFFD, as in browsers."""
    if "&" not in text:
        return text
    return html.unescape(OF_NO_CHARACTER.sub(REPLACEMENT, LEADING_ZEROES.sub("", text)))


def of_no_character(text: str) -> re.Match[str] | None:
    """Return the first numeric reference with too many digits for any character, leading zeroes left out."""
    return OF_NO_CHARACTER.search(text)
