"""Expressions that no line can match, though Python compiles them."""

import re
import warnings
from re import _constants as constants  # type: ignore[attr-defined]  # not in typeshed
from re import _parser as parser  # type: ignore[attr-defined]  # not in typeshed
from typing import Any

from faircopy.snippets.checkers._fail2ban.redos import REPEATS, parts_of

# What fail2ban puts something in for: an address has a sign at least, what an option stands for may have none.
MARKS = re.compile(r"</?F-[A-Z0-9_-]+/?>")
ADDRESSES = re.compile(r"<(?:HOST|IP4|IP6|ADDR|CIDR|SUBNET|DNS)>")
OPTIONS = re.compile(r"%\([^()]*\)s|<(?:[\w/-]|<[\w/-]+>)+>")
POSIX_CLASS = re.compile(r"\[:(?P<name>alnum|alpha|blank|digit|lower|punct|space|upper|word|xdigit):\]")
CLASSES = {"alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "digit": "0-9", "lower": "a-z", "space": r"\s", "upper": "A-Z",
           "word": r"\w", "xdigit": "0-9a-fA-F"}  # fmt: skip


def fault_of(regex: str) -> tuple[str, str, int] | None:
    """Return why no line can match an expression, a hint, and how far into it that is; None where one may.

    The expression is one that sees a single line. What cannot be parsed is not judged.
    """
    if found := POSIX_CLASS.search(regex):
        meant = CLASSES.get(found["name"])
        hint = f"write {meant} in the brackets" if meant else "list the characters that are meant"
        return f"Python has no '{found[0]}', and reads it as a set of these letters", hint, found.start()
    text = OPTIONS.sub("(?:x)?", ADDRESSES.sub("x", MARKS.sub("", regex)))
    try:
        with warnings.catch_warnings(action="ignore"):
            items = [*flat(parser.parse(text))]
    except (re.error, OverflowError, RecursionError):
        return None
    ended = wide = False
    for item in items:
        if item == (constants.AT, constants.AT_END):
            ended = True
        elif item == (constants.AT, constants.AT_BEGINNING) and wide:
            fact = "something comes before '^', which is the start of the line, so no line matches"
            return fact, "leave out what stands before '^', or write '\\^' for that sign", regex.find("^", 1)
        elif ended and item[0] in (constants.LITERAL, constants.ANY) and item[1] != ord("\n"):
            fact = "something follows '$', which is the end of the line, so no line matches"
            return fact, "leave out what stands behind '$', or write '\\$' for that sign", regex.rfind("$")
        elif width(item):
            wide, ended = True, False
    return None


def flat(node: Any) -> Any:
    """Yield the items of an expression one after the other, groups taken off."""
    for item in node:
        if item[0] is constants.SUBPATTERN:
            yield from flat(item[1][3])
        else:
            yield item


def width(item: Any) -> int:
    """Return how many characters an item takes at least."""
    operation, argument = item
    if operation in (constants.LITERAL, constants.NOT_LITERAL, constants.ANY, constants.IN):
        return 1
    if operation in (constants.ASSERT, constants.ASSERT_NOT, constants.GROUPREF_EXISTS):
        return 0
    parts = [sum(map(width, part)) for part in parts_of(item)]
    times = argument[0] if operation in (*REPEATS, constants.POSSESSIVE_REPEAT) else 1
    return int(times) * min(parts, default=0)
