"""Slugs that cannot stand in an address."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.front_matter import SLUG, at_field
from faircopy.lint.rule import LintRule

SLUG_UNUSABLE = LintRule(
    "FM106",
    Severity.ERROR,
    "a slug has characters that do not belong in an address",
    "lower-case letters, digits, single hyphens",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: ▶A_b
Summary: Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a-b
Summary: Words.
""",
)


@DocumentCheck
def check_slug(context: DocumentContext) -> Iterator[Diagnostic]:
    field = context.document.field("slug")
    if field and field.value and not SLUG.fullmatch(field.value):
        fact = f"'{field.value}' cannot stand in an address as it is"
        hint = "use lower-case letters, digits and single hyphens"
        yield at_field(context.document, field, SLUG_UNUSABLE, fact, hint)
