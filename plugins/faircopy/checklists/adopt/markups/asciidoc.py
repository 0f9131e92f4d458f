"""Lists in AsciiDoc: `* [ ]` is an open task, `* [x]` and `* [*]` are done ones."""

import re
from collections.abc import Iterator

from faircopy.checklists.adopt.markups.lines import INDENT, Items, SourceLine, inline, table
from faircopy.checklists.adopt.model import AdoptionNotes

WORDS = re.compile(
    r"`\+?(?P<code>[^`\n]{1,500}?)\+?`|"
    r"(?:link:|xref:)?(?P<url>https?://[^\s\[\]<>]{1,2000})\[(?P<label>[^\[\]\n]{0,500})\]|"
    r"(?:xref|link|mailto):[^\s\[\]]{1,200}\[(?P<words>[^\[\]\n]{0,500})\]|<<[^<>,\n]{1,200}(?:,[^<>\n]{0,200})?>>|"
    r"image:(?P<image>[^\s:\[\]<>]{1,500})\[[^\[\]\n]{0,500}\]|\[\[[\w-]{1,100}\]\]|"
    r"(?<!\w)\*\*?(?P<bold>[^*\s][^*\n]{0,500})\*\*?(?!\w)|(?<!\w)__?(?P<italic>[^_\s][^_\n]{0,500})__?(?!\w)"
)
HEADING = re.compile(r"(={1,6}|#{1,6})\s+(\S.*)")
ITEM = re.compile(r"\s*(\*{1,6}|-|\.{1,5}|\d{1,4}\.)\s+(\S.*)")
BOX = re.compile(r"\[([ xX*])\]\s+")
ATTRIBUTE = re.compile(r":!?[\w-]+!?:(?:\s.*)?")
BLOCK = re.compile(r"\[[^\[\]]*\]|\[\[[^\[\]]*\]\]")
TERM = re.compile(r"(\S[^:\n]{0,500}):::?(?:\s+(\S.*))?")
CODE = re.compile(r"-{4,}|\.{4,}|`{3,}.*")
FRAME = re.compile(r"={4,}|_{4,}|\*{4,}|\+{4,}|--")
CELL = re.compile(r"(?:^|(?<=\s))(?:\d+[+*])?[<>^]?[aehlmsvd]?\|(?!=)")
COLUMNS = re.compile(r"cols\s*=\s*\"?([^\"\]]*)")


class AsciiDocReader:
    def __init__(self, notes: AdoptionNotes) -> None:
        self.notes = notes
        self.items = Items()
        self.signs: list[str] = []  # of the lists that are open
        self.until = ""  # what ends the block of code or the comment that is open
        self.columns = 0  # as an attribute of the next table says
        self.is_table = False
        self.cells: list[tuple[int, str]] = []
        self.is_attached = False  # the next paragraph belongs to an item

    def lines(self, text: str) -> Iterator[SourceLine]:
        for number, line in enumerate(text.split("\n"), 1):
            if self.until:
                yield from self.inside(number, line)
            elif self.is_table:
                yield from self.in_table(number, line.strip())
            else:
                yield from self.line(number, line.rstrip())
        yield from self.table()

    def inside(self, number: int, line: str) -> Iterator[SourceLine]:
        is_comment = self.until.startswith("////")
        if line.rstrip() == self.until:
            self.until = ""
            line = "```"
        if not is_comment:
            yield number, INDENT * self.items.depth + line

    def line(self, number: int, line: str) -> Iterator[SourceLine]:
        plain = line.strip()
        if plain.startswith("////") or CODE.fullmatch(plain):
            self.until = "```" if plain.startswith("```") else plain
            yield from [] if plain.startswith("////") else [(number, f"{INDENT * self.items.depth}```")]
        elif plain.startswith("|==="):
            self.is_table = True
        elif plain.startswith("include::"):
            self.notes.add(number, f"another file is not read: {plain[9:].partition('[')[0][:80]}", "include")
        elif plain.startswith("//") or ATTRIBUTE.fullmatch(line) or FRAME.fullmatch(plain):
            yield number, ""
        elif BLOCK.fullmatch(plain) and not BOX.match(f"{plain} "):
            columns = COLUMNS.search(plain)
            self.columns = columns_in(columns[1]) if columns else 0
        elif plain == "+":
            self.is_attached = bool(self.items.depth)
            yield number, ""
        else:
            yield from self.words(number, line, plain)

    def words(self, number: int, line: str, plain: str) -> Iterator[SourceLine]:
        heading, item, term = HEADING.fullmatch(line), ITEM.fullmatch(line), TERM.fullmatch(plain)
        if heading:
            self.end_lists()
            yield number, f"{'#' * len(heading[1])} {inline(heading[2], WORDS)}"
        elif item:
            yield number, self.item(item[1], item[2])
        elif not plain:
            self.is_attached = False
            yield number, ""
        elif self.is_attached or (self.items.depth and line[:1].isspace()):
            yield number, INDENT * self.items.depth + inline(plain, WORDS)
        elif term and not plain.startswith("image::"):
            yield from self.paragraph(number, f"**{inline(term[1], WORDS)}:** {inline(term[2] or '', WORDS)}")
        else:
            title = re.fullmatch(r"\.([^\s.].*)", plain)
            words = inline(title[1] if title else plain.replace("image::", "image:"), WORDS)
            yield from self.paragraph(number, f"**{words}**" if title else words)

    def paragraph(self, number: int, text: str) -> Iterator[SourceLine]:
        yield from self.items.paragraph(number, text)
        self.signs = []

    def end_lists(self) -> None:
        self.items.depth, self.signs = 0, []

    def item(self, sign: str, text: str) -> str:
        """Return an item. A sign that is not open begins a list below the one above."""
        sign = "." if sign[0].isdecimal() else sign
        depth = self.signs.index(sign) + 1 if sign in self.signs else len(self.signs) + 1
        self.signs = [*self.signs[: depth - 1], sign]
        box = BOX.match(text)
        words = inline(text[box.end() if box else 0 :], WORDS)
        tick = f"[{' ' if box[1] == ' ' else 'x'}] " if box else ""
        return self.items.item(depth, tick + words, is_numbered=sign.startswith("."))

    def in_table(self, number: int, line: str) -> Iterator[SourceLine]:
        if line.startswith("|==="):
            yield from self.table()
            return
        cells = CELL.split(line)
        found = [(number, inline(cell.strip(), WORDS)) for cell in cells[1:]]
        if self.cells and cells[0].strip():
            place, text = self.cells[-1]
            self.cells[-1] = (place, f"{text} {inline(cells[0].strip(), WORDS)}".strip())
        self.columns = self.columns or len(found)
        self.cells += found

    def table(self) -> Iterator[SourceLine]:
        cells, width = self.cells, self.columns or 1
        self.cells, self.columns, self.is_table = [], 0, False
        rows = [cells[start : start + width] for start in range(0, len(cells), width)]
        yield from table([(row[0][0], [text for _, text in row]) for row in rows])


def columns_in(text: str) -> int:
    """Return how many columns an attribute gives a table: `1,2`, `3*`."""
    return sum(int(found[1]) if (found := re.match(r"\s*(\d{1,2})\*", part)) else 1 for part in text.split(","))


def from_asciidoc(text: str, notes: AdoptionNotes) -> Iterator[SourceLine]:
    return AsciiDocReader(notes).lines(text)
