"""Reduces texts to letters and digits, so that formatting makes no difference."""

import re
import unicodedata
from functools import cache

# Not a letter, and ASCII: removed from bytes, which is many times faster than a regular expression.
ASCII_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalnum())
BEYOND_ASCII = re.compile(r"[^\0-\x7f]+")
# Letters by their category, which nobody sees: the fillers of Hangul.
FILLERS = "\u115f\u1160"
# Letters of scripts that put no space between words: Thai, Lao, Tibetan, Burmese, Khmer, kana, Han.
DENSE = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
NOT_DENSE = re.compile(f"[^{DENSE}]+")
IS_DENSE = re.compile(f"[{DENSE}]")
# A word is a run of letters, and each letter of a dense script by itself.
WORD = re.compile(f"(?=[^\\W_])[{DENSE}]|(?:(?![{DENSE}{FILLERS}])[^\\W_])+")


def folded(text: str) -> str:
    """Return a text in one case and one normal form, without the marks on its letters."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, folded, in a row."""
    some = folded(text).encode("utf-8", "replace").translate(None, ASCII_NO_LETTERS).decode("utf-8")
    return some if some.isascii() else BEYOND_ASCII.sub(only_letters, some)


def only_letters(found: re.Match[str]) -> str:
    return "".join(one for one in found[0] if one.isalnum() and one not in FILLERS)


def words_of(text: str) -> list[str]:
    """Return the folded words of a text; joined, they equal `letters_of`."""
    return WORD.findall(folded(text) if text.isascii() else unseen().sub("", folded(text)))


@cache
def unseen() -> re.Pattern[str]:
    """Return the characters within words that are no letters: combining marks, soft hyphens, zero-width spaces."""
    codes = [chr(code) for code in range(0x10000) if unicodedata.category(chr(code)) in ("Mn", "Me", "Cf")]
    return re.compile(f"[{''.join(codes)}{FILLERS}]+")


def dense_of(letters: str) -> str:
    """Return only the letters of scripts without spaces."""
    return "" if letters.isascii() else NOT_DENSE.sub("", letters)
