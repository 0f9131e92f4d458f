"""Characters, and references to characters, that do not belong in a text."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic
from faircopy.lint import rules
from faircopy.markdown.document import Document
from faircopy.markdown.prose import find_code, without_code
from faircopy.markdown.references import of_no_character

# Unicode's category Cc but for tab and newline.
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
    # Of a line with a code span, all but the span is text.
    blocks = [text for text in find_code(document) if without_code(document.lines[text.line - 1]).find("\ufffc") < 0]
    code = {line for text in blocks for line in range(text.line, text.line + text.text.count("\n") + 1)}
    for number, line in enumerate(document.lines, 1):
        found = of_no_character(line if number < document.body_line else without_code(line))
        if found and number not in code:
            fact = f"'{found[0][:12]}…' is a reference to no character: Unicode has none of so many digits"
            yield rules.REFERENCE_OF_NOTHING.at(
                document.path, number, fact, "write the character itself", column=found.start() + 1
            )
