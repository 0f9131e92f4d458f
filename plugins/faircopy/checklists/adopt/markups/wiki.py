"""Lists of wikis: MediaWiki, and the older markup of Confluence and Jira. Signs say the depth of an item in both."""

import re
from collections.abc import Iterator

from faircopy.checklists.adopt.markups.lines import Items, SourceLine, inline, table, without_comments
from faircopy.checklists.adopt.model import AdoptionNotes

TEMPLATE = re.compile(r"\{\{([^{}]{0,2000})\}\}")
BOX_TEMPLATE = re.compile(r"(?:check ?box|tick ?box|cb|todo|task)\b", re.IGNORECASE)
MEDIAWIKI = re.compile(
    r"<nowiki>|</nowiki>|__[A-Z]{3,20}__|\[\[(?:Category|File|Image):[^\[\]]{0,500}\]\]|"
    r"(?P<tag><[^<>\n]{1,500}>)|'''(?:'')?(?P<bold>[^'\n]{1,500})'''(?:'')?|''(?P<italic>[^'\n]{1,500})''|"
    r"\[(?P<url>https?://[^\s\[\]<>]{1,2000})(?:\s+(?P<label>[^\[\]\n]{1,500}))?\]|"
    r"\[\[(?:[^\[\]|\n]{0,500}\|)?(?P<words>[^\[\]|\n]{1,500})\]\]"
)
WIKI_ITEM = re.compile(r"([*#:;]{1,20})\s*(.*)")
CELL = re.compile(r"\|\||!!")
ATTRIBUTES = re.compile(r"(?>(?:\s*+[a-z-]++\s*+=\s*+(?:\"[^\"|]*+\"|[^\s\"|]++))+)\s*+\|(?!\|)", re.IGNORECASE)

JIRA = re.compile(
    r"\{\{(?P<code>[^{}\n]{1,500})\}\}|\{[a-z]{1,20}(?::[^{}\n]{0,500})?\}|![^\s!|]{1,500}(?:\|[^!\n]{0,500})?!|"
    r"\[(?:(?P<label>[^\[\]|\n]{1,500})\|)?(?P<url>https?://[^\s\[\]|<>]{1,2000})(?:\|[^\[\]\n]{0,500})?\]|"
    r"(?<!\w)\*(?P<bold>[^*\s][^*\n]{0,500})\*(?!\w)|(?<!\w)_(?P<italic>[^_\s][^_\n]{0,500})_(?!\w)"
)
JIRA_HEADING = re.compile(r"h([1-6])\.\s+(\S.*)")
JIRA_ITEM = re.compile(r"([*#-]{1,20})\s+(.*)")
JIRA_BOX = re.compile(r"\((?P<sign>/|x|!|\?|\*|on|off|y|n|\+|-)\)\s+|\[(?P<tick>[ xX]?)\]\s+")
JIRA_TICKED = ("/", "y", "on")
JIRA_CODE = re.compile(r"\{(code|noformat)(?::[^{}\n]{0,200})?\}\s*")


def is_mediawiki(text: str) -> bool:
    return sum(bool(wiki_heading(line)) for line in text.split("\n")) > 1


def is_jira(text: str) -> bool:
    return any(JIRA_HEADING.match(line) for line in text.split("\n"))


def wiki_heading(line: str) -> tuple[int, str] | None:
    """Return the level and the words of a heading of MediaWiki, `== Words ==`."""
    line = line.strip()
    words = line.strip("=")
    level = (len(line) - len(words)) // 2
    is_heading = 1 <= level <= 6 and line.startswith("=" * level + words[:1]) and words.strip()
    return (level, words.strip()) if is_heading and line.endswith("=") else None


def from_mediawiki(text: str, notes: AdoptionNotes) -> Iterator[SourceLine]:
    source = without_comments(text).split("\n")
    lines = [(number, without_templates(line, number, notes)) for number, line in enumerate(source, 1)]
    items = Items()
    row: list[tuple[int, list[str]]] | None = None
    for number, line in lines:
        if line.lstrip().startswith("{|"):
            row = []
        elif row is not None:
            if line.lstrip().startswith("|}"):
                yield from table([each for each in row if each[1]])
                row = None
            else:
                wiki_cells(line.strip(), number, row)
        else:
            yield from wiki_line(line, number, items)
    yield from table([each for each in row or () if each[1]])


def wiki_line(line: str, number: int, items: Items) -> Iterator[SourceLine]:
    heading = wiki_heading(line)
    item = WIKI_ITEM.match(line)
    if heading:
        items.depth = 0
        yield number, f"{'#' * heading[0]} {inline(heading[1], MEDIAWIKI)}"
    elif item and item[2]:
        yield number, items.item(len(item[1]), boxed(item[2]), is_numbered=item[1].endswith("#"))
    elif line.strip():
        yield from items.paragraph(number, inline(line.strip(), MEDIAWIKI))
    else:
        items.depth = 0
        yield number, ""


def boxed(text: str) -> str:
    box = re.match(r"\[([ xX]?)\](?!\()\s*", text)
    return f"[{box[1] or ' '}] {inline(text[box.end() :], MEDIAWIKI)}" if box else inline(text, MEDIAWIKI)


def wiki_cells(line: str, number: int, rows: list[tuple[int, list[str]]]) -> None:
    """Add the cells of a line within a table to its rows."""
    if line.startswith("|-") or not rows:
        rows.append((number, []))
    if line.startswith(("|-", "|+")):
        return
    if line.startswith(("|", "!")):
        rows[-1] = (rows[-1][0] if rows[-1][1] else number, rows[-1][1])
        rows[-1][1].extend(inline(ATTRIBUTES.sub("", each).strip(), MEDIAWIKI) for each in CELL.split(line[1:]))
    elif line and rows[-1][1]:
        rows[-1][1][-1] += f" {inline(line, MEDIAWIKI)}"


def without_templates(line: str, number: int, notes: AdoptionNotes) -> str:
    def box(found: re.Match[str]) -> str:
        if BOX_TEMPLATE.match(found[1].strip()):
            return "[ ] "
        notes.add(number, f"a template is left out: {found[1][:60]}", "template")
        return ""

    return TEMPLATE.sub(box, TEMPLATE.sub(box, line))


def from_jira(text: str, _: AdoptionNotes) -> Iterator[SourceLine]:
    items = Items()
    rows: list[tuple[int, list[str]]] = []
    is_code = False
    for number, line in enumerate(text.split("\n"), 1):
        if JIRA_CODE.fullmatch(line.strip()):
            is_code = not is_code
            yield number, "```"
        elif is_code:
            yield number, line
        elif line.startswith("|") and line.rstrip().endswith("|"):
            cells = re.split(r"\|\|?", line.strip().strip("|"))
            rows.append((number, [jira_words(cell.strip()) for cell in cells]))
        else:
            yield from table(rows)
            rows = []
            yield from jira_line(line.strip(), number, items)
    yield from table(rows)


def jira_line(line: str, number: int, items: Items) -> Iterator[SourceLine]:
    heading = JIRA_HEADING.match(line)
    item = JIRA_ITEM.match(line)
    if heading:
        items.depth = 0
        yield number, f"{'#' * int(heading[1])} {jira_words(heading[2])}"
    elif line and not line.strip("-"):
        items.depth = 0
        yield number, ""
    elif item:
        yield number, items.item(len(item[1]), jira_words(item[2]), is_numbered=item[1].endswith("#"))
    elif line:
        yield from items.paragraph(number, jira_words(line))
    else:
        items.depth = 0
        yield number, ""


def jira_words(text: str) -> str:
    """Return the words of an item or a cell, with a box where one of Jira's signs for one stands."""
    box = JIRA_BOX.match(text)
    if not box:
        return inline(text, JIRA)
    tick = box["tick"] or ("x" if box["sign"] in JIRA_TICKED else " ")
    return f"[{tick}] {inline(text[box.end() :], JIRA)}"
