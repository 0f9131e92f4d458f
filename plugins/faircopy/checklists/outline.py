"""The skeleton of a list: sections, bullets and what stands between them, not judged yet."""

import re
from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from faircopy.markdown.blocks import block_tree
from faircopy.markdown.document import Document

LISTS = {"bullet_list": False, "ordered_list": True}
COMMENT = re.compile(r"\s*(<!--.*?-->\s*)+", re.DOTALL)
# Blocks whose lines hold text of the author. Lines that are in none of them vanish from the page.
LEAVES = {"paragraph", "heading", "fence", "code_block", "html_block", "hr"}
# How the rest is called when it stands where it does not belong.
NAMES = {
    "paragraph": "a paragraph",
    "heading": "a heading",
    "fence": "a code block",
    "code_block": "an indented code block",
    "html_block": "HTML",
    "hr": "a rule",
    "blockquote": "a quotation",
}


@dataclass(frozen=True, slots=True)
class UnexpectedBlock:
    """A block or line that is no part of a list."""

    what: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Bullet:
    """One entry of a list."""

    text: str  # its first paragraph, as it was written
    line: int
    column: int  # where its text starts
    text_end: int  # the last line of that paragraph
    indent: int  # columns before its marker
    ordered: bool
    nested: tuple["Bullet", ...]
    unexpected: tuple[UnexpectedBlock, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A level-2 heading and what stands under it."""

    heading: str  # as it was written
    line: int
    column: int
    bullets: tuple[Bullet, ...]
    unexpected: tuple[UnexpectedBlock, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    before: tuple[Bullet, ...]  # of all lists before the first level-2 heading
    parts: tuple[Part, ...]
    vanishing: tuple[UnexpectedBlock, ...]  # lines that make no block: definitions of links


def outline_of(document: Document) -> Outline:
    lines = document.lines
    before: list[Bullet] = []
    parts: list[tuple[SyntaxTreeNode, list[SyntaxTreeNode]]] = []
    tree = block_tree(document)
    for node in tree.children:
        if node.type == "heading" and node.tag == "h2":
            parts.append((node, []))
        elif parts:
            parts[-1][1].append(node)
        elif node.type in LISTS:
            before += bullets_of(node, lines)
    return Outline(
        before=tuple(before),
        parts=tuple(part_of(heading, nodes, lines) for heading, nodes in parts),
        vanishing=vanishing_lines(tree, first_line_of(parts[0][0]), lines) if parts else (),
    )


def part_of(heading: SyntaxTreeNode, nodes: list[SyntaxTreeNode], lines: list[str]) -> Part:
    line = first_line_of(heading)
    return Part(
        heading=written_in(heading),
        line=line,
        column=indent_of(lines[line - 1]) + 1,
        bullets=tuple(bullet for node in nodes if node.type in LISTS for bullet in bullets_of(node, lines)),
        unexpected=unexpected_blocks(nodes, lines),
    )


def bullets_of(node: SyntaxTreeNode, lines: list[str]) -> list[Bullet]:
    return [bullet_of(item, lines, ordered=LISTS[node.type]) for item in node.children]


def bullet_of(item: SyntaxTreeNode, lines: list[str], *, ordered: bool) -> Bullet:
    line = first_line_of(item)
    has_text = bool(item.children) and item.children[0].type == "paragraph"
    rest = item.children[1:] if has_text else item.children
    text = written_in(item.children[0]) if has_text else ""
    start = lines[line - 1].find(text.split("\n", 1)[0])
    return Bullet(
        text=text,
        line=line,
        column=start + 1,
        text_end=last_line_of(item.children[0]) if has_text else line,
        indent=indent_of(lines[line - 1]),
        ordered=ordered,
        nested=tuple(bullet for node in rest if node.type in LISTS for bullet in bullets_of(node, lines)),
        unexpected=unexpected_blocks(rest, lines),
    )


def unexpected_blocks(nodes: list[SyntaxTreeNode], lines: list[str]) -> tuple[UnexpectedBlock, ...]:
    return tuple(unexpected_block(node, lines) for node in nodes if node.type not in LISTS and not is_comment(node))


def unexpected_block(node: SyntaxTreeNode, lines: list[str]) -> UnexpectedBlock:
    line = first_line_of(node)
    what = f"a heading of level {node.tag[1]}" if node.type == "heading" else NAMES[node.type]
    return UnexpectedBlock(what, line, indent_of(lines[line - 1]) + 1)


def is_comment(node: SyntaxTreeNode) -> bool:
    return node.type == "html_block" and bool(COMMENT.fullmatch(node.content))


def vanishing_lines(tree: SyntaxTreeNode, first: int, lines: list[str]) -> tuple[UnexpectedBlock, ...]:
    kept: set[int] = set()
    for node in tree.walk(include_self=False):
        if node.type in LEAVES:
            kept.update(range(first_line_of(node), last_line_of(node) + 1))
        elif node.type == "list_item" and not node.children:
            kept.add(first_line_of(node))
    return tuple(
        UnexpectedBlock("a definition", number, indent_of(lines[number - 1]) + 1)
        for number in range(first, len(lines) + 1)
        if number not in kept and lines[number - 1].strip(" \t>")
    )


def written_in(node: SyntaxTreeNode) -> str:
    """Return the text of a paragraph or heading, as it was written."""
    return node.children[0].content


def first_line_of(node: SyntaxTreeNode) -> int:
    return (node.map or (0, 0))[0] + 1


def last_line_of(node: SyntaxTreeNode) -> int:
    return (node.map or (0, 0))[1]


def indent_of(line: str) -> int:
    # A tab reaches to the next multiple of four, as in CommonMark.
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip())
