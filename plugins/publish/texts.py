"""What a reader, or a program, can read in a file of the site."""

import gzip
import html
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

# Files whose bytes are no text; what can be read in them was drawn.
PICTURES = frozenset((".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".webp", ".woff", ".woff2", ".wasm"))
GZIP = b"\x1f\x8b"
TAG = re.compile(r"<[^<>]*>")
WORD = re.compile(r"[^\W_]+")
JSON_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)")
# Addresses in Markdown, which become attributes.
TARGET = re.compile(r"\]\([^)\s]*")


def is_picture(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in PICTURES


def is_program(data: bytes) -> bool:
    """Tell whether this is WebAssembly: Pagefind's, with the paths of the machine that its makers compile it on."""
    return b"\0asm" in data[:64]


def unpacked(data: bytes) -> bytes:
    """Return the contents of a file; Pagefind's are packed whatever their names say."""
    if data.startswith(GZIP):
        try:
            return gzip.decompress(data)
        except (OSError, EOFError):
            return data
    return data


def words_shown(name: str, data: bytes) -> Iterator[list[str]]:
    """Yield the words of a file of the site, in small letters, escapes resolved: without its tags, and with them."""
    text = data.decode("utf-8", "replace")
    if name.endswith((".json", ".pf_fragment", ".pf_meta")):
        text = JSON_ESCAPE.sub(" ", text)
    # A feed holds HTML that was escaped once more.
    once = html.unescape(text)
    yield words_of(TAG.sub(" ", html.unescape(TAG.sub(" ", once))))
    # What a tag says: a description, what a picture shows.
    yield words_of(once)


def words_written(markdown: str) -> list[str]:
    """Return the words of a source as they will be shown."""
    return words_of(TAG.sub(" ", html.unescape(TARGET.sub("] ", markdown))))


def words_of(text: str) -> list[str]:
    return WORD.findall(text.casefold())
