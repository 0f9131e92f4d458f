"""Posts without a date."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.front_matter import is_given, required
from faircopy.lint.rule import LintRule

DATE_MISSING = LintRule(
    "FM102",
    Severity.ERROR,
    "a post has no date",
    "add `Date: YYYY-MM-DD`",
    bad="""\
-- content/posts/2018/a/index.md --
▶Title: A
Slug: a
Summary: Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
""",
)


@DocumentCheck
def check_date_missing(context: DocumentContext) -> Iterator[Diagnostic]:
    # A page needs no date, but one that it has is not empty.
    if is_given(context.document, context.site, "date"):
        return
    if context.dated or context.document.field("date"):
        yield from required(context.document, "date", DATE_MISSING, "add a line 'Date: YYYY-MM-DD' at the top")
