"""What is wrong with the raw HTML in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mdsource.blocks import block_tokens
from mdsource.diagnostics import Diagnostic
from mdsource.document import Document
from mdsource.outdent import outdented
from proofread import rules

# Python-Markdown takes more for a tag than HTML does: `<a.b>`, `\<HOST>` and `<?x>` vanish from the page as well.
TAG = re.compile(r"<(?!https?://|ftp://)/?(?P<name>[A-Za-z][^\s<>@/]*|[?!][^\s<>@/]*)(?P<attributes>[\s/][^<>]*)?>")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
CODE_SPAN = re.compile(r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
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


@dataclass(frozen=True, slots=True)
class Tag:
    """One raw tag in a text, opening or closing."""

    text: str  # all of it: `<a href="x">`
    name: str  # as it is written
    attributes: str
    line: int  # from 1


def check_markup(document: Document) -> Iterator[Diagnostic]:
    """Yield each raw tag that would vanish from the page, run a script or fetch something from elsewhere."""
    for tag in raw_tags(document):
        text = " ".join(tag.text.split())
        column = document.lines[tag.line - 1].find(tag.text.split("\n")[0]) + 1 or 1
        active = ACTIVE_ATTRIBUTE.search(tag.attributes)
        if active or (tag.name.lower() in ACTIVE and not tag.text.startswith("</")):
            what = f"'{active['name']}' in '{text}'" if active else f"'{text}'"
            fact = f"{what}: a page runs no script of its own, and fetches nothing from elsewhere"
            hint = "take it out; to show it, put it in backticks"
            yield rules.ACTIVE_MARKUP.at(document.path, tag.line, fact, hint, column=column)
        # HTML is written in lower case here, so that <ADDRESS> is known for the stand-in that it is.
        elif tag.name not in ELEMENTS and tag.name.lower() not in ACTIVE:
            shown = text.strip("<>")
            fact = f"'{text}' is no HTML element, and a browser shows nothing of it"
            hint = f"write `{text}`, in backticks, or &lt;{shown}&gt;"
            yield rules.UNKNOWN_TAG.at(document.path, tag.line, fact, hint, column=column)


def raw_tags(document: Document) -> Iterator[Tag]:
    """Yield the tags in a text, those in code and comments left out, as Python-Markdown finds them."""
    for block in block_tokens(outdented(document)):
        if block.type not in ("inline", "html_block") or "<" not in block.content or not block.map:
            continue
        text = COMMENT.sub(only_newlines, block.content)
        if block.type == "inline" or "markdown=" in text:
            text = CODE_SPAN.sub(only_newlines, text)
        for found in TAG.finditer(text):
            line = block.map[0] + text.count("\n", 0, found.start()) + 1
            yield Tag(found[0], found["name"], found["attributes"] or "", line)


def only_newlines(found: re.Match[str]) -> str:
    # Something in its place: `<` and what follows the code must not become a tag.
    return "." + "\n" * found[0].count("\n")
