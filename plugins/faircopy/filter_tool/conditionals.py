"""Rewrites conditionals, `(?(group)yes|no)`, which JavaScript lacks, as alternatives.

`(a)?b(?(1)c|d)` becomes `(?:(a)bc|bd)`: what follows a choice is repeated for each alternative. The alternatives are
tried in the original order.
"""

from collections.abc import Mapping

from faircopy._compat.regex import Node
from faircopy.filter_tool.reasons import UntranslatableError
from faircopy.filter_tool.regex_nodes import (
    REPEATS,
    branch,
    conditions_in,
    groups_in,
    has_condition,
    matches_one_way,
    sequences,
    with_sequences,
)
from faircopy.languages.words import N_

# A way to match a sequence: its nodes, and which of the groups that matter are captured then.
Known = Mapping[int, bool]
Way = tuple[list[Node], Known]
ONCE_OR_NOT = (0, 1)


def without_conditionals(nodes: list[Node]) -> list[Node]:
    """Return equivalent nodes without conditionals. Raises UntranslatableError."""
    referred = conditions_in(nodes)
    return tail(nodes, {}, referred) if referred else nodes


def tail(nodes: list[Node], known: Known, referred: set[int]) -> list[Node]:
    """Return a sequence up to the end of the expression: what follows a choice is copied into each alternative."""
    found: list[Node] = []
    for index, node in enumerate(nodes):
        ways = ways_of(node, known, referred)
        if len(ways) > 1:
            rest = nodes[index + 1 :]
            return [*found, branch([[*way, *tail(rest, after, referred)] for way, after in ways])]
        found += ways[0][0]
        known = ways[0][1]
    return found


def ways_of(node: Node, known: Known, referred: set[int]) -> list[Way]:
    """Return the alternatives of a node, in the order in which they are tried. Raises UntranslatableError."""
    operation, argument = node
    chosen = groups_in([node]) & referred
    if operation == "GROUPREF_EXISTS":
        return ways_of_sequence(sequences(node)[0 if known.get(argument[0]) else 1], known, referred)
    if not chosen:
        inner = [only_way(one, known, referred) for one in sequences(node)] if has_condition(node) else sequences(node)
        return [(([with_sequences(node, inner)] if inner else [node]), known)]
    not_taken = {**known, **dict.fromkeys(chosen, False)}
    if operation == "SUBPATTERN":
        captured = {argument[0]: True} if argument[0] in referred else {}
        inside = ways_of_sequence(argument[3], known, referred)
        return [([with_sequences(node, [way])], {**after, **captured}) for way, after in inside]
    if operation == "BRANCH":
        return [way for one in argument[1] for way in ways_of_sequence(one, not_taken, referred)]
    if operation in REPEATS and argument[:2] == ONCE_OR_NOT and operation != "POSSESSIVE_REPEAT":
        ways = [*ways_of_sequence(argument[2], not_taken, referred), ([], not_taken)]
        return ways if operation == "MAX_REPEAT" else [ways[-1], *ways[:-1]]
    raise UntranslatableError(N_("a condition on a group that stands in a repetition or an assertion"))


def ways_of_sequence(nodes: list[Node], known: Known, referred: set[int]) -> list[Way]:
    ways: list[Way] = [([], known)]
    for node in nodes:
        longer: list[Way] = []
        for before, after in ways:
            more = ways_of(node, after, referred)
            if len(more) > 1 and not matches_one_way(before):
                raise UntranslatableError(N_("a condition on a group after something that can match in several ways"))
            longer += [([*before, *way], last) for way, last in more]
        ways = longer
    return ways


def only_way(nodes: list[Node], known: Known, referred: set[int]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        (way, _), *_others = ways_of(node, known, referred)
        found += way
    return found
