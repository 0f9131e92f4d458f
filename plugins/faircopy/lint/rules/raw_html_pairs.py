"""Raw HTML tags that are not closed, or not opened."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.raw_tags import ELEMENTS, RawTag, raw_tags
from faircopy.lint.rule import LintRule

TAG_UNCLOSED = LintRule(
    "PR501",
    Severity.ERROR,
    "an HTML element is opened and not closed",
    "close it where it ends; to show a tag in Markdown, put it in backticks",
    bad="Words in ▶<b>bold.\n",
    good="Words in <b>bold</b>.\n",
)
TAG_UNOPENED = LintRule(
    "PR502",
    Severity.ERROR,
    "an HTML element is closed and was not opened",
    "take it out, or open it",
    bad="Words in bold▶</b>.\n",
    good="Words in <b>bold</b>.\n",
)

# Elements with optional end tags, and void elements: https://html.spec.whatwg.org/multipage/syntax.html#void-elements
VOID = frozenset("area br col hr img input source track wbr".split())  # noqa: SIM905
OPEN_ENDED = frozenset("p li dt dd rt rp option optgroup thead tbody tfoot tr td th colgroup caption".split())  # noqa: SIM905


@DocumentCheck
def check_pairs(context: DocumentContext) -> Iterator[Diagnostic]:
    opened: list[RawTag] = []
    left_open: list[RawTag] = []
    for tag in raw_tags(context.document):
        if tag.name not in ELEMENTS or tag.is_address:
            continue
        if tag.name in VOID or tag.attributes.rstrip().endswith("/"):
            continue
        if not tag.closes:
            opened.append(tag)
        elif any(one.name == tag.name for one in opened):
            while (last := opened.pop()).name != tag.name:
                left_open.append(last)
        else:
            fact = f"'{tag.text}' closes an element that was not opened"
            yield TAG_UNOPENED.at(context.path, tag.line, fact, "take it out", column=tag.column)
    for tag in [*left_open, *opened]:
        if tag.name not in OPEN_ENDED:
            fact = f"'{tag.one_line}' is not closed"
            hint = f"write </{tag.name}> where it ends, or take it out"
            yield TAG_UNCLOSED.at(context.path, tag.line, fact, hint, column=tag.column)
