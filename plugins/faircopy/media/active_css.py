"""Finds CSS that loads or runs something, in stylesheets and attributes."""

import re

COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
# https://www.w3.org/TR/css-syntax-3/#consume-escaped-code-point
ESCAPE = re.compile(r"\\(?:(?P<code>[0-9a-fA-F]{1,6})[ \t\r\n\f]?|(?P<plain>[^\n]))")
FETCHING = re.compile(
    r"\b(?:url|src|image|image-set|cross-fade|element)\(\s*(?P<quote>[\"']?)(?P<address>[^\"')]*)", re.IGNORECASE
)
RUNNING = re.compile(
    r"@import\b|@charset\b|\bexpression\(|-moz-binding|\bbehavior\s*:|javascript:|vbscript:", re.IGNORECASE
)
LAST = 0x10FFFF
# Parts of the same file, letters and pixels: nothing is fetched, and nothing in them runs.
HARMLESS = re.compile(
    r"#|data:(?:font/|application/(?:x-)?font|application/vnd\.ms-fontobject|image/(?:png|jpeg|gif|webp|avif)[;,])",
    re.IGNORECASE,
)


def fault_in_css(text: str) -> str:
    """Return what is wrong with a piece of CSS, as the end of a sentence; "" if it only styles."""
    plain = COMMENT.sub("", ESCAPE.sub(unescaped, text))
    if found := RUNNING.search(plain):
        return f"has '{found[0]}', which fetches or runs something"
    for found in FETCHING.finditer(plain):
        if not HARMLESS.match(found["address"].strip()):
            return f"fetches '{found['address'].strip()[:40]}'"
    return ""


def unescaped(found: re.Match[str]) -> str:
    if found["plain"]:
        return found["plain"]
    code = int(found["code"], 16)
    return chr(code) if 0 < code <= LAST else "\ufffd"
