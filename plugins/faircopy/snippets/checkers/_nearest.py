"""Suggests the known name that was probably meant, a limited number of times for each snippet."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from faircopy.snippets.model import Finding

# Each takes milliseconds, and nobody reads more of them in one snippet.
MAX_SUGGESTIONS = 20
QUOTED, MEANT = re.compile(r"[\"'](\w+)[\"']"), re.compile(r"did you mean '(\w+)'")
MIN_RATIO, MIN_RATIO_OF_WORDS = 0.86, 0.5


class SuggestionFinder:
    """Finds suggestions for one snippet. After 20 names it stops."""

    def __init__(self) -> None:
        self.left = MAX_SUGGESTIONS

    def find(self, name: str, known: Iterable[str], cutoff: float = 0.7) -> str:
        """Return the known name that is nearest to `name`, or ""."""
        if self.left <= 0:
            return ""
        self.left -= 1
        return next(iter(get_close_matches(name, sorted(known), n=1, cutoff=cutoff)), "")

    def hint(self, name: str, known: Iterable[str]) -> str:
        near = self.find(name, known)
        return f"did you mean '{near}'?" if near else ""


def is_misspelt(finding: Finding) -> bool:
    """Tell whether the name in a finding is so similar to the known one of its hint that it must be a typo."""
    names = [*QUOTED.findall(finding.message), *MEANT.findall(finding.hint)]
    return len(names) == 2 and SequenceMatcher(None, *names).ratio() >= MIN_RATIO and have_like_words(*names)


def have_like_words(name: str, known: str) -> bool:
    """Tell whether no word of a name is another one: `xquic_ssl_key` is of another module than `uwsgi_ssl_key`."""
    words, others = name.split("_"), known.split("_")
    pairs = zip(words, others, strict=True) if len(words) == len(others) else ()
    return all(SequenceMatcher(None, *pair).ratio() >= MIN_RATIO_OF_WORDS for pair in pairs)


def is_slip(name: str, known: str) -> bool:
    """Tell whether two names differ by one sign, by two that changed places, or only by case and hyphens."""
    one, other = (text.casefold().replace("-", "_") for text in (name, known))
    if one == other:
        return True
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 4:
        return False
    pairs = enumerate(zip(one, other, strict=False))
    at = next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
    if len(one) == len(other):
        swapped = one[at + 1 : at + 2] == other[at] and other[at + 1 : at + 2] == one[at]
        return one[at + 1 :] == other[at + 1 :] or (swapped and one[at + 2 :] == other[at + 2 :])
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[at + 1 :] == shorter[at:]
