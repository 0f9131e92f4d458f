"""Which files of the site are text."""

from pathlib import PurePosixPath

# Files whose bytes are no text; what can be read in them was drawn.
PICTURES = frozenset((".avif", ".gif", ".ico", ".jpeg", ".jpg", ".png", ".webp", ".woff", ".woff2", ".wasm"))


def is_picture(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in PICTURES


def is_program(data: bytes) -> bool:
    """Tell whether this is WebAssembly: Pagefind's contains paths of the machine that compiled it."""
    return b"\0asm" in data[:64]
