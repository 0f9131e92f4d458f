"""Lists in HTML: a page of its own, or a list with checkboxes within a text in Markdown.

Only blocks become Markdown here. Tags within a line stay, because `InlineRewriter` reads them.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from faircopy.checklists.adopt.inlines import HIDDEN, at_line_start, escaped
from faircopy.checklists.adopt.markups.lines import INDENT, MAX_DEPTH, SourceLine, table, without_comments
from faircopy.checklists.adopt.model import AdoptionNotes

FRONT_MATTER = re.compile(r"\A---\n(?:(?!---\n).*\n)*---\n")
DECLARATION = re.compile(r"<[!?][^<>]*>")
NO_TAG = re.compile(r"<(?!/?[a-zA-Z])")
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = ("ul", "ol", "menu", "dl")
ITEMS = ("li", "dt", "dd")
# Parts of a page that are no part of its text.
AROUND = frozenset((*HIDDEN, "head", "title", "nav", "footer", "aside", "svg", "noscript"))
BLOCKS = frozenset((*HEADINGS, *LISTS, *ITEMS, "p", "div", "section", "article", "main", "header", "body", "br", "hr",
                    "blockquote", "form", "fieldset", "legend", "details", "summary", "table", "tr", "caption", "pre",
                    "thead", "tbody", "figure", "figcaption", "address"))  # fmt: skip
BULLET = re.compile(r"\A(?:[\u2022\u00b7\u2023\u25aa\u25cf]\s*|[-*+]\s+)")
TYPED_BOX = re.compile(r"\A\\\[([ xX])\\\]\s+")  # as `escaped` writes it
# Markdown has no emphasis that begins or ends with a blank.
BLANK_INSIDE = re.compile(r"(<(?:b|strong|i|em)(?: [^<>]*)?>) | (</(?:b|strong|i|em)>)")
BOXES = ("[ ]", "[x]")
INLINE = frozenset(("a", "b", "strong", "i", "em", "code", "img"))


class HtmlReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.made: list[SourceLine] = []
        self.words: list[str] = []  # of the block that is open
        self.start = 1  # its line
        self.sign = ""  # what the block begins with
        self.depth = 0  # how many lists are open
        self.level = 0  # of the last item; a list may stand in a list without an item between
        self.is_item = False  # words belong to an item
        self.hidden: list[str] = []  # open tags whose contents are left out
        self.rows: list[tuple[int, list[str]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tick = tick_of({name: value or "" for name, value in attrs})
        if self.hidden or tag in AROUND:
            self.hidden += [tag] if tag in AROUND else []
        elif tag in ("td", "th"):
            self.end_cell()
        elif tag in BLOCKS:
            self.begin(tag)
        elif tag in INLINE:
            self.words.append(self.get_starttag_text() or "")
        if tick and not self.hidden:
            self.box(tick)

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            if tag == self.hidden[-1]:
                self.hidden.pop()
        elif tag in ("td", "th"):
            self.end_cell()
        elif tag in BLOCKS:
            self.finish(tag)
        elif tag in INLINE and self.words and self.words[-1].startswith(f"<{tag}"):
            self.words.pop()  # as of an icon
        elif tag in INLINE:
            self.words.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        if not self.has_words():
            self.start = self.getpos()[0] + data[: len(data) - len(data.lstrip())].count("\n")
        self.words.append(re.sub(r"\s+", " ", escaped(data.replace("&", "&amp;"))))

    def has_words(self) -> bool:
        return any(each.strip() for each in self.words)

    def box(self, tick: str) -> None:
        if self.has_words() and self.rows is None:
            self.flush()
        if not self.has_words():
            self.start = self.getpos()[0]
        self.words.append(f"[{tick}] ")

    def begin(self, tag: str) -> None:
        if self.rows is None:
            self.flush()
        if self.rows is None and tag in (*ITEMS, *HEADINGS, "table"):
            self.words = []
        if tag == "table":
            self.rows = []
        elif tag == "tr" and self.rows is not None:
            self.rows.append((self.getpos()[0], []))
        elif tag in LISTS:
            self.depth += 1
            self.is_item = False
        elif tag in ITEMS:
            self.depth = max(self.depth, 1)
            self.is_item = True
            self.sign = "" if tag == "dd" else "- "
        elif tag in HEADINGS:
            self.sign = "#" * HEADINGS[tag] + " "

    def finish(self, tag: str) -> None:
        if tag == "table" and self.rows is not None:
            self.made += table([row for row in self.rows if row[1]])
            self.rows = None
            self.words = []
        if self.rows is not None:
            return
        self.flush()
        if tag in LISTS:
            self.depth = max(self.depth - 1, 0)
            self.is_item = self.depth > 0
        if tag in (*HEADINGS, *ITEMS):
            self.sign = ""
            self.words = []

    def end_cell(self) -> None:
        if self.rows and self.has_words():
            self.rows[-1][1].append("".join(self.words).strip())
        elif self.rows and self.words:
            self.rows[-1][1].append("")
        self.words = []

    def flush(self) -> None:
        """Write the block that is open, if it has words. A box alone waits for those of the next block."""
        words = " ".join("".join(self.words).split())
        if words in BOXES:
            return
        text = BLANK_INSIDE.sub(lambda found: f" {found[1]}" if found[1] else f"{found[2]} ", words).strip()
        self.words = []
        text = TYPED_BOX.sub(r"[\1] ", BULLET.sub("", text) if self.sign == "- " else text)
        if not text:
            return
        is_in_list = self.is_item and not self.sign.startswith("#")
        level = min(self.depth, self.level + bool(self.sign), MAX_DEPTH) if is_in_list else 0
        self.level = level
        indent = INDENT * (level - 1 if self.sign else level)
        boxed = text.startswith((*BOXES, "[X]"))
        self.made += [
            *([] if self.sign == "- " else [(self.start, "")]),
            (self.start, f"{indent}{self.sign}{text if boxed or self.sign else at_line_start(text)}"),
        ]
        # A second paragraph of an item stands below it.
        self.sign = ""


def tick_of(attributes: dict[str, str]) -> str:
    """Return what stands in the box that an element is: "x" or a blank; "" if it is none.

    That is a checkbox of HTML or of ARIA, a task of Confluence, or a box of Notion.
    """
    classes = attributes.get("class", "").split()
    if attributes.get("type", "").lower() == "checkbox":
        return "x" if "checked" in attributes else " "
    if attributes.get("role") == "checkbox":
        return "x" if attributes.get("aria-checked") == "true" else " "
    if "data-inline-task-id" in attributes:
        return "x" if "checked" in classes else " "
    if "checkbox" in classes and {"checkbox-on", "checkbox-off"} & {*classes}:
        return "x" if "checkbox-on" in classes else " "
    return ""


def html_lines(text: str) -> list[SourceLine]:
    text = FRONT_MATTER.sub(lambda found: "\n" * found[0].count("\n"), text)
    reader = HtmlReader()
    # The parser reads declarations that do not end again and again, and stops at odd ones.
    reader.feed(NO_TAG.sub("&lt;", DECLARATION.sub("", without_comments(text))))
    reader.close()
    reader.flush()
    return reader.made


def from_html(text: str, _: AdoptionNotes) -> Iterator[SourceLine]:
    yield from html_lines(text)
