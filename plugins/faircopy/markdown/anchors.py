"""The anchors of headings: Python-Markdown's of Latin letters, and with the letters as they are of others."""

import re
import unicodedata


def anchor_of(words: str, separator: str = "-", *, keeps_letters: bool = True) -> str:
    """Return the anchor of a heading's words, as `slugify` of markdown.extensions.toc, which leaves other letters out.

    Of 'العنوان الأول' nothing would be left, and which `_1`, `_2` it is would depend on the headings before it;
    without `keeps_letters` it does.
    """
    kept = ""
    for character in unicodedata.normalize("NFKC", words):
        latin = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
        kept += latin or (character if keeps_letters and belongs(character, kept) else "")
    kept = "".join(one for one in kept if not one.isascii() or one.isalnum() or one.isspace() or one in "_-")
    return re.sub(rf"[{separator}\s]+", separator, kept.strip().lower())


def belongs(character: str, before: str) -> bool:
    """Tell whether a character beyond ASCII may stand in an anchor: a letter, a digit, or a mark of such a one."""
    is_mark = unicodedata.category(character).startswith("M")
    return character.isalnum() or (is_mark and not before[-1:].isascii())
