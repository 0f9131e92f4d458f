"""A list in Markdown, as GitHub renders it: headings, bullets with or without checkboxes, and text between them."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from faircopy.checklists.adopt.blocks import LISTS, BlockWriter, line_of
from faircopy.checklists.adopt.fields import roles_of
from faircopy.checklists.adopt.html_lists import with_html_lists
from faircopy.checklists.adopt.inlines import InlineRewriter
from faircopy.checklists.adopt.model import (
    MAX_MARKDOWN_LINES,
    Adopted,
    AdoptedQuestion,
    AdoptedText,
    AdoptionError,
    AdoptionNotes,
    Heading,
    Node,
)
from faircopy.checklists.adopt.record_values import LINE
from faircopy.checklists.adopt.records import nodes_of_records
from faircopy.checklists.adopt.terms import with_terms_as_bullets
from faircopy.checklists.adopt.text_kinds import refuse_other_text
from faircopy.checklists.adopt.text_lists import ENDS
from faircopy.checklists.adopt.tick_boxes import BOX, plain_box, with_items, with_plain_boxes
from faircopy.checklists.names import split_attributes

# The parser calls itself at each level, and leaves out in silence what is deeper.
MAX_NESTING = 90
MAX_LEVEL = 6
CONTENTS = re.compile(r"\bcontents\b|^\W*(?:toc|index)\W*$", re.IGNORECASE)
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"maxNesting": MAX_NESTING + 10}).enable("table")


def read_markdown(text: str, notes: AdoptionNotes, base: str = "", *, takes_bullets: bool = False) -> Adopted:
    """Return the list in a text. With `takes_bullets` each bullet is a question, also one without a box.

    Raises AdoptionError.
    """
    if (lines := text.count("\n")) > MAX_MARKDOWN_LINES:
        raise AdoptionError(f"it has {lines} lines, and at most {MAX_MARKDOWN_LINES} are read; split the file")
    text = FRONT_MATTER.sub(lambda found: "\n" * found[0].count("\n"), text)
    env: dict[str, Any] = {}
    markdown = parser()
    # The inline content of paragraphs is parsed separately.
    blocks = parser().disable("inline")
    tokens = with_items(with_html_lists(blocks.parse(with_terms_as_bullets(text), env), blocks))
    if any(token.level > MAX_NESTING for token in tokens):
        raise AdoptionError(f"something is nested more than {MAX_NESTING // 2} levels deep; no reader could follow it")
    with_plain_boxes(tokens, notes)
    inlines = InlineRewriter(markdown, notes, base, env.get("references"))
    tree = SyntaxTreeNode(tokens)
    return MarkdownListReader(inlines, notes, has_boxes(tree), takes_bullets=takes_bullets).read(tree)


def has_boxes(tree: SyntaxTreeNode) -> bool:
    return any(node.type == "list_item" and box_of(node) for node in tree.walk())


def box_of(item: SyntaxTreeNode) -> re.Match[str] | None:
    first = item.children[0] if item.children else None
    return BOX.match(first.children[0].content) if first and first.type == "paragraph" else None


class MarkdownListReader:
    def __init__(self, inlines: InlineRewriter, notes: AdoptionNotes, has_boxes: bool, *, takes_bullets: bool) -> None:
        self.inlines, self.notes = inlines, notes
        self.blocks = BlockWriter(inlines, notes)
        self.wants_boxes = has_boxes and not takes_bullets
        self.takes_bullets = takes_bullets or not has_boxes
        self.is_guess = not takes_bullets and not has_boxes

    def read(self, tree: SyntaxTreeNode) -> Adopted:
        if not self.wants_boxes and any(node.type == "table" and self.rows(node) for node in tree.children):
            self.takes_bullets = False
        elif self.is_guess:
            refuse_other_text(tree)
            self.notes.add("", "no item has a box, so each bullet is taken as a question")
        nodes = [made for node in self.without_contents(tree.children) for made in self.nodes(node)]
        titles = [node for node in nodes if isinstance(node, Heading) and node.level == 1]
        if len(titles) != 1:
            return Adopted("", tuple(nodes))
        nodes.remove(titles[0])
        return Adopted(titles[0].text, tuple(nodes))

    def nodes(self, node: SyntaxTreeNode) -> Iterator[Node]:
        if node.type == "heading":
            text = self.inlines.written(node.children[0].content, line_of(node))
            yield Heading(int(node.tag[1]), text)
        elif node.type in LISTS and self.is_of_questions(node):
            for item in node.children:
                yield from self.question(item, 0)
        elif node.type == "table" and (not self.wants_boxes or boxed_columns(node)) and (rows := self.rows(node)):
            yield from self.tabled(rows)
        elif node.type == "blockquote" and self.wants_boxes and has_boxes(node):
            for child in node.children:
                yield from self.nodes(child)
        elif lines := self.blocks.written([node]):
            yield AdoptedText(lines)

    def without_contents(self, nodes: Sequence[SyntaxTreeNode]) -> Iterator[SyntaxTreeNode]:
        """Yield all nodes except a table of contents and its heading: the page of a list has its own."""
        kept: list[SyntaxTreeNode] = []
        for node in nodes:
            if node.type in LISTS and not has_boxes(node) and is_contents(node):
                self.notes.add(line_of(node), "a table of contents is left out")
                if kept and kept[-1].type == "heading" and CONTENTS.search(kept[-1].children[0].content):
                    kept.pop()
            else:
                kept.append(node)
        yield from kept

    def is_of_questions(self, node: SyntaxTreeNode) -> bool:
        if self.wants_boxes:
            return has_boxes(node)
        return self.takes_bullets and not all(map(is_link_within, node.children))

    def question(self, item: SyntaxTreeNode, depth: int) -> Iterator[Node]:
        line = line_of(item)
        head = [item.children[0]] if item.children and item.children[0].type == "paragraph" else []
        source = head[0].children[0].content if head else ""
        nested = [each for each in item.children[len(head) :] if each.type in LISTS and self.is_below(each)]
        below = [child for each in nested for child in each.children]
        if self.wants_boxes and not box_of(item) and (not depth or not nested):
            yield from self.label(item, nested)
        else:
            text = self.inlines.written(split_attributes(BOX.sub("", source, count=1))[0], line)
            body = self.blocks.written([each for each in item.children[len(head) :] if each not in nested])
            plain = [child for child in below if self.wants_boxes and not has_boxes(child)]
            below = [child for child in below if child not in plain]
            bullets = [line for child in plain for line in self.bullet(child)]
            body += ["", *bullets] if body and bullets else bullets
            if text:
                yield self.question_from(item, source, text, body, depth)
            elif body or not nested:
                self.notes.add(line, "an item without words is left out, with what is under it")
            depth += bool(text)
        for child in below:
            yield from self.question(child, depth)

    def is_below(self, nested: SyntaxTreeNode) -> bool:
        """Tell whether a list under a question has questions, too: those with a box, or those that ask."""
        asking = sum(map(is_asking, nested.children))
        return has_boxes(nested) or (self.takes_bullets and 2 * asking >= len(nested.children))

    def label(self, item: SyntaxTreeNode, nested: Sequence[SyntaxTreeNode]) -> Iterator[Node]:
        """Yield a bullet without a checkbox as text, as GitHub does."""
        if nested:
            self.notes.add(line_of(item), "an item without a box stands as text above the questions under it")
            lines = self.blocks.written([each for each in item.children if each not in nested])
        else:
            lines = self.bullet(item)
        yield from [AdoptedText(lines)] if lines else []

    def bullet(self, item: SyntaxTreeNode) -> list[str]:
        lines = self.blocks.written(item.children)
        return [f"* {lines[0]}", *(f"    {line}" if line else "" for line in lines[1:])] if lines else []

    def question_from(
        self, item: SyntaxTreeNode, source: str, text: str, body: list[str], depth: int
    ) -> AdoptedQuestion:
        box, line = box_of(item), line_of(item)
        attributes = split_attributes(BOX.sub("", source, count=1))[1]
        if self.wants_boxes and not box:
            self.notes.add(line, f"an item without a box has got one: {text[:60]}", "no box")
        is_ticked = bool(box and box["tick"] in ("x", "X"))
        priority = "".join(attributes.classes[:1]).capitalize() or self.priority_in(source, line)
        return AdoptedQuestion(text, depth, attributes.id, is_ticked=is_ticked, priority=priority, body=body)

    def priority_in(self, source: str, line: int) -> str:
        quiet = InlineRewriter(
            self.inlines.parser, AdoptionNotes(""), self.inlines.base, self.inlines.env["references"]
        )
        quiet.written(source, line)
        return quiet.priority

    def tabled(self, rows: Sequence[dict[str, Any]]) -> Iterator[Node]:
        """Yield the questions of a table; a row in bold among others is a heading."""
        bold = [all(is_bold(cell) for name, cell in row.items() if name != LINE and cell) for row in rows]
        for is_heading, group in groupby(zip(bold, rows, strict=True), key=lambda pair: pair[0]):
            some = [row for _, row in group]
            if is_heading and not all(bold):
                for row in some:
                    *_, last = (str(cell) for name, cell in row.items() if name != LINE and cell)
                    yield Heading(MAX_LEVEL, self.inlines.written(last.strip("* "), row[LINE]))
            else:
                yield from nodes_of_records(some, self.inlines, self.notes, with_headings=False)

    def rows(self, table: SyntaxTreeNode) -> list[dict[str, Any]]:
        """Return the rows of a table with a column of questions, by the names of its columns."""
        head, *bodies = table.children
        names = [cell.children[0].content.strip(" *_") for cell in head.children[0].children]
        for number, has_words in boxed_columns(table).items():
            names[number] = "question" if has_words else "done"
            # What a box without words is for stands behind it.
            if not has_words and number + 1 < len(names) and "question" not in roles_of(names):
                names[number + 1] = "question"
        if "question" not in roles_of(names):
            return []
        rows: Sequence[SyntaxTreeNode] = [row for body in bodies for row in body.children]
        return [{LINE: line_of(row), **dict(zip(names, cells_of(row), strict=False))} for row in rows]


def cells_of(row: SyntaxTreeNode) -> list[str]:
    return [plain_box(cell.children[0].content) for cell in row.children]


def boxed_columns(table: SyntaxTreeNode) -> dict[int, bool]:
    """Return the columns of a table in which each cell begins with a box, and whether there are words behind it."""
    columns = zip(*(cells_of(row) for body in table.children[1:] for row in body.children), strict=False)
    return {
        number: any(BOX.sub("", cell, count=1) for cell in cells)
        for number, cells in enumerate(columns)
        if all(map(BOX.match, cells))
    }


def is_asking(item: SyntaxTreeNode) -> bool:
    first = item.children[0] if item.children else None
    return bool(first and first.type == "paragraph" and first.children[0].content.rstrip(" *_`").endswith(ENDS))


def is_bold(cell: str) -> bool:
    return bool(re.fullmatch(r"\*\*[^*]+\*\*", cell.strip()))


def is_contents(node: SyntaxTreeNode) -> bool:
    """Tell whether a list contains only links within the same text, and more than one."""
    items = [item for item in node.walk() if item.type == "list_item"]
    return len(items) > 1 and all(map(is_link_within, items))


def is_link_within(item: SyntaxTreeNode) -> bool:
    """Tell whether a bullet is only a link within the same text, as in a table of contents."""
    first = item.children[0].children[0].content if item.children and item.children[0].children else ""
    return bool(re.fullmatch(r"\W*\[.*\]\(#[^)]*\)\W*", first, re.DOTALL))
