"""The parse tree that CPython makes of a regular expression, as plain tuples.

`re._parser` is private and undocumented; what it makes has been the same from Python 3.11 on.
"""

from importlib import import_module
from typing import Any

# Module -> the private names; a test looks for each.
PRIVATE_NAMES = {"re._parser": ("parse", "SubPattern", "State")}

# An operation and what belongs to it: ("LITERAL", 97), ("SUBPATTERN", (group, flags added, flags taken, [nodes])), …
Node = tuple[str, Any]


def parse_regex(pattern: str, flags: int = 0) -> tuple[list[Node], int, dict[str, int]]:
    """Return the nodes of an expression, its flags, and the number of each named group. Raises re.error."""
    tree = import_module("re._parser").parse(pattern, flags)
    return plain(tree), int(tree.state.flags), dict(tree.state.groupdict)


def plain(tree: Any) -> list[Node]:
    """Convert CPython's parse tree to nodes: operations by their names, subsequences as lists."""
    return [(str(operation), plain_argument(argument)) for operation, argument in tree]


def plain_argument(argument: Any) -> Any:
    if type(argument).__name__ == "SubPattern":
        return plain(argument)
    if isinstance(argument, (list, tuple)):
        return type(argument)(plain_argument(one) for one in argument)
    return str(argument) if type(argument).__name__ == "_NamedIntConstant" else argument
