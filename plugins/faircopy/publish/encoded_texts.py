"""Texts within a text, encoded in base64 or hexadecimal, also repeatedly."""

import base64
import binascii
import re
from collections.abc import Iterator

# The shortest token that is looked for has 16 characters.
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")
# As mail and PEM wrap it, and with what a shell or a string has at the end of a line.
WRAPPED = re.compile(
    r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}(?:(?:[\"'\\]*[ \t]*\r?\n[ \t>|]*[\"']?|(?:\\[rn])+)[A-Za-z0-9+/_-]{4,})+"
)
BREAK = re.compile(r"\\[rn]|[^A-Za-z0-9+/_-]")
HEXADECIMAL = re.compile(r"(?<![0-9A-Fa-f])(?:[0-9A-Fa-f]{2}){15,}(?![0-9A-Fa-f])")
READABLE = re.compile(rb"[\t\n\r\x20-\x7e]{12,}")
ENOUGH = b"x" * 12
READABLE_AS_X = bytes(ord("x") if READABLE.fullmatch(bytes([code]) * 12) else 0 for code in range(256))
STANDARD = bytes.maketrans(b"-_", b"+/")
MAX_DEPTH = 3


def encoded_in(text: str, depth: int = MAX_DEPTH) -> Iterator[tuple[str, str]]:
    """Yield each decoded text, preceded by the start of its encoded form."""
    for run in runs_in(text):
        for data in decoded(run):
            for found in readable_in(data):
                inner = found.decode("ascii")
                yield run, inner
                if depth > 1:
                    yield from ((run, more) for _, more in encoded_in(inner, depth - 1))


def readable_in(data: bytes) -> list[bytes]:
    """Return the readable text in some bytes, also in UTF-16; most have none."""
    if ENOUGH not in data.translate(READABLE_AS_X) and data.count(0) < len(ENOUGH):
        return []
    return READABLE.findall(data) or READABLE.findall(data.replace(b"\0", b""))


def runs_in(text: str) -> Iterator[str]:
    for found in BASE64.finditer(text):
        yield found[0]
    for found in WRAPPED.finditer(text):
        yield BREAK.sub("", found[0])


def decoded(run: str) -> Iterator[bytes]:
    """Yield the bytes that a run of characters may encode; its first characters may not belong to the encoded text."""
    if HEXADECIMAL.fullmatch(run):
        yield bytes.fromhex(run)
    characters = run.rstrip("=").encode("ascii").translate(STANDARD)
    for start in range(4):
        part = characters[start:]
        part = part[: len(part) - (len(part) % 4 == 1)]
        try:
            yield base64.b64decode(part + b"=" * (-len(part) % 4))
        except binascii.Error:
            continue
