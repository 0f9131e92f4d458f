"""Runs of words, and where they turn up."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

# So many words in a row are nobody else's: long enough not to be met by chance, short enough to see half a sentence.
WINDOW = 8
# A whole paragraph of fewer words proves nothing ("See below.").
SHORTEST = 5


@dataclass(slots=True)
class PhraseIndex:
    """Phrases, each with a note of where it is from."""

    notes: dict[int, dict[str, object]] = field(default_factory=lambda: defaultdict(dict))  # by number of words

    def add(self, words: list[str], note: object, shortest: int = SHORTEST) -> None:
        """Note a text: each run of WINDOW words of it, or the whole when it has fewer."""
        size = min(len(words), WINDOW)
        if size >= shortest:
            for phrase in windows(words, size):
                self.notes[size].setdefault(phrase, note)

    def forget(self, words: list[str]) -> None:
        """Take out what the words `words` have too."""
        for phrase, _ in list(self.found_in(words)):
            self.notes[len(phrase.split())].pop(phrase, None)

    def found_in(self, words: list[str]) -> Iterator[tuple[str, object]]:
        """Yield each phrase that stands in `words`, with its note."""
        for size, phrases in self.notes.items():
            first = {phrase.partition(" ")[0] for phrase in phrases}
            for start in range(len(words) - size + 1):
                if words[start] in first and (phrase := " ".join(words[start : start + size])) in phrases:
                    yield phrase, phrases[phrase]


def windows(words: list[str], size: int) -> Iterator[str]:
    return (" ".join(words[start : start + size]) for start in range(len(words) - size + 1))
