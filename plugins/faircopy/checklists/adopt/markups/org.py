"""Lists in Org: items with boxes, or, in a file without any, the headings that are to be done."""

import re
from collections.abc import Iterator

from faircopy.checklists.adopt.inlines import at_line_start
from faircopy.checklists.adopt.markups.lines import INDENT, Items, SourceLine, indent_of, inline
from faircopy.checklists.adopt.model import AdoptionNotes

WORDS = re.compile(
    r"\[\[(?P<url>https?://[^\[\]\s<>]{1,2000})\](?:\[(?P<label>[^\[\]\n]{1,500})\])?\]|"
    r"\[\[[^\[\]\n]{1,500}\]\[(?P<words>[^\[\]\n]{1,500})\]\]|\[\[[^\[\]\n]{1,500}\]\]|"
    r"(?<!\w)(?P<mark>[=~])(?P<code>[^\s=~][^=~\n]{0,500})(?P=mark)(?!\w)|"
    r"(?<!\w)\*(?P<bold>[^*\s][^*\n]{0,500})\*(?!\w)|(?<![\w/:])/(?P<italic>[^/\s][^/\n]{0,500})/(?![\w/])|"
    r"\[\d{0,4}/\d{0,4}\]|\[\d{0,3}%\]"
)
HEADING = re.compile(
    r"(\*{1,20})\s+(?:(TODO|DONE|NEXT|WAITING|STARTED|CANCELLED|CANCELED)\s+)?(?:\[#[A-Z]\]\s+)?(\S.*)"
)
TAGS = re.compile(r"\s:(?:[\w@#%]+:)+\s*$")
ITEM = re.compile(r"(\s*)([-+]|\d{1,4}[.)])\s+(?:\[@\d+\]\s*)?(.*)")
BOX = re.compile(r"\[([ xX-])\]\s+")
PLANNING = re.compile(r"\s*(?:SCHEDULED|DEADLINE|CLOSED):")
DRAWER = re.compile(r"\s*:(?!END:)[\w-]+:\s*")
OUTSIDE = ("TITLE", "BEGIN_", "END_")
DONE = ("DONE", "CANCELLED", "CANCELED")


class OrgReader:
    def __init__(self, text: str, notes: AdoptionNotes) -> None:
        self.notes = notes
        self.text = text
        self.has_boxes = any((item := ITEM.match(line)) and BOX.match(item[3]) for line in text.split("\n"))
        self.items = Items()
        self.is_code = self.is_drawer = self.is_task = False

    def lines(self) -> Iterator[SourceLine]:
        for number, line in enumerate(self.text.split("\n"), 1):
            if self.is_drawer:
                self.is_drawer = line.strip().upper() != ":END:"
            elif self.is_code and not line.lstrip().upper().startswith("#+END_"):
                yield number, INDENT * self.items.depth + line
            elif line.lstrip().startswith("#"):
                yield from self.keyword(number, line.strip())
            elif DRAWER.fullmatch(line):
                self.is_drawer = True
            elif PLANNING.match(line):
                self.notes.add(number, f"a date is left out: {line.strip()[:60]}", "date")
            else:
                yield from self.words(number, line)

    def keyword(self, number: int, line: str) -> Iterator[SourceLine]:
        name, _, value = line[2:].partition(" ") if line.startswith("#+") else ("", "", "")
        if name.upper() == "TITLE:":
            yield number, f"# {inline(value.strip(), WORDS)}"
        elif name.upper().startswith(("BEGIN_SRC", "BEGIN_EXAMPLE", "END_SRC", "END_EXAMPLE")):
            self.is_code = name.upper().startswith("BEGIN")
            yield number, INDENT * self.items.depth + (f"```{value.split(' ')[0]}" if self.is_code else "```")
        else:
            yield number, ""

    def words(self, number: int, line: str) -> Iterator[SourceLine]:
        heading, item = HEADING.fullmatch(line), ITEM.fullmatch(line)
        if heading:
            self.items.close(0)
            self.is_task = bool(heading[2]) and not self.has_boxes
            words = inline(TAGS.sub("", heading[3]), WORDS)
            # The title of the file is the only heading of level 1.
            box = f"- [{'x' if heading[2] in DONE else ' '}]"
            yield number, f"{box} {words}" if self.is_task else f"{'#' * min(6, len(heading[1]) + 1)} {words}"
        elif item:
            text = self.items.indented(len(item[1]), self.boxed(number, item[3]), is_numbered=item[2][0].isdecimal())
            yield number, INDENT * self.is_task + text
        elif not line.strip():
            yield number, ""
        else:
            margin = INDENT * self.is_task + self.items.margin(indent_of(line))
            yield number, margin + at_line_start(inline(line.strip(), WORDS))

    def boxed(self, number: int, text: str) -> str:
        box = BOX.match(text)
        if not box:
            return inline(text, WORDS)
        if box[1] == "-":
            self.notes.add(number, "a box that is half done is an open one", "half")
        return f"[{'x' if box[1] in 'xX' else ' '}] {inline(text[box.end() :], WORDS)}"


def from_org(text: str, notes: AdoptionNotes) -> Iterator[SourceLine]:
    return OrgReader(text, notes).lines()
