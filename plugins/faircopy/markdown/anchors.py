"""The anchors of headings: as Python-Markdown makes them of Latin letters, other letters unchanged."""

import re
import unicodedata


def anchor_of(words: str, separator: str = "-", *, keeps_letters: bool = True) -> str:
    """Return the anchor of a heading, like `slugify` of markdown.extensions.toc, but with non-Latin letters.

    toc's `slugify` would leave nothing of 'العنوان الأول', and number such headings `_1`, `_2` by their order; without
    `keeps_letters`, so does this function.
    """
    kept = ""
    for character in unicodedata.normalize("NFKC", words):
        latin = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
        kept += latin or (character if keeps_letters and belongs(character, kept) else "")
    kept = "".join(one for one in kept if not one.isascii() or one.isalnum() or one.isspace() or one in "_-")
    return re.sub(rf"[{separator}\s]+", separator, kept.strip().lower())


def belongs(character: str, before: str) -> bool:
    """Tell whether a non-ASCII character may be part of an anchor: a letter, a digit, or a combining mark."""
    is_mark = unicodedata.category(character).startswith("M")
    return character.isalnum() or (is_mark and not before[-1:].isascii())
