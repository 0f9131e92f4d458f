"""Slugs by the rules of a language, for Pelican's own settings; non-Latin letters stay."""

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache

from faircopy.languages.tags import catalogue_names

Rules = list[tuple[str, str]]

# How a language writes its letters where there are only those of ASCII.
GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue"}
NORDIC = {"å": "aa", "ø": "oe", "æ": "ae"}
OF_LANGUAGES = {
    "de": GERMAN,
    "gsw": GERMAN,
    "lb": GERMAN,
    **dict.fromkeys(("da", "nb", "nn", "no"), NORDIC),
}
# Latin letters that are no letter of ASCII with a mark.
OTHERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ħ": "h",
    "\u0131": "i",
    "ŋ": "ng",
    "ə": "e",
}
# The blocks of Latin letters with marks: Latin-1 Supplement, Latin Extended-A and B, and Additional.
WITH_MARKS = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
# As Pelican's own: drop everything but letters, digits, hyphens and spaces; spaces become hyphens.
SIGNS: Rules = [(r"[^\w\s-]", ""), (r"(?u)\A\s*", ""), (r"(?u)\s*\Z", ""), (r"[-\s]+", "-")]


def has_rules(language: str) -> bool:
    """Tell whether a language transliterates a letter by more than dropping its diacritic."""
    return any(name in OF_LANGUAGES for name in catalogue_names(language))


@lru_cache(maxsize=64)
def rules_of(language: str) -> tuple[tuple[str, str], ...]:
    own = next((OF_LANGUAGES[name] for name in catalogue_names(language) if name in OF_LANGUAGES), {})
    plain: defaultdict[str, str] = defaultdict(str)
    # Pelican applies Unicode normalisation to patterns, which would split these into two characters.
    for letter in (one for one in map(chr, WITH_MARKS) if unicodedata.is_normalized("NFKC", one)):
        base = unicodedata.normalize("NFKD", letter)[0]
        if letter.islower() and base.isascii() and base.isalpha() and letter not in own:
            plain[base] += letter
    marks = [(f"[{letters}]", base) for base, letters in sorted(plain.items())]
    return (*own.items(), *((letter, text) for letter, text in OTHERS.items() if letter not in own), *marks, *SIGNS)


def slug_rules(language: str) -> Rules:
    """Return SLUG_REGEX_SUBSTITUTIONS for a language; Pelican needs SLUGIFY_USE_UNICODE with it.

    In German ü is ue and ß is ss; other Latin letters lose their marks; letters of other scripts stay.
    """
    return list(rules_of(language))


def slug_in(language: str, text: str) -> str:
    """Return Pelican's slug of a plain text with these rules."""
    for pattern, replacement in rules_of(language):
        text = re.sub(pattern, replacement, unicodedata.normalize("NFKC", text), flags=re.IGNORECASE)
    return text.lower().strip()
