"""Invalid dates and time zones."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.date_faults import fault_elsewhere, fault_in_date
from faircopy.lint.rule import LintRule

DATE_UNREADABLE = LintRule(
    "FM103",
    Severity.ERROR,
    "a date is not a calendar date in the form YYYY-MM-DD",
    "write it in this form; a time of day may follow, with two digits each: `2017-09-01 02:00`",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: ▶2018-02-30
Slug: a
Summary: Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-02-28
Slug: a
Summary: Words.
""",
)
ZONE_UNREADABLE = LintRule(
    "FM111",
    Severity.ERROR,
    "a date's time zone is not a UTC offset that is in use",
    "write the UTC offset, as in `+13:00`, or leave it out for the site's own time zone",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02 10:30 ▶NZDT
Slug: a
Summary: Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02 10:30 +13:00
Slug: a
Summary: Words.
""",
)


@DocumentCheck
def check_dates(context: DocumentContext) -> Iterator[Diagnostic]:
    document = context.document
    fault_in = fault_in_date if context.site.house_rules else fault_elsewhere
    for field in (document.field("date"), document.field("modified")):
        # A date that is empty is missing.
        if field and (field.value or field.key == "modified") and (fault := fault_in(field.value)):
            rule = ZONE_UNREADABLE if fault.of_zone else DATE_UNREADABLE
            yield rule.at(document.path, field.line, fault.fact, fault.hint, column=field.column + fault.offset)
