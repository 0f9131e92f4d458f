"""Forbidden attributes in Markdown's attribute lists: `*word*{: .class title="…"}`.

This accepts a superset of `markdown.extensions.attr_list`, which sees finished elements, while we see only the source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.rule import LintRule
from faircopy.lint.rules.scheme_refused import summary_of
from faircopy.markdown.prose import MarkdownPart, TextKind, find_words, without_code, without_comments
from faircopy.media.active_html import fault_in_attribute

ATTRIBUTE_REFUSED = LintRule(
    "FM142",
    Severity.ERROR,
    "an attribute list sets an attribute that texts may not set",
    "take it out, or write a class; [which are allowed](proofreading.md#attributes); to show one, put it in backticks",
    bad='A *word*{▶style="color: red"} here.\n',
    good="A *word*{.warning} here.\n",
)

# Attributes that affect only how an element reads or, through a class, looks. All others run, load or link to
# something, are ignored by browsers under our policy, or belong to the theme's scripts.
ALLOWED = frozenset(
    """
    abbr alt class cite colspan datetime decoding dir headers height hidden hreflang id lang loading open rel reversed
    role rowspan scope start tabindex title translate type value width
    """.split()  # noqa: SIM905  # a list would be a line for each
)
ALLOWED_BEGINNING = "aria-"
OPENING = re.compile(r"\{:?[ ]*(?=[^}\n ])")
# A template tag of another generator; attributes in it that would run are reported all the same.
TEMPLATE_TAG = re.compile(r"\{(?:[{%</]|#[ #])")
TOKEN = re.compile(
    r"""(?P<name>[^ =}\n]+)=(?:"(?P<double>[^"\n]*)"|'(?P<single>[^'\n]*)'|(?P<plain>[^ =}\n]+))"""
    r"""|(?P<word>[^ =}\n]+)|[ ]+"""
)
LAST = re.compile(r"\}+[ \t#]*(?=\||\n[ ]*:|$|\n)")
MAX_SHOWN_CHARS = 40
# More than anybody writes: without an end, a list of lists would be read again from each of them.
MAX_TOKENS = 100
MAX_CHARS = 1000
MAX_LIST_CHARS = 4000


@dataclass(frozen=True, slots=True)
class ListedAttribute:
    """One attribute of an attribute list."""

    name: str  # lower case; "." of a class, "id" of one that is written with `#`
    value: str
    offset: int  # of its first character in the text
    is_read: bool  # by attr_list, as far as the place can tell


@DocumentCheck
def check_attributes(context: DocumentContext) -> Iterator[Diagnostic]:
    """Yield each attribute that no element may have."""
    document = context.document
    for text in (*summary_of(document), *find_words(document)):
        if "{" not in text.text:
            continue
        for given in attributes_in(text):
            if wrong := fault_in(given):
                line, column = text.place(given.offset)
                yield ATTRIBUTE_REFUSED.at(document.path, line, *wrong, column=column)


def fault_in(given: ListedAttribute) -> tuple[str, str] | None:
    """Return fact and remedy if an attribute is forbidden; None if it is allowed."""
    if given.name == "." or given.name.startswith((".", "#")):
        return None
    quoted = f'{given.name}="{given.value[:MAX_SHOWN_CHARS]}"' if given.value else given.name
    is_allowed = given.name in ALLOWED or given.name.startswith(ALLOWED_BEGINNING)
    if why := fault_in_attribute(given.name, given.value) if given.value else "":
        fact = f"'{quoted}' in an attribute list: an element that {why}"
        return fact, "take it out; to show it, put it in backticks"
    if is_allowed or not given.is_read:
        return None
    near = get_close_matches(given.name, sorted(ALLOWED), n=1, cutoff=0.75)
    hint = f"did you mean '{near[0]}'?" if near else "take it out, or write a class; to show it, put it in backticks"
    return f"'{quoted}' in an attribute list is not an attribute that a text may set", hint


def attributes_in(text: MarkdownPart) -> Iterator[ListedAttribute]:
    words = without_comments(text.text) if text.kind is TextKind.HTML else without_code(text.text)
    for opening in OPENING.finditer(words):
        given = [*tokens_from(words, opening.end())]
        end = given[-1].end() if given else opening.end()
        is_template = TEMPLATE_TAG.match(words, opening.start()) is not None
        is_read = not is_template and stands_right(text, words, opening.start(), end)
        for found in given:
            if found["word"]:
                yield ListedAttribute(found["word"].lower(), "", found.start(), is_read)
            elif found["name"]:
                value = found["double"] or found["single"] or (found["plain"] or "").strip("\"'")
                yield ListedAttribute(found["name"].lower(), value, found.start(), is_read)


def tokens_from(words: str, start: int) -> Iterator[re.Match[str]]:
    end = start + MAX_LIST_CHARS
    for _ in range(MAX_TOKENS):
        if not (found := TOKEN.match(words, start, end)):
            return
        yield found
        start = found.end()


def stands_right(text: MarkdownPart, words: str, start: int, end: int) -> bool:
    """Tell whether attr_list would read a list at this place, between the offset of its `{` and that of its `}`."""
    before, after = words[max(0, start - MAX_CHARS) : start], LAST.match(words, end)
    # Behind the end of an element.
    if before.endswith(tuple("*_)]>\ufffc")) and words.startswith("}", end):
        return True
    if after is None:
        return False
    if before.rstrip(" ").endswith("\n"):
        return True
    # A heading, a cell of a table or a term that is defined ends here.
    rest = words[after.end() : after.end() + MAX_CHARS].lstrip(" \n")
    in_table = "|" in before.rpartition("\n")[2] and "\n" in before
    return before.endswith(" ") and (text.level > 0 or in_table or rest.startswith(("|", ":")))
