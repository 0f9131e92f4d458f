"""Lists in reStructuredText: headings are underlined, and what a directive holds is indented below it."""

import re
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from faircopy.checklists.adopt.inlines import at_line_start
from faircopy.checklists.adopt.markups.lines import INDENT, Items, SourceLine, indent_of, inline, table
from faircopy.checklists.adopt.model import AdoptionNotes

WORDS = re.compile(
    r"``(?P<code>[^`\n]{1,500})``|(?<!:)`(?P<label>[^`<>\n]{1,500})<(?P<url>https?://[^\s<>`]{1,2000})>`__?|"
    r":[\w:+-]{1,40}:`(?P<role>[^`<>\n]{1,500}?)(?:\s*<[^<>`\n]{0,500}>)?`|`(?P<words>[^`<>\n]{1,500})(?:<[^<>`\n]{0,500}>)?`_{0,2}|"
    r"\*\*(?P<bold>[^*\s][^*\n]{0,500})\*\*|\*(?P<italic>[^*\s][^*\n]{0,500})\*"
)
ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1{2,}\s*")
ITEM = re.compile(r"(\s*)([-*+\u2022]|#\.|\d{1,4}\.)\s+(?:\[([ xX*-]?)\]\s+)?(\S.*)")
DIRECTIVE = re.compile(r"\s*\.\. ([\w:-]+)::(?:\s+(\S.*))?")
EXPLICIT = re.compile(r"\s*\.\.(?:\s.*)?")
OPTION = re.compile(r"\s*:[\w-]+:.*")
CODES = ("code", "code-block", "sourcecode", "parsed-literal", "literalinclude", "highlight")
TEXTS = ("note", "warning", "tip", "hint", "important", "caution", "danger", "attention", "admonition", "container",
         "topic", "epigraph", "rubric", "versionadded", "versionchanged", "only", "seealso")  # fmt: skip


class RestructuredReader:
    def __init__(self, text: str, notes: AdoptionNotes) -> None:
        self.source = text.expandtabs(8).split("\n")
        self.notes = notes
        self.items = Items()
        self.levels: list[tuple[str, bool]] = []  # the adornment of each level, and whether it stands above, too

    def lines(self) -> Iterator[SourceLine]:
        number = 0
        while number < len(self.source):
            number, made = self.element(number)
            yield from made

    def element(self, start: int) -> tuple[int, Sequence[SourceLine]]:
        """Return the number of the line after an element, and the lines of the element."""
        line = self.source[start]
        here = start + 1
        if level := self.heading(start):
            end, words = level
            self.items.close(0)
            return end, [(here, ""), (here, words)]
        if EXPLICIT.fullmatch(line):
            return self.explicit(start, DIRECTIVE.fullmatch(line))
        item = ITEM.fullmatch(line)
        if item:
            box = f"[{item[3] if item[3] in 'xX' and item[3] else ' '}] " if item[3] is not None else ""
            if item[3] == "-":
                self.notes.add(here, "a box that is half done is an open one", "half")
            is_numbered = item[2].endswith(".")
            text = f"{box}{inline(item[4], WORDS)}"
            return here, [(here, self.items.indented(len(item[1]), text, is_numbered=is_numbered))]
        if line.rstrip().endswith("::"):
            end = self.block_end(start)
            words = line.rstrip()[: -1 if line.strip() != "::" else -2]
            return end, [(here, self.text(line, words)), *self.code(here, end)]
        return here, [(here, self.text(line, line) if line.strip() else "")]

    def text(self, line: str, words: str) -> str:
        return self.items.margin(indent_of(line)) + at_line_start(inline(words.strip(), WORDS))

    def heading(self, start: int) -> tuple[int, str] | None:
        """Return the number of the line after a heading and its Markdown, if one begins here."""
        above, line, below = [*self.source[start : start + 3], "", "", ""][:3]
        if ADORNMENT.fullmatch(above) and line.strip() and above.strip() == below.strip():
            return start + 3, self.marked(line, (above[0], True))
        if above.strip() and not above[0].isspace() and ADORNMENT.fullmatch(line) and not ADORNMENT.fullmatch(above):
            return (start + 2, self.marked(above, (line[0], False))) if len(line.strip()) >= len(above) // 2 else None
        return None

    def marked(self, words: str, kind: tuple[str, bool]) -> str:
        if kind not in self.levels:
            self.levels.append(kind)
        return f"{'#' * min(6, self.levels.index(kind) + 1)} {inline(words.strip(), WORDS)}"

    def block_end(self, start: int) -> int:
        """Return the number of the line after all lines that are indented more than this one, or empty."""
        indent = indent_of(self.source[start])
        end = start + 1
        while end < len(self.source) and (not self.source[end].strip() or indent_of(self.source[end]) > indent):
            end += 1
        return end

    def explicit(self, start: int, found: re.Match[str] | None) -> tuple[int, Sequence[SourceLine]]:
        end = self.block_end(start)
        name, argument = (found[1], found[2] or "") if found else ("", "")
        margin = self.items.margin(indent_of(self.source[start]))
        options = start + 1
        while options < end and OPTION.fullmatch(self.source[options]):
            options += 1
        here = start + 1
        if name in CODES:
            return end, self.code(options, end)
        if name in TEXTS:
            return options, [(here, f"{margin}**{name.capitalize()}:** {inline(argument, WORDS)}"), (here, "")]
        if name in ("list-table", "csv-table"):
            return end, [*table(self.cells(options, end))] if name == "list-table" else self.left(here, name, end)
        if name in ("image", "figure"):
            return end, [(here, f"![](<{argument}>)")]
        return end, self.left(here, name, end) if name and name not in ("contents", "toctree") else []

    def left(self, number: int, name: str, end: int) -> Sequence[SourceLine]:
        self.notes.add(number, f"the directive '{name[:40]}' is left out, with what is in it", name)
        return [(end, "")]

    def code(self, start: int, end: int) -> Sequence[SourceLine]:
        lines = [*enumerate(self.source[start:end], start + 1)]
        lines = [*dropwhile(lambda line: not line[1].strip(), lines)]
        width = min((indent_of(line) for _, line in lines if line.strip()), default=0)
        margin = INDENT * self.items.depth
        indented = ((number, margin + line[width:]) for number, line in lines)
        return [(start, ""), (start, f"{margin}```"), *indented, (end, f"{margin}```")]

    def cells(self, start: int, end: int) -> Sequence[tuple[int, Sequence[str]]]:
        """Return the rows of a list of lists, `* - first cell`."""
        rows: list[tuple[int, list[str]]] = []
        for number, line in enumerate(self.source[start:end], start + 1):
            row, cell = re.match(r"\s*\* ?-\s?(.*)", line), re.match(r"\s*-\s(.*)|\s*-$", line)
            if row:
                rows.append((number, [inline(row[1].strip(), WORDS)]))
            elif cell and rows:
                rows[-1][1].append(inline((cell[1] or "").strip(), WORDS))
            elif line.strip() and rows:
                rows[-1][1][-1] += f" {inline(line.strip(), WORDS)}"
        return rows


def from_restructured(text: str, notes: AdoptionNotes) -> Iterator[SourceLine]:
    return RestructuredReader(text, notes).lines()
