"""HCL (Terraform, Packer, Nomad, Consul), by tree-sitter's grammar: parsed, nothing is evaluated."""

from collections.abc import Iterator

import tree_sitter_hcl
from tree_sitter import Language, Node, Parser

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

MAX_FAULTS = 10
NAMES = {"quoted_template_end": "a closing quote", "heredoc_identifier": "the end of a here-document"}


def faults(text: str) -> list[Fault]:
    root = Parser(Language(tree_sitter_hcl.language())).parse(text.encode(errors="replace")).root_node
    # The parser gives up a whole block: the fault is at the innermost node.
    found = [fault for fault, _ in zip(faults_of(root), range(MAX_FAULTS), strict=False)]
    return list(dict.fromkeys(found))


def faults_of(root: Node) -> Iterator[Fault]:
    waiting = [root]
    while waiting:
        node = waiting.pop(0)
        if not (node.has_error or node.is_missing):
            continue
        inner = [child for child in node.children if child.has_error or child.is_missing]
        if node.is_missing:
            yield "syntax", *position_of(node), *2 * (f"{NAMES.get(node.type, repr(node.type))} is missing",)
        elif node.is_error and not inner:
            # The tokens before the last were understood.
            last = next((child for child in reversed(node.children) if (child.text or b"").strip()), node)
            text = (last.text or b"").decode(errors="replace").strip().split("\n")[0][:40]
            yield "syntax", *position_of(last), *2 * (f"it is not understood from '{text}' on",)
        waiting += inner


def position_of(node: Node) -> tuple[int, int]:
    """Return line and column, from 1, where a node starts; columns are of bytes."""
    row, column = node.start_point
    return row + 1, column + 1
