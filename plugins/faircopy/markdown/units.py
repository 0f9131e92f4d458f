"""The visible content of an HTML text as a sequence of units: paragraphs, items, rows and blocks of code."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

# A comment that says which line of the source follows, and by how many lines its text begins later.
LINE_MARK = re.compile(r"line (?P<line>\d+)(?: \+(?P<later>\d))?")
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# Elements that end a paragraph, and are nothing themselves.
BOXES = frozenset(
    """
    p div section article aside header footer figure figcaption details summary main nav address form fieldset body html
    table thead tbody tfoot caption center
    """.split()  # noqa: SIM905
)
INLINE = {"em": "em", "i": "em", "strong": "b", "b": "b", "del": "del", "s": "del"}
# Invisible content, and additions of the site: footnotes, tables of contents, headings' links to themselves.
DROPPED = frozenset(("script", "style", "template", "dl", "svg", "figcaption", "head"))
DROPPED_CLASSES = frozenset(
    "footnote footnotes toc headerlink admonition-title linenos snippet-proof snippet-downloads margin".split()  # noqa: SIM905
)
TYPOGRAPHIC = str.maketrans(
    {
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u2018": "'",
        "\u2019": "'",
        "\u2013": "--",
        "\u2014": "---",
        "\u2026": "...",
    }
)
ATTRIBUTES = re.compile(r"(?<!\s)\s*\{:?[ ]*(?:[#.][\w:.-]++|[\w:-]+=(?:\"[^\"{}]*\"|'[^'{}]*'|[^\s{}]++))[^{}]*\}")


@dataclass(frozen=True, slots=True)
class TextUnit:
    """A paragraph, a heading, a row, a block of code or a rule."""

    path: tuple[str, ...]  # the lists, quotes and admonitions around it
    marker: str  # of the item that it begins: its number, or a bullet
    kind: str
    text: str  # white space as one space, emphasis and links as marks; of code, as it is
    raw: str = field(compare=False)  # the same, with the punctuation that stands there
    line: int = field(compare=False)  # of its source, from 1; 0: nobody knows
    text_line: int = field(compare=False)  # where its text begins: in a fence, below
    words: str = field(compare=False, default="")  # the text with the line breaks of its source

    def lines_before(self, place: int) -> int:
        """Return how many source lines precede the character at index `place` of the text."""
        length = 0
        rows = self.words.strip().split("\n")
        for number, row in enumerate(rows):
            length += len(" ".join(row.split())) + 1 if row.strip() else 0
            if length > place:
                return number
        return len(rows) - 1


class UnitReader:
    """Extracts units from HTML."""

    def __init__(self, additions: AbstractSet[str]) -> None:
        """With "attr_list" among the additions, attribute lists are not part of the text."""
        self.has_attributes = "attr_list" in additions
        self.units: list[TextUnit] = []
        self.words: list[str] = []
        self.path: tuple[str, ...] = ()
        self.kind = "p"
        self.marker = ""
        self.line = 0
        self.later = 0
        self.begun = 0  # the line of the first words

    def read(self, html: str) -> list[TextUnit]:
        # A comment in front of all would stand outside of the body.
        body = LexborHTMLParser(f"<body>{html}").body
        if body is not None:
            self.walk(body)
            self.flush()
        return self.units

    def walk(self, node: LexborNode) -> None:
        for child in node.iter(include_text=True):
            self.take(child)

    def take(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "-text":
            self.add(node.text_content or "")
        elif tag in ("-comment", "!--", "_comment"):
            self.note_line(node.html or "")
        elif is_dropped(tag, node.attributes):
            return
        elif tag in BLOCKS:
            self.take_block(tag, node)
        elif tag in INLINE:
            self.wrapped(f"\u2039{INLINE[tag]}\u203a", node, f"\u2039/{INLINE[tag]}\u203a")
        else:
            self.take_inline(tag, node)

    def note_line(self, comment: str) -> None:
        if found := LINE_MARK.search(comment):
            self.line, self.later = int(found["line"]), int(found["later"] or 0)

    def add(self, text: str) -> None:
        if not self.begun and text.strip():
            self.begun = self.line
        self.words.append(text)

    def wrapped(self, before: str, node: LexborNode, after: str) -> None:
        self.add(before)
        self.walk(node)
        self.add(after)

    def take_inline(self, tag: str, node: LexborNode) -> None:
        attributes = node.attributes
        match tag:
            case "code":
                self.add(f"\u2039code\u203a{code_text(node).strip()}\u2039/code\u203a")
            case "br":
                self.add("\u2039br\u203a")
            case "a" if attributes.get("href") and attributes.get("class") != "anchor":
                self.wrapped("\u2039a\u203a", node, f"\u2039/a {unquote(attributes['href'] or '')}\u203a")
            case "img":
                source = unquote(attributes.get("src") or "")
                self.add(f"\u2039img {attributes.get('alt') or ''} {source}\u203a")
            case "input" if attributes.get("type") == "checkbox":
                self.add("[x]" if "checked" in attributes else "[ ]")
            case _:
                self.walk(node)

    def take_block(self, tag: str, node: LexborNode) -> None:
        self.flush()
        match tag:
            case "pre":
                self.emit("pre", code_text(node), self.line)
            case "hr":
                self.emit("hr", "", self.line)
            case "ul" | "ol" | "blockquote":
                self.walk_in(tag, node)
            case "tr":
                self.walk_as("tr", node)
            case _ if tag in HEADINGS:
                self.walk_as(tag, node)
            case _ if "admonition" in (node.attributes.get("class") or "").split():
                self.walk_in("admonition", node)
            case _:
                self.walk(node)
                self.flush()

    def walk_as(self, kind: str, node: LexborNode) -> None:
        self.kind = kind
        if kind == "tr":
            for cell in node.iter():
                self.add("| ")
                self.walk(cell)
        else:
            self.walk(node)
        self.flush()
        self.kind = "p"

    def walk_in(self, name: str, node: LexborNode) -> None:
        outside, self.path = self.path, (*self.path, name)
        number = start_of(node) if name == "ol" else 0
        for child in node.iter(include_text=True):
            if child.tag == "li":
                self.flush()
                self.marker = f"{number}." if name == "ol" else "-"
                number += 1
                self.walk(child)
                self.flush()
                if self.marker:
                    self.emit("p", "", self.line)
            else:
                self.take(child)
        self.flush()
        self.path = outside

    def flush(self) -> None:
        whole = "".join(self.words)
        begun, self.words, self.begun = self.begun or self.line, [], 0
        if self.has_attributes and "{" in whole:
            whole = ATTRIBUTES.sub("", whole)
        if self.marker:
            # A box is ticked by either letter.
            whole = TICKED.sub("[x]", whole, count=1)
        # What marks nothing is not seen: an empty link, or a tag that is closed elsewhere.
        whole = MARKS_NOTHING.sub("", whole)
        if whole.strip(" \t\n|"):
            self.emit(self.kind, whole, begun)

    def emit(self, kind: str, whole: str, line: int) -> None:
        text_line, words = line, ""
        if kind == "pre":
            raw = text = "\n".join(row.rstrip() for row in whole.split("\n")).strip("\n")
            text_line += self.later
        else:
            whole = BREAK.sub("\u2039br\u203a\n", whole) if "\u2039br" in whole else whole
            words = whole.translate(TYPOGRAPHIC)
            text = " ".join(words.split())
            raw = text if words == whole else " ".join(whole.split())
        self.units.append(TextUnit(self.path, self.marker, kind, text, raw, line, text_line, words))
        self.marker = ""


BLOCKS = frozenset((*BOXES, *HEADINGS, "ul", "ol", "li", "blockquote", "pre", "hr", "tr", "td", "th"))
MARKS_NOTHING = re.compile("\u2039(?P<name>a|b|em|del)\u203a\\s*\u2039/(?P=name)(?: [^\u203a]*)?\u203a")
TICKED = re.compile(r"\A\s*\[X\](?=\s)")
BREAK = re.compile("(?<!\\s)\\s*\u2039br\u203a\\s*")


def is_dropped(tag: str, attributes: Mapping[str, str | None]) -> bool:
    if tag in DROPPED or (tag == "sup" and (attributes.get("id") or "").startswith("fnref")):
        return True
    return not DROPPED_CLASSES.isdisjoint((attributes.get("class") or "").split())


def code_text(node: LexborNode) -> str:
    return node.text(deep=True) or ""


def start_of(node: LexborNode) -> int:
    start = node.attributes.get("start") or "1"
    return int(start) if re.fullmatch(r"-?[0-9]{1,9}", start) else 1


def units_of(html: str, additions: AbstractSet[str] = frozenset()) -> list[TextUnit]:
    """Return the units of an HTML text."""
    return UnitReader(additions).read(html)
