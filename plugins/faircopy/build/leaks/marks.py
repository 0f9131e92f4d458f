"""Marks the words of an unpublished text that also occur in other sources, and decides when that excuses them."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

from faircopy.build.leaks.normalise import letters_of
from faircopy.build.leaks.passages import WINDOW_WORDS, PassageIndex, SearchedPassage
from faircopy.build.leaks.search_targets import owner

# A draft was copied into public texts if they have this share of it that no other text has, and are so many times
# longer than that share. If they are not longer, the draft is another version of them.
MOST_OF_DRAFT, TIMES_LONGER = 0.75, 2
# Phrases (slogans, footers) that templates and settings may share with a draft: at most so many words in a row, and at
# most so many in all, or a small part of a longer draft.
PHRASE, LITTLE_OF_DRAFT, LITTLE_OF_SHORT_DRAFT = 15, 0.25, 0.5
# A file that has less than so much of a draft's file quotes it.
PART_OF_FILE = 0.5

# Of each passage, which of its words are marked: a 1 for each of them.
Marks = dict[SearchedPassage, bytearray]


def marks_of(streams: Iterable[str], index: PassageIndex) -> Marks:
    """Mark the words of passages that occur in a text, given as the letters of all its readings."""
    marks: Marks = {}
    for letters in streams:
        for hit in index.found_in(letters, thorough=True):
            mark(marks, hit.passage, hit.first, hit.end)
    return marks


def mark(marks: Marks, passage: SearchedPassage, first: int, end: int) -> None:
    marked = marks.setdefault(passage, bytearray(len(passage.words)))
    marked[first:end] = b"\1" * (end - first)


def combined(
    many: Iterable[Marks], only: Callable[[SearchedPassage, bytearray], bytearray] = lambda _, marked: marked
) -> Marks:
    """Combine marks; of each passage, keep those that `only` accepts."""
    total: Marks = {}
    for marks in many:
        for passage, marked in marks.items():
            before = total.get(passage, bytes(len(marked)))
            total[passage] = bytearray(map(max, before, only(passage, marked)))
    return total


def marks_of_words(words: Iterable[str], passages: Iterable[SearchedPassage]) -> Marks:
    """Mark each given word wherever it occurs in passages."""
    marks: Marks = {}
    wanted = [letters for letters in map(letters_of, words) if letters]
    for passage in passages:
        for letters in wanted:
            at = passage.letters.find(letters)
            inside = [n for n, start in enumerate(passage.starts[:-1]) if at <= start < at + len(letters)]
            if at != -1 and inside:
                mark(marks, passage, inside[0], inside[-1] + 1)
    return marks


def copied_into(passage: SearchedPassage, marks: Mapping[int, bytearray], lengths: Mapping[int, int]) -> frozenset[int]:
    """Return the public texts that contain most of a draft, whole or in pieces, each with its number of letters.

    Words that several public texts share do not count as a copy. Nor do the draft's quotations.
    """
    if not marks:
        return frozenset()
    times = [sum(column) for column in zip(*marks.values(), strict=True)]
    own = [not quoted and number <= 1 for number, quoted in zip(times, passage.quoted, strict=True)]
    parts = {number: [n for n, one in enumerate(marked) if one and own[n]] for number, marked in marks.items()}
    copied = {
        number: part
        for number, part in parts.items()
        if len(part) >= WINDOW_WORDS and sum(len(passage.words[n]) for n in part) * TIMES_LONGER <= lengths[number]
    }
    is_most = sum(map(len, copied.values())) >= MOST_OF_DRAFT * sum(own)
    return frozenset(copied) if is_most else frozenset()


def as_phrases(marks: Marks) -> Marks:
    """Keep the marks that are phrases: a template may contain the same words by chance."""
    phrases = {passage: without_long(marked) for passage, marked in marks.items()}
    much = {
        (owner(passage).text, owner(passage).file)
        for passage, marked in phrases.items()
        if owner(passage).is_whole or owner(passage).file
        if share(marked) >= (LITTLE_OF_SHORT_DRAFT if sum(marked) <= PHRASE else LITTLE_OF_DRAFT)
    }
    return {one: marked for one, marked in phrases.items() if (owner(one).text, owner(one).file) not in much}


def without_long(marked: bytearray) -> bytearray:
    """Keep the marks of a few words in a row."""
    runs = ([*run] for _, run in groupby(marked))
    return bytearray(one for run in runs for one in (run if len(run) <= PHRASE else bytes(len(run))))


def as_quoted(passage: SearchedPassage, marked: bytearray) -> bytearray:
    """Keep the marks of words that a text itself marks as quoted."""
    return bytearray(one and quoted for one, quoted in zip(marked, passage.quoted, strict=True))


def as_part(passage: SearchedPassage, marked: bytearray) -> bytearray:
    """Keep the marks of a draft's file that another file contains in part; of a text, its quotations."""
    if not owner(passage).file:
        return as_quoted(passage, marked)
    return marked if share(marked) < PART_OF_FILE else bytearray(len(marked))


def share(marked: bytearray) -> float:
    return sum(marked) / max(1, len(marked))
