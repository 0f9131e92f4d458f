"""Finds damage that an old publishing system may have done to a text."""

import re
from collections.abc import Iterator

from faircopy.authoring.importing.plan import PlannedText
from faircopy.content.settings import Site
from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.lint.check import check_document
from faircopy.markdown.document import parse_document
from faircopy.markdown.fences import find_fences

ESCAPED_TWICE = Rule(
    "IM101",
    Severity.WARNING,
    "an imported text has a character that was escaped for HTML twice",
    "write the character itself; in code as it is",
)
MISREAD = Rule(
    "IM102",
    Severity.WARNING,
    "an imported text has letters that were read in the wrong encoding",
    "type the words again",
)
INDENT_LOST = Rule(
    "IM103",
    Severity.WARNING,
    "a block of imported Python has lost its indentation",
    "indent it as it was",
)
TWICE = re.compile(r"&amp;(?:lt|gt|amp|quot|nbsp|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
# UTF-8 read as Windows-1252, where an apostrophe becomes three letters and an accented one two; and U+FFFD.
WRONG = re.compile("\u00e2\u20ac[\u2122\u0153\u009d\u02dc\u201c\u201d\u00a6]|\u00c3[\u0080-\u00bf]|\ufffd")
BLOCK_START = re.compile(r"^(?:def|class|for|while|if|elif|else|try|except|finally|with)\b.*:\s*(?:#.*)?$")
PYTHON = frozenset(("python", "python3", "py"))


def damage_in(planned: PlannedText, site: Site) -> Iterator[Diagnostic]:
    """Yield the findings in a planned text that need no other file."""
    document = parse_document(planned.path, planned.text)
    yield from check_document(document, dated=planned.source.is_post, site=site)
    for number, line in enumerate(document.lines, 1):
        if found := TWICE.search(line):
            fact = f"'{found[0]}' was escaped twice"
            yield ESCAPED_TWICE.at(planned.path, number, fact, column=found.start() + 1)
        if found := WRONG.search(line):
            yield MISREAD.at(planned.path, number, f"'{found[0]}' is no word of anybody's", column=found.start() + 1)
    for fence in find_fences(document):
        if (fence.info.split() or [""])[0].lower() in PYTHON and lost_indent(fence.content):
            yield INDENT_LOST.at(planned.path, fence.line, "what belongs to a line with ':' at its end is not indented")


def lost_indent(code: str) -> bool:
    """Tell whether some Python has lost the indent of all its lines."""
    lines = [line for line in code.split("\n") if line.strip()]
    return len(lines) > 1 and not any(line[0].isspace() for line in lines) and any(map(BLOCK_START.match, lines[:-1]))
