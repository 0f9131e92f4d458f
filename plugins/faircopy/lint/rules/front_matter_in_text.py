"""Fields in the body, where Pelican does not look for them: a draft would be published."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.rule import LintRule
from faircopy.markdown.prose import find_code

FIELD_IN_TEXT = LintRule(
    "FM147",
    Severity.ERROR,
    "a field of the front matter is in the text, so it is shown and has no effect",
    "write it as `Name: value`, above the first blank line, with nothing before the name",
    bad="▶Status : draft\n▶Summary: Words.\n\nWords.\n",
    good="The status is: draft.\n\nWords.\n",
)

# Front matter ends at the first line that is no field, so its lost remainder is at the start of the text.
NAMES = "title|date|modified|slug|category|tags|summary|status|lang|author|authors|series|template|redirect_from"
MISPLACED = re.compile(rf"[^\w\n]{{0,4}}(?P<name>{NAMES})[ \t]*(?:[:;\uff1a]|=(?!=))[ \t]*\S", re.IGNORECASE)
# The one field that keeps a text from being published, anywhere in the text.
STATUS = re.compile(
    r"[^\w\n]{0,4}(?P<name>status)[ \t]*[:;=\uff1a][ \t]*\W?(?:draft|hidden|skip|published)\W{0,3}", re.IGNORECASE
)


@DocumentCheck
def check_fields_in_text(context: DocumentContext) -> Iterator[Diagnostic]:
    """Yield lines that look like fields: in the first paragraph, and "Status: draft" in any."""
    document = context.document
    if not document.fields:
        return  # told already, with all of its lines
    code = {number for one in find_code(document) for number in range(one.line, one.line + one.text.count("\n") + 1)}
    is_first, has_begun = True, False
    for number, line in enumerate(document.lines[document.body_line - 1 :], document.body_line):
        is_first = is_first and (bool(line.strip()) or not has_begun)
        has_begun = has_begun or bool(line.strip())
        found = None if number in code else (is_first and MISPLACED.match(line)) or STATUS.fullmatch(line.rstrip())
        if found:
            fact = f"'{found['name']}' is not read as a field here, so it becomes part of the text"
            hint = "put it above the first blank line, as 'Name: value', with nothing before the name"
            yield FIELD_IN_TEXT.at(document.path, number, fact, hint, column=found.start("name") + 1)
