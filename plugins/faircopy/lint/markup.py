"""What is wrong with the raw HTML in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faircopy.diagnostics.model import Diagnostic
from faircopy.lint import rules
from faircopy.markdown.document import Document
from faircopy.markdown.prose import CODE_SPAN, Kind, blanked, find_words, without_comments

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
ACTIVE = frozenset(("script", "iframe", "style", "object", "embed"))
ACTIVE_ATTRIBUTE = re.compile(
    r"""\s(?P<name>on[a-z]+(?=\s*=)|(?:src|srcset|poster)(?=\s*=\s*["']?\s*(?:https?:)?//)|"""
    r"""\w+(?=\s*=\s*["']?\s*javascript:))""",
    re.IGNORECASE,
)

# What Python-Markdown takes for a whole link, from behind its words (markdown.inlinepatterns.LinkInlineProcessor).
ADDRESS = re.compile(r"""\]\(\s*(?P<address><[^<>]*>)\s*(?:(?:'[^']*'|"[^"]*")\s*)?\)""")

# What HTML lets an author leave open, and what has no end: https://html.spec.whatwg.org/multipage/syntax.html#void-elements
VOID = frozenset("area br col hr img input source track wbr".split())  # noqa: SIM905
OPEN_ENDED = frozenset("p li dt dd rt rp option optgroup thead tbody tfoot tr td th colgroup caption".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Tag:
    """One raw tag in a text, opening or closing."""

    text: str  # all of it: `<a href="x">`
    name: str  # as it is written
    attributes: str
    line: int  # from 1
    column: int  # from 1
    is_address: bool = False  # it stands where a link has its address: `[a](<b c>)`

    @property
    def closes(self) -> bool:
        return self.text.startswith("</")


def check_markup(document: Document) -> Iterator[Diagnostic]:
    """Yield each raw tag that would vanish from the page, run a script, fetch something, or is open or closed alone."""
    tags = list(raw_tags(document))
    for tag in tags:
        text = " ".join(tag.text.split())
        active = ACTIVE_ATTRIBUTE.search(tag.attributes)
        if active or (tag.name.lower() in ACTIVE and not tag.closes):
            what = f"'{active['name']}' in '{text}'" if active else f"'{text}'"
            fact = f"{what}: a page runs no script of its own, and fetches nothing from elsewhere"
            hint = "take it out; to show it, put it in backticks"
            yield rules.ACTIVE_MARKUP.at(document.path, tag.line, fact, hint, column=tag.column)
        # HTML is written in lower case here, so that <ADDRESS> is known for the stand-in that it is.
        elif not tag.is_address and tag.name not in ELEMENTS and tag.name.lower() not in ACTIVE:
            shown = text.strip("<>")
            fact = f"'{text}' is no HTML element, and a browser shows nothing of it"
            hint = f"write `{text}`, in backticks, or &lt;{shown}&gt;"
            yield rules.UNKNOWN_TAG.at(document.path, tag.line, fact, hint, column=tag.column)
    yield from check_pairs(document, [tag for tag in tags if tag.name in ELEMENTS and not tag.is_address])


def check_pairs(document: Document, tags: list[Tag]) -> Iterator[Diagnostic]:
    """Yield each element that is opened and not closed, or the other way round."""
    opened: list[Tag] = []
    left_open: list[Tag] = []
    for tag in tags:
        if tag.name in VOID or tag.attributes.rstrip().endswith("/"):
            continue
        if not tag.closes:
            opened.append(tag)
        elif any(one.name == tag.name for one in opened):
            while (last := opened.pop()).name != tag.name:
                left_open.append(last)
        else:
            fact = f"'{tag.text}' closes what was not opened"
            yield rules.TAG_UNOPENED.at(document.path, tag.line, fact, "take it out", column=tag.column)
    for tag in [*left_open, *opened]:
        if tag.name not in OPEN_ENDED:
            fact = f"'{' '.join(tag.text.split())}' is not closed"
            hint = f"write </{tag.name}> where it ends, or take it out"
            yield rules.TAG_UNCLOSED.at(document.path, tag.line, fact, hint, column=tag.column)


def raw_tags(document: Document) -> Iterator[Tag]:
    """Yield the tags in a text, those in code and comments left out, as Python-Markdown finds them."""
    for text in find_words(document):
        if "<" not in text.text:
            continue
        words = without_comments(text.text)
        if text.kind is Kind.WORDS or "markdown=" in words:
            words = CODE_SPAN.sub(blanked, words)
        addresses = {one.start("address") for one in ADDRESS.finditer(words)} if text.kind is Kind.WORDS else ()
        for found in TAG.finditer(words):
            place, is_address = text.place(found.start()), found.start() in addresses
            yield Tag(found[0], found["name"], found["attributes"] or "", *place, is_address)
