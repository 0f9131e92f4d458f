"""Characters that do not belong in a text."""

import re
from collections.abc import Iterator

from mdsource.diagnostics import Diagnostic
from mdsource.document import Document
from proofread import rules

# Unicode's category Cc but for tab and newline.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def check_characters(document: Document) -> Iterator[Diagnostic]:
    """Yield the first control character of each line: browsers and feed readers refuse or drop them."""
    for number, line in enumerate(document.lines, 1):
        if found := CONTROL.search(line):
            fact = f"there is a control character, U+{ord(found[0]):04X}, at column {found.start() + 1}"
            yield rules.CONTROL_CHARACTER.at(document.path, number, fact, "remove it", column=found.start() + 1)
