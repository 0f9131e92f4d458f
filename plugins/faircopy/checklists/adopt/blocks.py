"""Rewrites blocks of Markdown, so that nothing in them is a dead link, loads anything or is checked as code."""

import re
from collections.abc import Iterator, Sequence

from markdown_it.tree import SyntaxTreeNode

from faircopy.checklists.adopt.inlines import InlineRewriter, at_line_start
from faircopy.checklists.adopt.model import AdoptionNotes
from faircopy.diagnostics.formats import count

# How GitHub marks a quotation that is a note to the reader.
ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)", re.IGNORECASE)
ROW = re.compile(r"[^\n]\s\|\s")
BOXED = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s+\[[ xX]?\]\s")
LISTS = ("bullet_list", "ordered_list")


class BlockWriter:
    def __init__(self, inlines: InlineRewriter, notes: AdoptionNotes) -> None:
        self.inlines, self.notes = inlines, notes

    def written(self, nodes: Sequence[SyntaxTreeNode]) -> list[str]:
        """Return the lines of some blocks, separated by blank lines."""
        lines: list[str] = []
        for node in nodes:
            made = list(self.block(node))
            if made:
                lines += ["", *made] if lines else made
        return lines

    def block(self, node: SyntaxTreeNode) -> Iterator[str]:
        line = line_of(node)
        if node.type in LISTS:
            yield from self.listed(node)
        elif node.type == "blockquote":
            yield from (f"> {each}".rstrip() for each in self.written(node.children))
        elif node.type in ("fence", "code_block"):
            yield from self.code(node, line)
        elif node.type == "table":
            yield from self.table(node)
        elif node.type == "html_block":
            yield from self.html(node, line)
        elif node.type == "paragraph":
            if len(ROW.findall(node.children[0].content)) > 1:
                self.notes.add(line, "what looks like a row of a table stands outside it; it is kept as text")
            text = self.inlines.written(unmarked(node), line, is_text=True)
            yield from [at_line_start(text)] if text else []
        elif node.type == "heading":
            text = self.inlines.written(node.children[0].content, line, is_text=True)
            yield from [f"**{text}**"] if text else []

    def listed(self, node: SyntaxTreeNode) -> Iterator[str]:
        for number, item in enumerate(node.children, 1):
            lines = self.written(item.children) or [""]
            # Another bullet marker than that of questions starts another list.
            mark = f"{number}." if node.type == "ordered_list" else "*"
            yield f"{mark} {lines[0]}".rstrip()
            yield from (f"    {line}" if line else "" for line in lines[1:] if line or len(lines) > 1)

    def code(self, node: SyntaxTreeNode, line: int) -> Iterator[str]:
        language = node.info.strip() if node.type == "fence" else ""
        if language and language != "text":
            self.notes.add(line, f"the code is kept, and not checked as '{language.split()[0][:20]}'", "code")
        boxes = sum(bool(BOXED.match(each)) for each in node.content.split("\n"))
        if boxes and node.type == "code_block":
            self.notes.add(
                line, f"{count(boxes, 'line')} with a box in code, which is no list; indent them less", "boxes"
            )
        fence = "`" * max(3, longest_run(node.content) + 1)
        yield f"{fence}text"
        yield from node.content.rstrip("\n").split("\n")
        yield fence

    def table(self, node: SyntaxTreeNode) -> Iterator[str]:
        rows = [row for part in node.children for row in part.children]
        for number, row in enumerate(rows):
            cells = [
                self.inlines.written(cell.children[0].content, line_of(row), is_text=True) for cell in row.children
            ]
            yield f"| {' | '.join(cells)} |"
            if number == 0:
                yield f"|{' --- |' * len(cells)}"

    def html(self, node: SyntaxTreeNode, line: int) -> Iterator[str]:
        text = self.inlines.written(node.content, line, is_text=True)
        if text:
            self.notes.add(line, f"the tags of HTML are left out, its words are kept: {text[:60]}", "html")
            yield at_line_start(text)


def longest_run(text: str) -> int:
    longest = run = 0
    for letter in text:
        run = run + 1 if letter == "`" else 0
        longest = max(longest, run)
    return longest


def unmarked(paragraph: SyntaxTreeNode) -> str:
    """Return the text of a paragraph, with the marker of an alert replaced by a bold word."""
    text: str = paragraph.children[0].content
    quotation = paragraph.parent
    if quotation is None or quotation.type != "blockquote" or quotation.children[0] != paragraph:
        return text
    return ALERT.sub(lambda mark: f"**{mark[1].capitalize()}:** ", text, count=1).rstrip()


def line_of(node: SyntaxTreeNode) -> int:
    return (node.map or (0, 0))[0] + 1
