"""Bidirectional control characters: a text reads differently from how a program runs it."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.code_blocks import code_point
from faircopy.lint.findings import Edit, LintFinding
from faircopy.lint.rule import LintRule

BIDI_CONTROL = LintRule(
    "PR605",
    Severity.ERROR,
    "a control character changes the order in which text is shown",
    "remove it; `--fix` does this this",
    bad="The name is abc▶\u202edef\u202c.\n",
    good="The name is abcdef.\n",
)

# Unicode's bidirectional embeddings, overrides and isolates: https://www.unicode.org/reports/tr9/, Trojan Source.
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


@DocumentCheck
def check_bidi(context: DocumentContext) -> Iterator[LintFinding]:
    for number, line in enumerate(context.document.lines, 1):
        if found := list(BIDI.finditer(line)):
            first = found[0]
            fact = f"there is a control character for the order of text, {code_point(first[0])}"
            edits = tuple(Edit(number, one.start() + 1, one[0], "") for one in found)
            hint = "remove it; what follows is shown in a different order"
            yield LintFinding(BIDI_CONTROL.at(context.path, number, fact, hint, column=first.start() + 1), edits)
