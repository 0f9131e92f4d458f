"""Invalid character references; some programs fail at one."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.rule import LintRule
from faircopy.markdown.document import Document
from faircopy.markdown.prose import find_code, without_comments
from faircopy.markdown.references import of_no_character

REFERENCE_OF_NOTHING = LintRule(
    "FM141",
    Severity.ERROR,
    "a character reference has more digits than any character needs",
    "write the character itself; references are allowed in code",
    bad="A ▶&#99999999999999999999; here.\n",
    good="A &#233; here, and a `&#99999999999999999999;` in code.\n",
)
BLANK = "\ufffc"


@DocumentCheck
def check_character_references(context: DocumentContext) -> Iterator[Diagnostic]:
    """Yield the first invalid reference of each line outside code."""
    document = context.document
    if of_no_character(document.text) is None:
        return
    for number, line in enumerate(with_code_blanked(document), 1):
        if found := of_no_character(line):
            fact = f"'{found[0][:12]}…' does not refer to any character: Unicode has none with so many digits"
            hint = "write the character itself"
            yield REFERENCE_OF_NOTHING.at(document.path, number, fact, hint, column=found.start() + 1)


def with_code_blanked(document: Document) -> list[str]:
    """Return the lines of a document with its code and comments blanked, everything else at its place."""
    lines = [*document.lines]
    for code in find_code(document):
        for number, part in enumerate(code.text.split("\n")):
            row, start = code.line + number - 1, code.columns[min(number, len(code.columns) - 1)] - 1
            lines[row] = f"{lines[row][:start]}{BLANK * len(part)}{lines[row][start + len(part) :]}"
    return without_comments("\n".join(lines)).split("\n")
