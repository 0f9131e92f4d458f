"""Finds passages in other texts: by runs of words, looked up by their letters."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from faircopy.build.leaks.normalise import IS_DENSE, dense_of

# So many words in a row are nobody else's: long enough not to be met by chance, short enough to see half a sentence.
WINDOW_WORDS = 8
DENSE_WINDOW_LETTERS = 10  # ... and so many letters, where there are no spaces
# A whole text of fewer words proves nothing ("See below.").
MIN_WORDS = 5
# Every run of SIZE letters that is looked for is known, and every STRIDE-th of a text is asked for.
SIZE, STRIDE = 16, 8
DENSE_SIZE, DENSE_STRIDE = 6, 4
# Of a longer text (a log) not every run is known: this many.
MAX_RUNS = 200_000


@dataclass(frozen=True, eq=False)  # no slots: what is worked out is kept, and each is itself
class SearchedPassage:
    """A text, or a part of one."""

    note: object  # whose it is
    words: tuple[str, ...]
    lines: tuple[int, ...]  # of each word
    quoted: tuple[bool, ...] = ()  # of each word: whether the text itself marks it as somebody else's

    def __post_init__(self) -> None:
        object.__setattr__(self, "letters", "".join(self.words))
        object.__setattr__(self, "starts", [0, *accumulate(map(len, self.words))])

    letters: str = field(init=False, default="")
    starts: list[int] = field(init=False, default_factory=list)


@dataclass(frozen=True, slots=True)
class PassageHit:
    """Words of a passage that occur in a text."""

    passage: SearchedPassage
    first: int
    end: int  # of the words

    @property
    def phrase(self) -> str:
        return " ".join(self.passage.words[self.first : self.end][:WINDOW_WORDS])

    @property
    def beginning(self) -> str:
        """Its first words, by their letters."""
        return self.passage.letters[
            self.passage.starts[self.first] : self.passage.starts[min(self.end, self.first + WINDOW_WORDS)]
        ]

    @property
    def letters(self) -> str:
        return self.passage.letters[self.passage.starts[self.first] : self.passage.starts[self.end]]

    @property
    def line(self) -> int:
        return self.passage.lines[self.first]


class PassageIndex:
    """An index of passages by each run of their letters."""

    def __init__(self, passages: Iterable[SearchedPassage] = ()) -> None:
        self.passages: list[SearchedPassage] = []
        self.runs: dict[str, list[tuple[SearchedPassage, int]]] = defaultdict(list)
        self.dense_runs: dict[str, list[tuple[SearchedPassage, int]]] = defaultdict(list)
        self.short: list[SearchedPassage] = []  # fewer letters than surely hold a run that is asked for
        for passage in passages:
            self.add(passage)

    def add(self, passage: SearchedPassage) -> None:
        if len(passage.words) < MIN_WORDS:
            return
        self.passages.append(passage)
        if len(passage.letters) < SIZE + STRIDE and not IS_DENSE.search(passage.letters):
            self.short.append(passage)
        every = 1 + len(passage.letters) // MAX_RUNS
        for start in range(0, len(passage.letters) - SIZE + 1, every):
            self.runs[passage.letters[start : start + SIZE]].append((passage, start))
        for start in dense_starts(passage.letters):
            self.dense_runs[passage.letters[start : start + DENSE_SIZE]].append((passage, start))

    def found_in(self, letters: str, *, thorough: bool = False) -> Iterator[PassageHit]:
        """Yield what of each passage stands in a text, given by its letters, if it is enough.

        Each passage is found once or a few times; with `thorough`, also where many short words are barely enough.
        """
        for runs, text, size, stride in (
            (self.runs, letters, SIZE, STRIDE),
            (self.dense_runs, dense_of(letters) if self.dense_runs else "", DENSE_SIZE, DENSE_STRIDE),
        ):
            if runs:
                yield from hits_in(text, runs, size, stride // 4 if thorough else stride, thorough=thorough)
        for passage in self.short:
            if passage.letters in letters:
                yield PassageHit(passage, 0, len(passage.words))


def dense_starts(letters: str) -> Iterator[int]:
    if letters.isascii():
        return
    for start in range(len(letters) - DENSE_SIZE + 1):
        piece = letters[start : start + DENSE_SIZE]
        if len(dense_of(piece)) == DENSE_SIZE:
            yield start


def hits_in(
    text: str, runs: dict[str, list[tuple[SearchedPassage, int]]], size: int, stride: int, *, thorough: bool
) -> Iterator[PassageHit]:
    # Up to which place a passage was followed already; of one that says something twice, both are marked.
    followed_to: dict[tuple[SearchedPassage, int], int] = {}
    for start in range(0, len(text) - size + 1, stride):
        piece = text[start : start + size]
        if piece in runs:
            for passage, at in runs[piece]:
                way = (passage, start - at if thorough else 0)
                if followed_to.get(way, -1) > start:
                    continue
                hit, end = followed(text, start, passage, at, size)
                if hit:
                    followed_to[way] = end
                    yield hit


def followed(text: str, start: int, passage: SearchedPassage, at: int, size: int) -> tuple[PassageHit | None, int]:
    """Extend a match in both directions; return the whole words that text and passage share, if they are enough.

    Also return where in the text they end.
    """
    letters = passage.letters
    before = 0
    while before < min(start, at) and text[start - before - 1] == letters[at - before - 1]:
        before += 1
    after = size
    most = min(len(text) - start, len(letters) - at)
    while after < most and text[start + after] == letters[at + after]:
        after += 1
    first = bisect_left(passage.starts, at - before)
    end = bisect_right(passage.starts, at + after) - 1
    number = end - first
    if number <= 0:
        return None, 0
    is_whole = number == len(passage.words)
    run = passage.letters[passage.starts[first] : passage.starts[end]]
    window = DENSE_WINDOW_LETTERS if 2 * len(dense_of(run)) > len(run) else WINDOW_WORDS
    return (PassageHit(passage, first, end) if number >= window or is_whole else None), start + after
