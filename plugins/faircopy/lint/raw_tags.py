"""The raw HTML tags in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it.common.html_re import HTML_TAG_RE

from faircopy.markdown.document import Document
from faircopy.markdown.prose import CODE_SPAN, MarkdownPart, TextKind, blanked, find_words, without_comments

# Python-Markdown takes more for a tag than HTML does: `<a.b>`, `\<HOST>` and `<?x>` vanish from the page as well.
TAG = re.compile(r"<(?!https?://|ftp://)/?(?P<name>[A-Za-z][^\s<>@/]*|[?!][^\s<>@/]*)(?P<attributes>[\s/][^<>]*)?>")
# https://html.spec.whatwg.org/multipage/indices.html#elements-3, without those that make a document, not a text.
ELEMENTS = frozenset(
    """
    a abbr address area article aside audio b bdi bdo blockquote br button canvas caption cite code col colgroup
    data datalist dd del details dfn dialog div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
    header hgroup hr i img input ins kbd label legend li main map mark menu meter nav ol optgroup option output p
    picture pre progress q rp rt ruby s samp search section select small source span strong sub summary sup table
    tbody td textarea tfoot th thead time tr track u ul var video wbr
    """.split()  # noqa: SIM905  # a list would be a line for each
)
# What Python-Markdown takes for a whole link, from behind its words (markdown.inlinepatterns.LinkInlineProcessor).
ADDRESS = re.compile(r"""\]\(\s*(?P<address><[^<>]*>)\s*(?:(?:'[^']*'|"[^"]*")\s*)?\)""")

Position = tuple[int, int]  # line and column, from 1


@dataclass(frozen=True, slots=True)
class RawTag:
    """One raw HTML tag in a text, opening or closing."""

    text: str  # all of it: `<a href="x">`
    name: str  # as it is written
    attributes: str
    line: int  # from 1
    column: int  # from 1
    is_text: bool = False  # in words, and no tag to CommonMark: readers see `<T, U>` and `\\<x>` as they are written
    is_address: bool = False  # it is the address of a link: `[a](<b c>)`

    @property
    def closes(self) -> bool:
        return self.text.startswith("</")

    @property
    def place(self) -> Position:
        return self.line, self.column

    @property
    def one_line(self) -> str:
        return " ".join(self.text.split())


def raw_tags(document: Document) -> Iterator[RawTag]:
    """Yield the tags in a text outside code and comments, as Python-Markdown finds them."""
    for text in find_words(document):
        words = words_in(text)
        addresses = {one.start("address") for one in ADDRESS.finditer(words)} if text.kind is TextKind.WORDS else ()
        for found in TAG.finditer(words):
            place, is_address = text.place(found.start()), found.start() in addresses
            is_text = text.kind is TextKind.WORDS and not is_tag(words, found)
            yield RawTag(found[0], found["name"], found["attributes"] or "", *place, is_text, is_address)


def is_tag(words: str, found: re.Match[str]) -> bool:
    """Tell whether CommonMark reads a match as raw HTML (https://spec.commonmark.org/0.31.2/#raw-html)."""
    before = words[: found.start()]
    is_escaped = (len(before) - len(before.rstrip("\\"))) % 2 == 1
    return not is_escaped and bool(HTML_TAG_RE.fullmatch(found[0]))


def words_in(text: MarkdownPart) -> str:
    """Return a text with its comments blanked, and also its code if Markdown is parsed in it."""
    words = without_comments(text.text)
    is_read = "`" in words and (text.kind is TextKind.WORDS or "markdown=" in words)
    return CODE_SPAN.sub(blanked, words) if is_read else words
