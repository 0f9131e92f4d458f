"""Control characters, which browsers and feed readers reject or drop."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.rule import LintRule

CONTROL_CHARACTER = LintRule(
    "FM139",
    Severity.ERROR,
    "a text has a control character",
    "remove it; the message says which, and where",
    bad="A bell ▶\x07 rings.\n",
    good="A tab\x09is a space.\n",
)

# Unicode's category Cc but for tab and newline.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@DocumentCheck
def check_characters(context: DocumentContext) -> Iterator[Diagnostic]:
    """Yield the first control character of each line."""
    for number, line in enumerate(context.document.lines, 1):
        if found := CONTROL.search(line):
            fact = f"there is a control character, U+{ord(found[0]):04X}, at column {found.start() + 1}"
            yield CONTROL_CHARACTER.at(context.path, number, fact, "remove it", column=found.start() + 1)
