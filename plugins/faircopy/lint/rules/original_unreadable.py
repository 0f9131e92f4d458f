"""Invalid dates of a text's original."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.date_faults import is_date
from faircopy.lint.front_matter import at_field
from faircopy.lint.rule import LintRule

ORIGINAL_UNREADABLE = LintRule(
    "FM137",
    Severity.ERROR,
    "`Original` is not a year, a month or a day",
    "write `2017`, `2017-09` or `2017-09-01`, as precisely as you know it",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Original: ▶some day
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Original: 2009-05
""",
)

# As exactly as it is known: 2017, 2017-09 or 2017-09-01.
PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@DocumentCheck
def check_original(context: DocumentContext) -> Iterator[Diagnostic]:
    field = context.document.field("original")
    if field and not is_partial_date(field.value):
        is_written_right = PARTIAL_DATE.fullmatch(field.value)
        fact = f"'{field.value}' is {'not in the calendar' if is_written_right else 'not a date'}"
        hint = "write it as YYYY, YYYY-MM or YYYY-MM-DD, as precisely as you know it"
        hint = "correct the month or the day" if is_written_right else hint
        yield at_field(context.document, field, ORIGINAL_UNREADABLE, fact, hint)


def is_partial_date(text: str) -> bool:
    return bool(PARTIAL_DATE.fullmatch(text)) and is_date(text + "0000-01-01"[len(text) :])
