r"""Translates a Python regular expression to JavaScript, from CPython's own parse tree.

Groups are numbered, not named, because what follows a choice may be repeated. `\d`, `\w`, `\s` and `\b` keep Python's
meaning: the script expands them, in one way for ASCII lines and in another for others. Constructs without an equivalent
in JavaScript are refused.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from faircopy._compat.regex import Node, parse_regex
from faircopy.filter_tool.characters import character_set, literal, other_than
from faircopy.filter_tool.conditionals import without_conditionals
from faircopy.filter_tool.reasons import UntranslatableError
from faircopy.filter_tool.regex_nodes import (
    ASSERTIONS,
    ONE_CHARACTER,
    REPEATS,
    UNLIMITED,
    all_nodes,
    always_captured,
    captures,
    groups_in,
    is_caseless,
    may_be_empty,
)
from faircopy.languages.words import N_

NOTHING: Mapping[int, str] = MappingProxyType({})
LAZY, GREEDY = "?", ""
BACKWARDS = -1
END_ONLY, START_OF_LINE, END_OF_LINE = "(?![^])", r"(?<![^\n])", r"(?![^\n])"
# Groups of which nothing hangs whether JavaScript forgets them when a repetition goes round, and Python does not.
INFORMATIVE = frozenset(("user", "alt_user"))
# JavaScript finds a place that is no boundary in an empty text, and Python does not.
PLACES = {
    "AT_BEGINNING_STRING": "^",
    "AT_END_STRING": END_ONLY,
    "AT_BOUNDARY": r"\b",
    "AT_NON_BOUNDARY": r"(?!^(?![^]))\B",
}


def place(name: str, flags: int) -> str:
    lines = flags & re.MULTILINE
    if name == "AT_BEGINNING":
        return START_OF_LINE if lines else "^"
    if name == "AT_END":
        return END_OF_LINE if lines else "$"
    if name in ("AT_BOUNDARY", "AT_NON_BOUNDARY") and flags & re.ASCII:
        raise UntranslatableError(N_("a boundary of words in an expression for ASCII only"))
    return PLACES[name]


def any_character(_: object, flags: int) -> str:
    return "[^]" if flags & re.DOTALL else "."


CHARACTERS: dict[str, Callable[[Any, int], str]] = {
    "LITERAL": literal,
    "NOT_LITERAL": other_than,
    "ANY": any_character,
    "IN": character_set,
    "AT": place,
}


@dataclass(frozen=True, slots=True)
class TranslatedRegex:
    """An expression of JavaScript."""

    source: str
    names: dict[str, tuple[int, ...]]  # group -> the numbers that it has: one of them, or none, is set
    cuts: tuple[int, ...] = ()  # where in the source the parts of the outermost sequence end


def keep_all(_: str) -> bool:
    return True


def translate(
    pattern: str, flags: int = 0, keep: Callable[[str], bool] = keep_all, numbered: Mapping[int, str] = NOTHING
) -> TranslatedRegex:
    """Return an expression as JavaScript's. `keep` tells which named groups somebody asks for; `numbered` names others.

    Raises UntranslatableError, and re.error for an invalid expression.
    """
    nodes, flags, names = parse_regex(pattern, flags)
    if flags & re.LOCALE:
        raise UntranslatableError(N_("a meaning that depends on the locale"))
    writer = _Writer({**numbered, **{number: name for name, number in names.items() if keep(name)}}, nodes)
    cuts = []
    pieces = ""
    for node in without_conditionals(nodes):
        pieces += writer.node(node, flags)
        cuts.append(len(pieces))
    return TranslatedRegex(pieces, {name: tuple(found) for name, found in writer.found.items()}, tuple(cuts))


class _Writer:
    """Writes nodes as JavaScript, and numbers the groups."""

    def __init__(self, kept: dict[int, str], nodes: list[Node]) -> None:
        self.kept = kept
        self.referred = {argument for operation, argument in all_nodes(nodes) if operation == "GROUPREF"}
        self.caseless = {group for group, inner in captures(nodes) if is_caseless(inner)}
        self.count = 0
        self.found: dict[str, list[int]] = {}
        self.captured: dict[int, int] = {}  # group -> its number here, where it is surely captured
        self.backwards = False

    def sequence(self, nodes: list[Node], flags: int) -> str:
        return "".join(self.node(node, flags) for node in nodes)

    def node(self, node: Node, flags: int) -> str:
        operation, argument = node
        if operation in CHARACTERS:
            return CHARACTERS[operation](argument, flags)
        if operation in REPEATS:
            return self.repeat(node, flags)
        if operation in ASSERTIONS:
            return self.assertion(node, flags)
        writers: dict[str, Callable[[Any, int], str]] = {
            "BRANCH": self.branch,
            "SUBPATTERN": self.subpattern,
            "GROUPREF": self.reference,
            "ATOMIC_GROUP": self.atomic,
        }
        if operation not in writers:
            raise UntranslatableError(N_("'%(operation)s'"), operation=operation.lower())
        return writers[operation](argument, flags)

    def branch(self, argument: tuple[None, list[list[Node]]], flags: int) -> str:
        return f"(?:{'|'.join(self.apart(one, flags) for one in argument[1])})"

    def apart(self, nodes: list[Node], flags: int) -> str:
        """Write nodes that may not take part in a match: none of their groups is known to be captured afterwards."""
        before = dict(self.captured)
        text = self.sequence(nodes, flags)
        self.captured = before
        return text

    def subpattern(self, argument: tuple[int | None, int, int, list[Node]], flags: int) -> str:
        group, added, taken, nodes = argument
        flags = (flags | added) & ~taken
        if group is None or not (group in self.kept or group in self.referred):
            return f"(?:{self.sequence(nodes, flags)})"
        self.count += 1
        number = self.count
        text = f"({self.sequence(nodes, flags)})"
        self.captured[group] = number
        if group in self.kept:
            self.found.setdefault(self.kept[group], []).append(number)
        return text

    def repeat(self, node: Node, flags: int) -> str:
        operation, (least, most, nodes) = node
        if operation == "POSSESSIVE_REPEAT":
            return self.atomic([("MAX_REPEAT", (least, most, nodes))], flags)
        many = most == UNLIMITED or most > 1
        significant = {group for group, name in self.kept.items() if name not in INFORMATIVE} | self.referred
        unsure = groups_in(nodes) & significant if many else set()
        if unsure - always_captured(nodes) or (unsure and may_be_empty(nodes)):
            raise UntranslatableError(N_("a group that is not captured each time that its repetition goes round"))
        body = self.sequence(nodes, flags) if least else self.apart(nodes, flags)
        if not (len(nodes) == 1 and nodes[0][0] in (*ONE_CHARACTER, "SUBPATTERN", "BRANCH", "GROUPREF")):
            body = f"(?:{body})"
        return f"{body}{quantifier(least, most)}{LAZY if operation == 'MIN_REPEAT' else GREEDY}"

    def assertion(self, node: Node, flags: int) -> str:
        operation, (direction, nodes) = node
        negative = operation == "ASSERT_NOT"
        before, self.backwards = self.backwards, self.backwards or direction == BACKWARDS
        text = self.apart(nodes, flags) if negative else self.sequence(nodes, flags)
        self.backwards = before
        return f"(?{'<' if direction == BACKWARDS else ''}{'!' if negative else '='}{text})"

    def reference(self, group: int, flags: int) -> str:
        if flags & re.IGNORECASE and group not in self.caseless:
            raise UntranslatableError(N_("a back reference where upper and lower case are the same"))
        if self.backwards or group not in self.captured:
            raise UntranslatableError(N_("a back reference to a group that may not be captured"))
        return f"(?:\\{self.captured[group]})"

    def atomic(self, nodes: list[Node], flags: int) -> str:
        """Write an atomic group, by a lookahead, into which JavaScript never backtracks. Raises UntranslatableError."""
        if self.backwards:
            raise UntranslatableError(N_("an atomic group in a look-behind"))
        self.count += 1
        number = self.count
        return f"(?=({self.sequence(nodes, flags)}))(?:\\{number})"


def quantifier(least: int, most: int | str) -> str:
    if most == UNLIMITED:
        return {0: "*", 1: "+"}.get(least, f"{{{least},}}")
    if (least, most) == (0, 1):
        return "?"
    return f"{{{least}}}" if least == most else f"{{{least},{most}}}"
