"""HTML escapes in code, where readers see the escape itself."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.code_blocks import intact_code, language_of
from faircopy.lint.rule import LintRule

ESCAPED_CODE = LintRule(
    "PR513",
    Severity.WARNING,
    "code has an HTML escape instead of a character",
    "write the character itself: code is shown exactly as it is",
    bad="Write `a ▶&lt; b`.\n",
    good="Write `a < b`, or `&lt;` for HTML.\n",
)

ESCAPE = re.compile(r"&(?:lt|gt|amp|quot|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
# In these an escape is how it is written.
MARKUP = frozenset(
    ("html", "xml", "svg", "xhtml", "jinja", "html+jinja", "markdown", "md", "php", "vue", "rss", "atom")
)


@DocumentCheck
def check_escapes(context: DocumentContext) -> Iterator[Diagnostic]:
    """Yield the first escape of each line of code."""
    for code in intact_code(context.document):
        # A span that is an escape and nothing else speaks of the escape.
        if language_of(code.info) in MARKUP or ESCAPE.fullmatch(code.text.strip()):
            continue
        seen: set[int] = set()
        for found in ESCAPE.finditer(code.text):
            line, column = code.place(found.start())
            if line not in seen:
                seen.add(line)
                fact = f"'{found[0]}' is in code, where readers see it exactly as it is"
                yield ESCAPED_CODE.at(context.path, line, fact, "write the character itself", column=column)
