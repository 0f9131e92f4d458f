"""Characters, and references to characters, that do not belong in a text."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic
from faircopy.lint import rules
from faircopy.markdown.document import Document
from faircopy.markdown.prose import find_code, without_comments
from faircopy.markdown.references import of_no_character

# Unicode's category Cc but for tab and newline.
BLANK = "\ufffc"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def check_characters(document: Document) -> Iterator[Diagnostic]:
    """Yield the first control character of each line: browsers and feed readers refuse or drop them."""
    for number, line in enumerate(document.lines, 1):
        if found := CONTROL.search(line):
            fact = f"there is a control character, U+{ord(found[0]):04X}, at column {found.start() + 1}"
            yield rules.CONTROL_CHARACTER.at(document.path, number, fact, "remove it", column=found.start() + 1)


def check_references(document: Document) -> Iterator[Diagnostic]:
    """Yield the first reference of each line that no program can resolve, code left out; some programs fail at one."""
    if of_no_character(document.text) is None:
        return
    lines = with_code_blanked(document)
    for number, line in enumerate(lines, 1):
        found = of_no_character(line)
        if found:
            fact = f"'{found[0][:12]}…' is a reference to no character: Unicode has none of so many digits"
            yield rules.REFERENCE_OF_NOTHING.at(
                document.path, number, fact, "write the character itself", column=found.start() + 1
            )


def with_code_blanked(document: Document) -> list[str]:
    """Return the lines of a document with its code and comments blanked, everything else at its place."""
    lines = [*document.lines]
    for code in find_code(document):
        for number, part in enumerate(code.text.split("\n")):
            row, start = code.line + number - 1, code.columns[min(number, len(code.columns) - 1)] - 1
            lines[row] = f"{lines[row][:start]}{BLANK * len(part)}{lines[row][start + len(part) :]}"
    return without_comments("\n".join(lines)).split("\n")
