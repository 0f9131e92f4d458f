"""Compares two renderings of a text by what a reader sees."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher

from faircopy.markdown.literal_words import LITERAL
from faircopy.markdown.units import TextUnit
from faircopy.offsets import line_at

MARK = re.compile("\u2039[^\u2039\u203a]*\u203a")


@dataclass(frozen=True, slots=True)
class RenderingDifference:
    """A part of a text that two renderings show differently."""

    line: int  # of the source, from 1
    expected: tuple[TextUnit, ...]  # as CommonMark and GitHub have it
    actual: tuple[TextUnit, ...]  # as the site has it
    word: str = ""  # the one that typographic punctuation has changed, where nothing else differs


def differences(
    expected: Sequence[TextUnit], actual: Sequence[TextUnit], additions: AbstractSet[str]
) -> Iterator[RenderingDifference]:
    """Yield the differences, from the top."""
    if list(expected) == list(actual):
        yield from changed_words(zip(expected, actual, strict=True), additions)
        return
    matcher = SequenceMatcher(None, expected, actual, autojunk=False)
    for kind, start, end, actual_start, actual_end in matcher.get_opcodes():
        some, others = expected[start:end], actual[actual_start:actual_end]
        if kind == "equal":
            yield from changed_words(zip(some, others, strict=True), additions)
        elif is_alike(some, others):
            for one, other in zip(some, others, strict=True):
                yield RenderingDifference(line_of(one, other), (one,), (other,))
        else:
            before = expected[start - 1 : start] or expected[:1]
            line = first_line(some, others) if some else before[0].line if before else 1
            yield RenderingDifference(line, tuple(some), tuple(others))


def first_line(some: Sequence[TextUnit], others: Sequence[TextUnit]) -> int:
    if not others:
        return some[0].line
    one, other = some[0], others[0]
    runs_on = (one.path, one.marker, one.kind) == (other.path, other.marker, other.kind) and other.text.startswith(
        one.text
    )
    return some[1].line if runs_on and len(some) > 1 else line_of(one, other)


def is_alike(some: Sequence[TextUnit], others: Sequence[TextUnit]) -> bool:
    """Tell whether two parts have the same blocks with different words."""
    return len(some) == len(others) and all(
        (one.path, one.marker, one.kind) == (other.path, other.marker, other.kind)
        for one, other in zip(some, others, strict=True)
    )


def line_of(one: TextUnit, other: TextUnit) -> int:
    """Return the line of the first character that differs."""
    if (one.path, one.marker, one.kind) != (other.path, other.marker, other.kind):
        return one.line
    same = length_of_same(one.text, other.text)
    if one.kind == "pre":
        return one.text_line + line_at(one.text, same) - 1
    return one.line + one.lines_before(same)


def length_of_same(one: str, other: str) -> int:
    """Return the length of the common prefix of two texts."""
    return next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )


def changed_words(
    pairs: Iterable[tuple[TextUnit, TextUnit]], additions: AbstractSet[str]
) -> Iterator[RenderingDifference]:
    """Yield the literal words that typographic punctuation has changed."""
    if "smarty" not in additions:
        return
    for one, other in pairs:
        for word, place in words_for_programs(one):
            if word not in other.raw:
                yield RenderingDifference(one.line + one.lines_before(place), (one,), (other,), word)


def words_for_programs(unit: TextUnit) -> list[tuple[str, int]]:
    """Return the literal words, which typographic punctuation must not change, with their places."""
    if unit.kind == "pre" or not ("--" in unit.raw or "..." in unit.raw):
        return []
    found = ((one[0].rstrip("\"'."), one.start()) for one in LITERAL.finditer(MARK.sub(blanked, unit.raw)))
    return [(word, place) for word, place in found if "--" in word or "..." in word]


def blanked(mark: re.Match[str]) -> str:
    return " " * len(mark[0])
