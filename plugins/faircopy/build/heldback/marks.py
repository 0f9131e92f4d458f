"""Which words of a text that is not public stand in other sources, too, and when that excuses them."""

from collections.abc import Callable, Collection, Iterable
from itertools import groupby

from faircopy.build.heldback.letters import letters_of
from faircopy.build.heldback.passages import WINDOW, Passage, PassageIndex
from faircopy.build.heldback.wanted import owner

# A public text has so much of a draft that no other has, and is so many times longer: the draft was copied into it.
# Where it is not longer, the draft is another version of it, or a part that is to be published again.
MOST_OF_DRAFT, TIMES_LONGER = 0.75, 2
# What of a draft templates may say, too: so much of it in all, so many words in a row.
LITTLE_OF_DRAFT, FEW_WORDS = 0.25, 40
# A file that has less than so much of a draft's file quotes it.
PART_OF_FILE = 0.5

# Of each passage, which of its words are marked: a 1 for each of them.
Marks = dict[Passage, bytearray]


def marks_of(streams: Iterable[str], index: PassageIndex) -> Marks:
    """Mark the words of passages that stand in a text, given by the letters of all that it may be read as."""
    marks: Marks = {}
    for letters in streams:
        for hit in index.found_in(letters, thorough=True):
            mark(marks, hit.passage, hit.first, hit.end)
    return marks


def mark(marks: Marks, passage: Passage, first: int, end: int) -> None:
    marked = marks.setdefault(passage, bytearray(len(passage.words)))
    marked[first:end] = b"\1" * (end - first)


def united(many: Iterable[Marks], only: Callable[[Passage, bytearray], bytearray] = lambda _, marked: marked) -> Marks:
    """Put marks together, of each passage those that `only` leaves."""
    total: Marks = {}
    for marks in many:
        for passage, marked in marks.items():
            before = total.get(passage, bytes(len(marked)))
            total[passage] = bytearray(map(max, before, only(passage, marked)))
    return total


def marks_of_words(words: Iterable[str], passages: Iterable[Passage]) -> Marks:
    """Mark each of some words, however few, where they stand in passages."""
    marks: Marks = {}
    wanted = [letters for letters in map(letters_of, words) if letters]
    for passage in passages:
        for letters in wanted:
            at = passage.letters.find(letters)
            inside = [n for n, start in enumerate(passage.starts[:-1]) if at <= start < at + len(letters)]
            if at != -1 and inside:
                mark(marks, passage, inside[0], inside[-1] + 1)
    return marks


def is_copy(passage: Passage, marked: bytearray, times: Collection[int], length: int) -> bool:
    """Tell whether a text of `length` letters holds most of a draft, whose words `times` texts have.

    What several public texts have is nobody's copy: they share it with each other. Nor is what the draft quotes.
    """
    own = [(one, number) for one, number, quoted in zip(marked, times, passage.quoted, strict=True) if not quoted]
    alone = sum(1 for one, number in own if one and number == 1)
    count = sum(1 for _, number in own if number <= 1)
    return alone >= WINDOW and alone >= MOST_OF_DRAFT * count and len(passage.letters) * TIMES_LONGER <= length


def a_little(marks: Marks) -> Marks:
    """Keep the marks where they are a small part of a text, and short: a template may say the same by itself."""
    much = {
        (owner(passage).text, owner(passage).file)
        for passage, marked in marks.items()
        if (owner(passage).is_whole or owner(passage).file) and share(marked) >= LITTLE_OF_DRAFT
    }
    return {
        passage: marked
        for passage, marked in marks.items()
        if (owner(passage).text, owner(passage).file) not in much and longest(marked) <= FEW_WORDS
    }


def as_quoted(passage: Passage, marked: bytearray) -> bytearray:
    """Keep the marks of what a text itself marks as somebody else's."""
    return bytearray(one and quoted for one, quoted in zip(marked, passage.quoted, strict=True))


def as_part(passage: Passage, marked: bytearray) -> bytearray:
    """Keep the marks of a draft's file of which another file has a part only; of a text what it quotes."""
    if not owner(passage).file:
        return as_quoted(passage, marked)
    return marked if share(marked) < PART_OF_FILE else bytearray(len(marked))


def share(marked: bytearray) -> float:
    return sum(marked) / max(1, len(marked))


def longest(marked: bytearray) -> int:
    return max((len([*run]) for one, run in groupby(marked) if one), default=0)
