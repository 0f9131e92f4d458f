"""Queries on the nodes of a regular expression's parse tree."""

from collections.abc import Iterable, Iterator
from typing import Any

from faircopy._compat.regex import Node

REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
ASSERTIONS = ("ASSERT", "ASSERT_NOT")
ONE_CHARACTER = ("LITERAL", "NOT_LITERAL", "ANY", "IN")
UNLIMITED = "MAXREPEAT"


def sequences(node: Node) -> list[list[Node]]:
    """Return the sequences of nodes directly within a node."""
    operation, argument = node
    if operation == "BRANCH":
        return list(argument[1])
    if operation == "SUBPATTERN":
        return [argument[3]]
    if operation in REPEATS:
        return [argument[2]]
    if operation in ASSERTIONS:
        return [argument[1]]
    if operation == "GROUPREF_EXISTS":
        return [argument[1], argument[2] or []]
    return [argument] if operation == "ATOMIC_GROUP" else []


def with_sequences(node: Node, inner: list[list[Node]]) -> Node:
    """Return a node with its sequences replaced."""
    operation, argument = node
    if operation == "BRANCH":
        return operation, (argument[0], inner)
    if operation == "SUBPATTERN":
        return operation, (*argument[:3], inner[0])
    if operation in REPEATS:
        return operation, (*argument[:2], inner[0])
    return (operation, (argument[0], inner[0])) if operation in ASSERTIONS else (operation, inner[0])


def all_nodes(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        for inner in sequences(node):
            yield from all_nodes(inner)


def groups_in(nodes: Iterable[Node]) -> set[int]:
    """Return the numbers of the capturing groups in the nodes."""
    return {arg[0] for operation, arg in all_nodes(nodes) if operation == "SUBPATTERN" and arg[0] is not None}


def captures(nodes: Iterable[Node]) -> list[tuple[int, list[Node]]]:
    """Return each capturing group with its content."""
    return [(arg[0], arg[3]) for operation, arg in all_nodes(nodes) if operation == "SUBPATTERN" and arg[0] is not None]


def is_caseless(nodes: Iterable[Node]) -> bool:
    """Tell whether nodes match only ASCII characters without upper and lower case."""
    characters = [one for operation, arg in nodes for one in (arg if operation == "IN" else [(operation, arg)])]
    return all(operation == "LITERAL" and arg < ord("A") for operation, arg in characters)


def always_captured(nodes: Iterable[Node]) -> set[int]:
    """Return the groups that take part in every match of the nodes."""
    found: set[int] = set()
    for node in nodes:
        operation, argument = node
        if operation == "BRANCH":
            found |= set.intersection(*(always_captured(one) for one in argument[1]))
        elif operation == "SUBPATTERN":
            found |= always_captured(argument[3]) | ({argument[0]} - {None})
        elif (operation in REPEATS and argument[0]) or operation in ("ASSERT", "ATOMIC_GROUP"):
            found |= always_captured(sequences(node)[0])
    return found


def may_be_empty(nodes: Iterable[Node]) -> bool:
    return all(node_may_be_empty(node) for node in nodes)


def node_may_be_empty(node: Node) -> bool:
    operation, argument = node
    if operation in ONE_CHARACTER:
        return False
    if operation == "GROUPREF":
        return True
    if operation in REPEATS and not argument[0]:
        return True
    inner = sequences(node)
    return operation in ("AT", *ASSERTIONS) or any(may_be_empty(one) for one in inner)


def has_no_width(nodes: Iterable[Node]) -> bool:
    return all(operation in ("AT", *ASSERTIONS) or has_only(operation, arg) for operation, arg in nodes)


def has_only(operation: str, argument: Any) -> bool:
    """Tell whether everything in a node is zero-width."""
    inner = sequences((operation, argument)) if operation in ("BRANCH", "SUBPATTERN", "GROUPREF_EXISTS") else []
    return bool(inner) and all(has_no_width(one) for one in inner)


def matches_one_way(nodes: Iterable[Node]) -> bool:
    """Tell whether there is at most one way to match the nodes at a place, so that backtracking changes nothing."""
    return all(node_matches_one_way(node) for node in nodes)


def node_matches_one_way(node: Node) -> bool:
    operation, argument = node
    if operation == "SUBPATTERN":
        return matches_one_way(argument[3])
    if operation in REPEATS:
        return operation == "POSSESSIVE_REPEAT" or (argument[0] == argument[1] and matches_one_way(argument[2]))
    return operation in (*ONE_CHARACTER, "AT", *ASSERTIONS, "GROUPREF", "ATOMIC_GROUP")


def conditions_in(nodes: Iterable[Node]) -> set[int]:
    """Return the groups that conditionals, `(?(group)…|…)`, refer to."""
    return {argument[0] for operation, argument in all_nodes(nodes) if operation == "GROUPREF_EXISTS"}


def has_condition(node: Node) -> bool:
    return bool(conditions_in([node]))


def branch(alternatives: list[list[Any]]) -> Node:
    return "BRANCH", (None, alternatives)
