"""Typos: variants of a text with one character more or less, one line moved, or plain quotes.

If no variant is valid, a plain fence is more likely a fragment or another language than a text with a fault.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

# What may be written in their place by a word processor.
PLAIN_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'", "\u00a0": " "})
BRACKETS, QUOTES = "()[]{}", "\"'"
PAIRS = (("(", ")"), ("[", "]"), ("{", "}"))
LINES_NEAR = 6  # above a fault and below, whose indents a line may be meant to have
MAX_REPAIRS = 900
LABEL = re.compile(r"^[ \t]*[^\s()]+\)")  # `start)`, of a case of a shell
COMMENT = re.compile(r"(?<![ \t])[ \t]*(?:(?:#|//)[^\n]*)?$")
# Before and behind a word, and on both sides of each other sign: where a sign may be missing.
EDGE = re.compile(r"\b|(?<=[^\w\s])|(?=[^\w\s])|$")


@dataclass(frozen=True, slots=True)
class TypoKinds:
    """Which typos are tried in a language."""

    signs: str = BRACKETS + QUOTES + ",:"
    # Which of the signs may be missing somewhere: the text before it, the text behind it, and the sign. A comma or a
    # colon makes a statement of two words in many languages.
    may_miss: Callable[[str, str, str], bool] = lambda _before, _behind, _sign: True
    moves_lines: bool = False  # indents mean something
    whole: Callable[[str], Iterator[str]] = lambda _code: iter(())  # other readings of the whole text
    finish: Callable[[str], str] = lambda code: code  # what a part needs to be read as a whole
    max_chars: int = 300_000  # of all texts that are tried


Place = tuple[int, int]  # line and column, both from 1


def repairs(code: str, place: Place, hand: TypoKinds) -> list[str]:
    """Return the variants that may have been meant, likeliest first, up to a limit."""
    plain = code.translate(PLAIN_QUOTES)
    found = chain([plain] if plain != code else [], hand.whole(code), near_repairs(code, place, hand))
    number = min(MAX_REPAIRS, max(4, hand.max_chars // max(1, len(code))))
    chosen = list(islice(found, number))
    return list(dict.fromkeys([*chosen, *map(hand.finish, chosen)]))


def near_repairs(code: str, place: Place, hand: TypoKinds) -> Iterator[str]:
    lines = code.split("\n")
    numbers = lines_near(lines, place[0] - 1)
    if not numbers:
        return  # no line has text
    column = place[1] - 1
    if hand.moves_lines:
        for number in numbers[:2]:
            yield from moves(lines, number)
    for number in numbers[:2]:
        yield from ends(lines, number, hand)
    # A bracket on a line of its own, at either end.
    missing = [sign for sign in hand.signs if sign in BRACKETS and evens_out(code, sign, 1)]
    yield from (f"{code.rstrip()}\n{sign}\n" for sign in missing if sign in ")]}")
    yield from (f"{sign}{code}" for sign in missing if sign in "([{")
    yield from islice(gaps(lines, numbers[0], hand, column), MAX_REPAIRS // 2)
    for number in numbers[:3]:
        yield from islice(drops(lines, number, hand, column), MAX_REPAIRS // 12)
    if hand.moves_lines:
        for number in numbers[2:4]:
            yield from moves(lines, number)
    for number in numbers[1:2]:
        yield from gaps(lines, number, hand, len(lines[number]))
    for number in numbers[2:]:
        yield from ends(lines, number, hand)
        yield from drops(lines, number, hand, 0)


def lines_near(lines: Sequence[str], at: int) -> list[int]:
    """Return the numbers of non-blank lines, from 0: that of a fault first, then the one above, then others."""
    at = min(at, len(lines) - 1)
    above = [number for number in range(at, -1, -1) if lines[number].strip()][: LINES_NEAR + 1]
    below = [number for number in range(at + 1, len(lines)) if lines[number].strip()][:LINES_NEAR]
    return [*above[:2], *below[:1], *above[2:], *below[1:]]


def with_line(lines: Sequence[str], number: int, line: str) -> str:
    return "\n".join([*lines[:number], line, *lines[number + 1 :]])


def ends(lines: Sequence[str], number: int, hand: TypoKinds) -> Iterator[str]:
    """Yield the text with each sign added at the end of a line."""
    line, signs = lines[number], changeable(lines, number, hand.signs, 1)
    comment = COMMENT.search(line)
    for at in {comment.start() if comment else len(line), len(line.rstrip())}:
        yield from insertions(lines, number, at, signs, hand)


def gaps(lines: Sequence[str], number: int, hand: TypoKinds, column: int) -> Iterator[str]:
    """Yield the text with each sign inserted wherever it may be missing in a line, nearest to a column first."""
    signs = changeable(lines, number, hand.signs, 1)
    places = {found.start() for found in EDGE.finditer(lines[number])} if signs else ()
    # A line may be of any length, and each place takes time by the length of the text.
    for at in sorted(places, key=lambda one: abs(one - column))[:MAX_REPAIRS]:
        yield from insertions(lines, number, at, signs, hand)


def insertions(lines: Sequence[str], number: int, at: int, signs: Iterable[str], hand: TypoKinds) -> Iterator[str]:
    line = lines[number]
    before, behind = "\n".join([*lines[:number], line[:at]]), "\n".join([line[at:], *lines[number + 1 :]])
    for sign in signs:
        if hand.may_miss(before, behind, sign):
            yield with_line(lines, number, line[:at] + sign + line[at:])


def drops(lines: Sequence[str], number: int, hand: TypoKinds, column: int) -> Iterator[str]:
    """Yield the text without each sign of a line, nearest to a column first."""
    line, signs = lines[number], changeable(lines, number, hand.signs, -1)
    # A colon behind a name is what makes it one.
    places = [at for at, sign in enumerate(line) if sign in signs and not (sign == ":" and line[at - 1 : at].isalnum())]
    for at in sorted(places, key=lambda one: abs(one - column)):
        yield with_line(lines, number, line[:at] + line[at + 1 :])


def changeable(lines: Sequence[str], number: int, signs: str, more: int) -> list[str]:
    """Return the signs of which one more (1) or less (-1) in a line is what a hand may have meant.

    A bracket alone is a word to a shell, and a letter to YAML: it makes almost any text valid, and nobody forgets it.
    """
    texts = (lines[number], LABEL.sub("", lines[number]), "\n".join(lines))
    return [sign for sign in signs if any(evens_out(text, sign, more) for text in texts)]


def evens_out(text: str, sign: str, more: int) -> bool:
    """Tell whether with one bracket more (1) or less (-1) as many are closed as opened, or more nearly so.

    Of quotes there is an even number then. Other signs stand alone.
    """
    if sign not in BRACKETS:
        return sign not in (*QUOTES, "`") or (text.count(sign) + more) % 2 == 0
    opened, closed = next(pair for pair in PAIRS if sign in pair)
    surplus = text.count(opened) - text.count(closed)
    return abs(surplus + (more if sign == opened else -more)) < abs(surplus)


def moves(lines: Sequence[str], number: int) -> Iterator[str]:
    """Yield the text with a line, alone and with its block, at the indents around it."""
    own = indent_of(lines[number])
    near = [line for line in lines[max(0, number - LINES_NEAR) : number + LINES_NEAR + 1] if line.strip()]
    others = {indent_of(line) for line in near}
    # The line alone, with those that hang on it, with its whole block.
    stops = {number + 1, below(lines, number, own + 1), below(lines, number, own)}
    indents = {*others, *(one + 2 for one in others), *(one + 4 for one in others)} - {own}
    for indent in sorted(indents, key=lambda one: abs(one - own)):
        for stop in sorted(stops):
            moved = [moved_by(line, indent - own) for line in lines[number:stop]]
            yield "\n".join([*lines[:number], *moved, *lines[stop:]])


def below(lines: Sequence[str], number: int, indent: int) -> int:
    """Return the number of the next non-blank line that is indented less than `indent`."""
    stop = number + 1
    while stop < len(lines) and (not lines[stop].strip() or indent_of(lines[stop]) >= indent):
        stop += 1
    return stop


def moved_by(line: str, columns: int) -> str:
    return " " * max(0, indent_of(line) + columns) + line.lstrip(" \t") if line.strip() else line


def indent_of(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def is_inside(text: str) -> bool:
    """Tell whether a text ends within brackets, by counting them."""
    return sum(map(text.count, "([{")) > sum(map(text.count, ")]}"))
