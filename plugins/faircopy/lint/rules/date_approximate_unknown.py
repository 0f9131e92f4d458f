"""Invalid values of `Date_approximate`."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.front_matter import at_field
from faircopy.lint.rule import LintRule

APPROXIMATE_UNKNOWN = LintRule(
    "FM138",
    Severity.ERROR,
    "`Date_approximate` has a value other than `yes`",
    "write `yes`, or leave the line out",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Date_approximate: ▶true
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Date_approximate: yes
""",
)


@DocumentCheck
def check_date_approximate(context: DocumentContext) -> Iterator[Diagnostic]:
    field = context.document.field("date_approximate")
    if field and field.value != "yes":
        fact = f"unknown value '{field.value}'"
        hint = "write 'yes', or leave the line out"
        yield at_field(context.document, field, APPROXIMATE_UNKNOWN, fact, hint)
