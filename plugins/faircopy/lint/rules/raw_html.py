"""Raw HTML that would vanish from the page, run a script, or load something."""

import re
from collections.abc import Iterator, Sequence

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.raw_tags import ELEMENTS, Position, RawTag, raw_tags, words_in
from faircopy.lint.rule import LintRule
from faircopy.lint.site_markdown import reads_as_everywhere
from faircopy.markdown.document import Document
from faircopy.markdown.prose import find_words
from faircopy.markdown.references import unescape
from faircopy.media.active_html import fault_in_attribute

UNKNOWN_TAG = LintRule(
    "FM132",
    Severity.ERROR,
    "a raw tag is not an HTML element, so it would vanish from the page",
    "write it as code, in backticks, or with `&lt;` and `&gt;`; HTML elements are written in lower case",
    bad="The address is ▶<HOST>.\n",
    good="The address is `<HOST>`, and <kbd>Enter</kbd> is a key.\n",
)
ACTIVE_MARKUP = LintRule(
    "FM134",
    Severity.ERROR,
    "raw HTML would run a script, or fetch something from elsewhere",
    "take it out; keep a copy of a picture beside the post",
    bad='▶<b onclick="x()">Words</b>\n',
    good='<b class="x">Words</b>\n',
    house=True,
)

# Of a page, and not of a text in it.
OF_PAGES = frozenset(
    "base body frame frameset head html link meta noframes noscript slot template title".split()  # noqa: SIM905
)
OBSOLETE = frozenset(
    """
    acronym applet basefont bgsound big blink center dir font isindex listing marquee nobr plaintext rb rtc spacer
    strike tt xmp
    """.split()  # noqa: SIM905
)
DRAWN = frozenset(("svg", "math"))
ACTIVE = frozenset(("script", "iframe", "style", "object", "embed", "applet", "frame", "portal"))
# As a browser reads a tag, which ends at the first `>` that is in no value, and has any character but it in between:
# https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state
OPENING = re.compile(r"<(?P<name>[A-Za-z][^\s/>]*)")
ATTRIBUTE = re.compile(
    r"""[\s/]*(?P<name>[^\s/>][^\s/>=]*)"""
    r"""(?:\s*=\s*(?:"(?P<double>[^"]*)(?:"|\Z)|'(?P<single>[^']*)(?:'|\Z)|(?P<plain>[^\s"'>][^\s>]*)))?"""
)
# A tag that is open at the end of a paragraph goes on in those that follow.
MAX_FOLLOWING = 3
# Without an end, a tag full of tags would be read again from each of them.
MAX_ATTRIBUTES = 100


@DocumentCheck
def check_raw_html(context: DocumentContext) -> Iterator[Diagnostic]:
    """Yield each raw tag that would vanish from the page, run a script, or load something."""
    document = context.document
    tags = list(raw_tags(document))
    acting = dict(acting_tags(document))
    acting.update({tag.place: f"'{tag.one_line}'" for tag in tags if tag.name.lower() in ACTIVE and not tag.closes})
    for (line, column), what in acting.items():
        fact = f"{what}: a page runs no script of its own, and fetches nothing from elsewhere"
        hint = "take it out; to show it, put it in backticks"
        yield ACTIVE_MARKUP.at(document.path, line, fact, hint, column=column)
    as_everywhere = reads_as_everywhere(context.site.markdown)
    for tag in without_parts(tags):
        if tag.is_text and as_everywhere:
            continue
        # Real HTML is in lower case, so <ADDRESS> is a placeholder.
        is_known = tag.name in ELEMENTS or tag.name.lower() in ACTIVE
        if not (is_known or tag.is_address or tag.place in acting):
            yield UNKNOWN_TAG.at(document.path, tag.line, *no_element(tag), column=tag.column)


def without_parts(tags: Sequence[RawTag]) -> Iterator[RawTag]:
    """Yield the tags without those between the first of a drawing or formula and its end: it has dozens."""
    last = {tag.name: number for number, tag in enumerate(tags) if tag.closes and tag.name in DRAWN}
    end = -1
    for number, tag in enumerate(tags):
        if number <= end:
            continue
        yield tag
        if tag.name in DRAWN and not tag.closes and number < last.get(tag.name, -1):
            end = next(at for at in range(number + 1, len(tags)) if tags[at].closes and tags[at].name == tag.name)


def acting_tags(document: Document) -> Iterator[tuple[Position, str]]:
    """Yield the place of each tag with an attribute that would run or load something, and the attribute."""
    texts = [(text, words_in(text)) for text in find_words(document)]
    for number, (text, words) in enumerate(texts):
        last = words.rfind(">")
        following = "\n".join(more for _, more in texts[number + 1 : number + MAX_FOLLOWING])
        whole = f"{words}\n{following}"
        for opening in OPENING.finditer(words):
            for found in attributes_of(words if opening.end() <= last else whole, opening.end()):
                value = next((found[kind] for kind in ("double", "single", "plain") if found[kind]), "")
                # Without a value no attribute does anything, and a stand-in may be called <put it on>.
                if value and fault_in_attribute(found["name"].lower(), unescape(value)):
                    source = " ".join(whole[opening.start() : found.end()].split())
                    yield text.place(opening.start()), f"'{found['name']}' in '{source}'"
                    break


def attributes_of(words: str, position: int) -> Iterator[re.Match[str]]:
    """Yield the attributes of the tag whose name ends at a position in a text."""
    for _ in range(MAX_ATTRIBUTES):
        if not (found := ATTRIBUTE.match(words, position)):
            return
        yield found
        position = found.end()


def no_element(tag: RawTag) -> tuple[str, str]:
    """Return why a tag is not allowed in a text, and what to write instead."""
    text, name = tag.one_line, tag.name
    remedy = f"write `{text}`, in backticks, or &lt;{text.strip('<>')}&gt;"
    if name in DRAWN:
        fact = f"'{text}' begins a drawing or a formula in the text itself, which pages and feeds do not accept"
        return fact.replace("begins", "ends") if tag.closes else fact, (
            f"save it as a file and show it with ![…](…); to show the tag, {remedy}"
        )
    if name in OF_PAGES:
        return (
            f"'{text}' belongs to the page around a text, which the theme writes",
            f"take it out; to show it, {remedy}",
        )
    if name in OBSOLETE:
        return f"'{text}' is no longer an element of HTML", f"take it out, or use a class; to show it, {remedy}"
    if name[0] in "?!":
        return f"'{text}' is a declaration or an instruction, and a browser shows nothing of it", remedy
    return f"'{text}' is not an HTML element, and a browser shows nothing of it", remedy
