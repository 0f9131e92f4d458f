"""A status that Pelican does not know."""

from collections.abc import Iterator
from difflib import get_close_matches

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.front_matter import STATUSES, at_field
from faircopy.lint.rule import LintRule

STATUS_UNKNOWN = LintRule(
    "FM104",
    Severity.ERROR,
    "the status is not one that Pelican knows",
    "write `published`, `draft`, `hidden` or `skip`",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Status: ▶drfat
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Status: draft
""",
)

SKIP = "skip"


@DocumentCheck
def check_status(context: DocumentContext) -> Iterator[Diagnostic]:
    field = context.document.field("status")
    # Pelican knows the others in any case, and ends at a 'Skip'.
    if field and (field.value.lower() not in STATUSES or field.value.lower() == SKIP != field.value):
        near = get_close_matches(field.value.lower(), STATUSES, n=1)
        hint = f"did you mean '{near[0]}'?" if near else f"it is one of {', '.join(STATUSES)}"
        yield at_field(context.document, field, STATUS_UNKNOWN, f"unknown status '{field.value}'", hint)
