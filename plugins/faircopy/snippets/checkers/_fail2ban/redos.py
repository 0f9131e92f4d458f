"""Shapes of regular expressions that take exponential time on a line that almost matches."""

import re
import warnings
from re import _constants as constants  # type: ignore[attr-defined]  # not in typeshed
from re import _parser as parser  # type: ignore[attr-defined]  # not in typeshed
from typing import Any

REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT)
TAG = re.compile(r"</?[\w-]+/?>|%\([^)]{0,200}\)s")


def is_catastrophic(regex: str) -> bool:
    """Tell whether a repeat that may be endless holds nothing but another such repeat, as in `(?:[a-z]+)*`.

    Then a text can be split among the two in exponentially many ways (OWASP, "Regular expression Denial of
    Service"). fail2ban's tags are taken for a word. What cannot be parsed is not judged.
    """
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = parser.parse(TAG.sub("x", regex))
    except (re.error, OverflowError, RecursionError):
        return False
    return any(is_nested_repeat(item) for item in walk(tree))


def walk(node: Any) -> Any:
    """Yield every (operation, argument) pair of a parsed expression."""
    for item in node:
        yield item
        for part in parts_of(item):
            yield from walk(part)


def parts_of(item: Any) -> list[Any]:
    operation, argument = item
    if operation in REPEATS or operation is constants.POSSESSIVE_REPEAT:
        return [argument[2]]
    if operation is constants.SUBPATTERN:
        return [argument[3]]
    if operation is constants.BRANCH:
        return list(argument[1])
    if operation in (constants.ASSERT, constants.ASSERT_NOT):
        return [argument[1]]
    if operation is constants.GROUPREF_EXISTS:
        return [part for part in argument[1:] if part is not None]
    return [argument] if operation is constants.ATOMIC_GROUP else []


def is_nested_repeat(item: Any) -> bool:
    operation, argument = item
    if operation not in REPEATS or argument[1] is not constants.MAXREPEAT:
        return False
    return any(len(body) == 1 and is_endless(body[0]) for body in bodies(argument[2]))


def bodies(node: Any) -> list[Any]:
    """Return the alternatives of a repeat's body, groups taken off."""
    while len(node) == 1 and node[0][0] is constants.SUBPATTERN:
        node = node[0][1][3]
    if len(node) == 1 and node[0][0] is constants.BRANCH:
        return [inner for branch in node[0][1][1] for inner in bodies(branch)]
    return [node]


def is_endless(item: Any) -> bool:
    operation, argument = item
    return operation in REPEATS and argument[1] is constants.MAXREPEAT
