"""Headings that skip a level."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.headings import headings_of
from faircopy.lint.rule import LintRule

HEADING_LEVEL = LintRule(
    "PR401",
    Severity.WARNING,
    "a heading skips a level",
    "use the next level; the title is the only heading of level 1",
    bad="""\
## What I found

#### ▶Why
""",
    good="""\
## What I found

### Why
""",
)


@DocumentCheck
def check_heading_levels(context: DocumentContext) -> Iterator[Diagnostic]:
    before = 1  # the title is the one heading of level 1
    for heading in headings_of(context.document):
        place, column = (context.path, heading.line), heading.columns[0]
        if heading.level == 1:
            fact = "the title of a page is its only heading of level 1"
            yield HEADING_LEVEL.at(*place, fact, "write '##'", column=column)
        elif heading.level > before + 1:
            fact = f"a heading of level {heading.level} follows one of level {before}"
            yield HEADING_LEVEL.at(*place, fact, f"write '{'#' * (before + 1)}'", column=column)
        before = max(heading.level, 1)
