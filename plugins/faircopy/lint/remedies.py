"""Describes a difference between two renderings of a text, and how to write it so that both read the same."""

import re
from collections.abc import Callable, Iterable

from faircopy.markdown.differences import RenderingDifference, length_of_same
from faircopy.markdown.units import TextUnit

CONTEXT_CHARS = 24  # characters that are shown on each side of what differs
MARK = re.compile("\u2039(?P<name>/?[a-z]+)(?P<rest> [^\u2039\u203a]*)?\u203a")
LISTS = frozenset(("ul", "ol"))
LIST_MARKER = re.compile(r"(?:^| )(?:[-*+]|\d+[.)]) ")
IN_GENERAL = "write it more simply: with blank lines around it, or in other words"


def fact_of(one: RenderingDifference) -> str:
    """Return what readers of the site see, and what the text means elsewhere."""
    if one.word:
        return f"the site's punctuation changes '{one.word}'"
    expected, actual = excerpts(one)
    if not one.actual:
        return f"readers do not see {expected}"
    if not one.expected:
        return f"readers see {actual}, which is not there elsewhere"
    return f"readers see {actual}, elsewhere {expected}"


def excerpts(one: RenderingDifference) -> tuple[str, str]:
    if len(one.expected) == len(one.actual) == 1:
        first, second = one.expected[0], one.actual[0]
        same = length_of_same(first.text, second.text)
        start = max(0, same - CONTEXT_CHARS)
        structure = (first.path, first.marker, first.kind) != (second.path, second.marker, second.kind)
        return tuple(excerpt(unit, start, is_structure=structure) for unit in (first, second))  # type: ignore[return-value]
    return some(one.expected), some(one.actual)


def some(units: tuple[TextUnit, ...]) -> str:
    parts = [excerpt(unit, 0, is_structure=True) for unit in units[:2]]
    return ", ".join(parts) + (" \u2026" if len(units) > len(parts) else "")


def excerpt(unit: TextUnit, start: int, *, is_structure: bool) -> str:
    words = unit.text[start : start + 2 * CONTEXT_CHARS]
    cut = f"{'…' if start else ''}{words}{'…' if len(unit.text) > start + len(words) else ''}"
    actual = MARK.sub(readable, cut.replace("\n", "\u21b5"))
    return f"{kind_of(unit)} '{actual}'" if is_structure else f"'{actual}'"


def readable(found: re.Match[str]) -> str:
    return f"<{found['name']}{found['rest'] or ''}>"


def kind_of(unit: TextUnit) -> str:
    kinds = {"pre": "code", "hr": "a line across", "tr": "a row", "p": "the text"}
    kind = f"a heading of level {unit.kind[1]}" if re.fullmatch(r"h[1-6]", unit.kind) else kinds[unit.kind]
    if unit.marker:
        depth = sum(part in LISTS for part in unit.path)
        level = f" of level {depth}" if depth > 1 else ""
        kind = f"the item{level}" if unit.marker == "-" else f"the item {unit.marker[:-1]}{level}"
    elif "ul" in unit.path or "ol" in unit.path:
        kind += " in an item"
    if "blockquote" in unit.path:
        kind += " in a quote"
    return f"{kind} in an admonition" if "admonition" in unit.path else kind


def remedy_of(one: RenderingDifference) -> str:
    """Return how to write it so that both read the same."""
    if one.word:
        return "put it in backticks"
    return next((remedy for tell, remedy in REMEDIES if tell(one)), IN_GENERAL)


Tell = Callable[[RenderingDifference], bool]


def sees(units: Iterable[TextUnit], tell: Callable[[TextUnit], bool]) -> bool:
    return any(map(tell, units))


def lost(tell: Callable[[TextUnit], bool]) -> Tell:
    """Return a test for differences in which a kind of block is missing on the site."""
    return lambda one: sees(one.expected, tell) and not sees(one.actual, tell)


def gained(tell: Callable[[TextUnit], bool]) -> Tell:
    return lambda one: sees(one.actual, tell) and not sees(one.expected, tell)


def counts(*marks: str) -> Tell:
    """Return a test for differences in the number of a mark."""
    return lambda one: any(number_of(mark, one.expected) != number_of(mark, one.actual) for mark in marks)


def number_of(mark: str, units: Iterable[TextUnit]) -> int:
    return sum(unit.text.count(mark) for unit in units)


def is_item(unit: TextUnit) -> bool:
    return bool(unit.marker)


def is_heading(unit: TextUnit) -> bool:
    return unit.kind.startswith("h") and unit.kind != "hr"


def is_code(unit: TextUnit) -> bool:
    return unit.kind == "pre"


def is_fence(unit: TextUnit) -> bool:
    return is_code(unit) and unit.text_line > unit.line


def is_fence_in_list(unit: TextUnit) -> bool:
    return is_fence(unit) and not LISTS.isdisjoint(unit.path)


def is_row(unit: TextUnit) -> bool:
    return unit.kind == "tr"


def is_admonition(unit: TextUnit) -> bool:
    return "admonition" in unit.path


def is_quote(unit: TextUnit) -> bool:
    return "blockquote" in unit.path


def runs_on(one: RenderingDifference) -> bool:
    return sees(one.expected, is_item) and sees(one.actual, lambda unit: bool(LIST_MARKER.search(unit.text)))


def renumbers(one: RenderingDifference) -> bool:
    pairs = zip(one.expected, one.actual, strict=False)
    return any(some.path == other.path and some.marker != other.marker for some, other in pairs)


def moves(one: RenderingDifference) -> bool:
    """Tell whether something is at another level of a list."""
    levels = [[sum(part in LISTS for part in unit.path) for unit in units] for units in (one.expected, one.actual)]
    return levels[0] != levels[1] and any(levels[0])


def leaves_signs(one: RenderingDifference) -> bool:
    return sees(one.actual, lambda unit: "\\" in unit.text)


def loses_address(one: RenderingDifference) -> bool:
    more_links = number_of("\u2039/a ", one.expected) > number_of("\u2039/a ", one.actual)
    return more_links and sees(one.actual, lambda unit: "://" in unit.text)


def leaves_fence(one: RenderingDifference) -> bool:
    """Tell whether a fence outside a list was read as words: its info string was not understood."""
    return sees(one.expected, is_fence) and sees(one.actual, lambda unit: "```" in unit.text or unit.kind == "p")


def leaves_emphasis(one: RenderingDifference) -> bool:
    return number_of("**", one.actual) > number_of("**", one.expected)


# The first that fits is told.
REMEDIES: tuple[tuple[Tell, str], ...] = (
    (lost(is_admonition), "write an admonition: '!!! note', and its text below, indented by four spaces"),
    (lost(is_row), "put a blank line before the table"),
    (lost(is_fence_in_list), "indent the code by eight spaces, without a fence, or use faircopy.markdown.extension"),
    (
        leaves_fence,
        "write only a language after the backticks, and blank lines around the fence",
    ),
    (runs_on, "put a blank line before the list, and begin its items with '-' or '1.'"),
    (moves, "indent what belongs to an item by four spaces a level"),
    (renumbers, "begin the list at 1, or write a backslash before the full stop of a number that must stay"),
    (gained(is_item), "write a backslash where this is no list: '2019\\.', or '\\-'"),
    (lost(is_code), "put blank lines around the code, and indent it by four spaces for each list that it is in"),
    (gained(is_code), "indent it by less than four spaces beyond the text around it"),
    (gained(is_heading), "write '\\#' for the sign, and '# ' for a heading"),
    (lost(is_heading), "write the heading with '#', on one line, with blank lines around it"),
    (lost(is_quote), "put a blank line before the quote, and '>' before each of its lines"),
    (gained(is_quote), "write '\\>' for the sign"),
    (counts("\u2039br\u203a"), "end the line with two spaces"),
    (counts("\u2039del\u203a"), "write <del>\u2026</del>, or '\\~' for the sign"),
    (leaves_emphasis, 'put blank lines between the HTML and its text, and give the tag the attribute markdown="1"'),
    (loses_address, "write the address as <https://\u2026>, or as [words](https://\u2026) on one line"),
    (counts("\u2039code\u203a"), "put as many backticks behind the code as before it, and more than it has in itself"),
    (
        counts("\u2039em\u203a", "\u2039b\u203a"),
        "write emphasis with '*', white space and punctuation outside of it, and '\\*' or '\\_' for the sign",
    ),
    (counts("\u2039/a "), "write links as [words](address), the address without spaces, and each label once"),
    (leaves_signs, "write the sign in backticks, or by its number, such as '&#126;'"),
    (lambda one: [*map(is_code, one.expected)] == [True], "write spaces for tabs, and indent all lines alike"),
)
