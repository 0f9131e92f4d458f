"""Translates characters and character sets of Python expressions to JavaScript."""

import re
import sys
from functools import cache
from string import ascii_letters

from faircopy._compat.regex import Node
from faircopy.filter_tool.reasons import UntranslatableError
from faircopy.languages.words import N_

# The script writes these out, by what a line has in it: see `expand` in web/matcher.js.
CATEGORIES = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}
ASCII_CATEGORIES = {"DIGIT": "0-9", "SPACE": r"\t-\r ", "WORD": "A-Za-z0-9_"}
SYNTAX = frozenset("^$\\.*+?()[]{}|/")
SYNTAX_IN_SET = SYNTAX | {"-"}
NAMED = {"\n": r"\n", "\t": r"\t", "\r": r"\r", "\v": r"\v", "\f": r"\f"}
FIRST_PRINTED, DELETE = 0x20, 0x7F
SURROGATES = range(0xD800, 0xE000)
ASCII_END = 0x80


def literal(code: int, flags: int) -> str:
    """Return the expression for one character."""
    if flags & re.IGNORECASE and len(folded := same_when_folded(code, flags & re.ASCII)) > 1:
        return f"[{''.join(escaped(one, SYNTAX_IN_SET) for one in folded)}]"
    return escaped(code, SYNTAX)


def other_than(code: int, flags: int) -> str:
    folded = same_when_folded(code, flags & re.ASCII) if flags & re.IGNORECASE else (code,)
    return f"[^{''.join(escaped(one, SYNTAX_IN_SET) for one in folded)}]"


def escaped(code: int, syntax: frozenset[str]) -> str:
    character = chr(code)
    if character in syntax:
        return f"\\{character}"
    if code in SURROGATES:
        return f"\\u{code:04x}"
    return NAMED.get(character) or (f"\\x{code:02x}" if code < FIRST_PRINTED or code == DELETE else character)


def character_set(items: list[Node], flags: int) -> str:
    """Return the expression for `[…]`."""
    negated = items[0][0] == "NEGATE"
    items = items[1:] if negated else items
    if flags & re.IGNORECASE:
        items = folded_items(items, flags & re.ASCII)
    simple, outside = "", []
    for operation, argument in items:
        if operation == "CATEGORY":
            positive, text = category(argument, flags)
            simple += text if positive else ""
            outside += [] if positive else [text]
        elif operation == "RANGE":
            first, last = (escaped(one, SYNTAX_IN_SET) for one in argument)
            simple += f"{first}-{last}"
        else:
            simple += escaped(argument, SYNTAX_IN_SET)
    return joined(simple, outside, negated=negated)


def joined(simple: str, outside: list[str], *, negated: bool) -> str:
    """Return a set of the items in `simple`, and of everything outside one of the sets `outside`."""
    if not outside:
        lone = simple in CATEGORIES.values()
        if lone:
            return simple.upper() if negated else simple
        return f"[{'^' if negated else ''}{simple}]"
    if negated:
        return f"(?:(?![{simple}]){''.join(f'(?=[{one}])' for one in outside)}[^])"
    alternatives = [*([f"[{simple}]"] if simple else []), *(f"[^{one}]" for one in outside)]
    if len(alternatives) == 1 and outside[0] in CATEGORIES.values():
        return outside[0].upper()
    return f"(?:{'|'.join(alternatives)})" if len(alternatives) > 1 else alternatives[0]


def category(name: str, flags: int) -> tuple[bool, str]:
    """Return the contents of a category, and whether it is negated."""
    words = name.removeprefix("CATEGORY_")
    positive = not words.startswith("NOT_")
    kinds = ASCII_CATEGORIES if flags & re.ASCII else CATEGORIES
    return positive, kinds[words.removeprefix("NOT_")]


@cache
def cased_characters() -> str:
    """Return all non-ASCII characters with another case: only for these does `(?i)` matter."""
    every = map(chr, range(sys.maxunicode + 1))
    return "".join(one for one in every if not one.isascii() and (one.lower() != one or one.upper() != one))


@cache
def same_when_folded(code: int, ascii_only: int) -> tuple[int, ...]:
    """Return the characters that an expression for one of them matches under `(?i)`."""
    character = chr(code)
    flags = re.IGNORECASE | re.RegexFlag(ascii_only)
    if code < ASCII_END and not character.isalpha():
        return (code,)
    found = re.findall(re.escape(character), ascii_letters + cased_characters(), flags)
    return tuple(sorted({code, *map(ord, found)}))


def folded_items(items: list[Node], ascii_only: int) -> list[Node]:
    """Return the items of a set with everything that they match under `(?i)`. Raises UntranslatableError."""
    added: set[int] = set()
    for operation, argument in items:
        if operation == "RANGE":
            if argument[1] >= ASCII_END:
                raise UntranslatableError(N_("a range beyond ASCII in a set where upper and lower case are the same"))
            added |= {one for code in range(argument[0], argument[1] + 1) for one in same_when_folded(code, ascii_only)}
        elif operation == "LITERAL":
            added |= set(same_when_folded(argument, ascii_only))
    kept = [one for one in items if one[0] not in ("RANGE", "LITERAL")]
    return [*kept, *ranges(sorted(added))]


def ranges(codes: list[int]) -> list[Node]:
    """Return characters as set items: runs of three or more as ranges."""
    found: list[Node] = []
    start = 0
    for index in range(1, len(codes) + 1):
        if index == len(codes) or codes[index] != codes[index - 1] + 1:
            run = codes[start:index]
            long = len(run) > len(ONE_OR_TWO)
            found += [("RANGE", (run[0], run[-1]))] if long else [("LITERAL", code) for code in run]
            start = index
    return found


ONE_OR_TWO = (1, 2)
