"""The outline of a list before validation: headings, bullets, and the text between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markdown_it.tree import SyntaxTreeNode

from faircopy.markdown.blocks import block_tree
from faircopy.markdown.document import Document

LISTS = {"bullet_list": False, "ordered_list": True}
COMMENT = re.compile(r"\s*+(?>(?:<!--(?>.*?-->)\s*+)+)", re.DOTALL)
# Blocks whose lines hold text of the author. Lines that are in none of them make no block: definitions of links.
LEAVES = {"paragraph", "heading", "fence", "code_block", "html_block", "hr"}
CODE_INDENT = 4


@dataclass(frozen=True, slots=True)
class LineRange:
    """Lines of text between or below bullets."""

    first_line: int
    last_line: int
    indent: int  # columns of indent to remove


@dataclass(frozen=True, slots=True)
class Bullet:
    """One entry of a list."""

    text: str  # its first paragraph, as it was written
    line: int
    column: int  # where its text starts
    text_end: int  # the last line of that paragraph
    last_line: int  # of all that is in it
    indent: int  # columns before its marker
    ordered: bool
    content: tuple["Listing | LineRange", ...]  # under its first paragraph

    @property
    def nested(self) -> tuple["Bullet", ...]:
        return bullets_in(self.content)


@dataclass(frozen=True, slots=True)
class Listing:
    """One list, of bullets or numbers."""

    bullets: tuple[Bullet, ...]

    @property
    def first_line(self) -> int:
        return self.bullets[0].line

    @property
    def last_line(self) -> int:
        return self.bullets[-1].last_line

    @property
    def indent(self) -> int:
        return self.bullets[0].indent


@dataclass(frozen=True, slots=True)
class HeadingPart:
    """A heading and everything below it, up to the next heading."""

    heading: str  # as it was written
    level: int
    line: int
    column: int
    content: tuple[Listing | LineRange, ...]

    @property
    def bullets(self) -> tuple[Bullet, ...]:
        return bullets_in(self.content)

    @property
    def last_line(self) -> int:
        return max((each.last_line for each in self.content), default=self.line)


@dataclass(frozen=True, slots=True)
class Outline:
    before: tuple[Listing | LineRange, ...]  # above the first heading
    parts: tuple[HeadingPart, ...]


def bullets_in(content: Sequence[Listing | LineRange]) -> tuple[Bullet, ...]:
    return tuple(bullet for each in content if isinstance(each, Listing) for bullet in each.bullets)


def outline_of(document: Document) -> Outline:
    lines = document.lines
    tree = block_tree(document)
    groups: list[tuple[SyntaxTreeNode | None, list[SyntaxTreeNode]]] = [(None, [])]
    for node in tree.children:
        # The one of level 1 is the title of a document, and no part of it.
        if node.type == "heading" and node.tag != "h1":
            groups.append((node, []))
        else:
            groups[-1][1].append(node)
    definitions = definition_lines(tree, document.body_line, lines)
    starts = [first_line_of(node) if node else 0 for node, _ in groups] + [len(lines) + 1]
    contents: list[tuple[Listing | LineRange, ...]] = []
    for number, (_, nodes) in enumerate(groups):
        own = [line for line in definitions if starts[number] <= line.first_line < starts[number + 1]]
        definitions = definitions[len(own) :]
        contents.append(tuple(sorted([*content_of(nodes, lines), *own], key=lambda each: each.first_line)))
    parts = (part_of(node, content, lines) for (node, _), content in zip(groups, contents, strict=True) if node)
    return Outline(contents[0], tuple(parts))


def part_of(heading: SyntaxTreeNode, content: tuple[Listing | LineRange, ...], lines: list[str]) -> HeadingPart:
    line = first_line_of(heading)
    return HeadingPart(written_in(heading), int(heading.tag[1]), line, indent_of(lines[line - 1]) + 1, content)


def content_of(nodes: Sequence[SyntaxTreeNode], lines: list[str], margin: int = 0) -> Iterator[Listing | LineRange]:
    for node in nodes:
        if node.type in LISTS:
            ordered = LISTS[node.type]
            yield Listing(tuple(bullet_of(item, lines, ordered=ordered) for item in node.children))
        elif not is_comment(node):
            first = first_line_of(node)
            # Of indented code four columns are its own.
            indent = margin if node.type == "code_block" else indent_of(lines[first - 1])
            yield LineRange(first, last_text_line(node, lines), indent)


def bullet_of(item: SyntaxTreeNode, lines: list[str], *, ordered: bool) -> Bullet:
    line = first_line_of(item)
    has_text = bool(item.children) and item.children[0].type == "paragraph"
    rest = item.children[1:] if has_text else item.children
    text = written_in(item.children[0]) if has_text else ""
    start = lines[line - 1].find(text.split("\n", 1)[0])
    margin = margin_of(rest[0], lines) if rest else 0
    return Bullet(
        text=text,
        line=line,
        column=start + 1,
        text_end=last_line_of(item.children[0]) if has_text else line,
        last_line=max(last_text_line(item, lines), line),
        indent=indent_of(lines[line - 1]),
        ordered=ordered,
        content=tuple(content_of(rest, lines, margin)),
    )


def margin_of(first: SyntaxTreeNode, lines: list[str]) -> int:
    """Return the column at which the content of a bullet begins, taken from its first block."""
    return max(indent_of(lines[first_line_of(first) - 1]) - CODE_INDENT * (first.type == "code_block"), 0)


def is_comment(node: SyntaxTreeNode) -> bool:
    return node.type == "html_block" and bool(COMMENT.fullmatch(node.content))


def definition_lines(tree: SyntaxTreeNode, first: int, lines: list[str]) -> list[LineRange]:
    """Return each line that belongs to no block."""
    kept: set[int] = set()
    for node in tree.walk(include_self=False):
        if node.type in LEAVES:
            kept.update(range(first_line_of(node), last_line_of(node) + 1))
        elif node.type == "list_item" and not node.children:
            kept.add(first_line_of(node))
    return [
        LineRange(number, number, indent_of(lines[number - 1]))
        for number in range(first, len(lines) + 1)
        if number not in kept and lines[number - 1].strip(" \t>")
    ]


def written_in(node: SyntaxTreeNode) -> str:
    """Return the text of a paragraph or heading, as it was written."""
    return node.children[0].content


def first_line_of(node: SyntaxTreeNode) -> int:
    return (node.map or (0, 0))[0] + 1


def last_line_of(node: SyntaxTreeNode) -> int:
    return (node.map or (0, 0))[1]


def last_text_line(node: SyntaxTreeNode, lines: list[str]) -> int:
    """Return the last line of a node that is not blank."""
    first, last = first_line_of(node), last_line_of(node)
    while last > first and not lines[last - 1].strip():
        last -= 1
    return last


def indent_of(line: str) -> int:
    # A tab reaches to the next multiple of four, as in CommonMark.
    line = line.expandtabs(4)
    return len(line) - len(line.lstrip())
