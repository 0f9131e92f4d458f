"""Headings with the same text."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.headings import heading_id, headings_of, slug_of_heading
from faircopy.lint.rule import LintRule

HEADING_TWICE = LintRule(
    "PR403",
    Severity.WARNING,
    "two headings have the same words, so a link to the second one is not stable",
    "choose other words, or write `{#an-id}` after it",
    bad="""\
## What I found

## ▶What I found
""",
    good="""\
## What I found

## What I found {#later}
""",
)


@DocumentCheck
def check_equal_headings(context: DocumentContext) -> Iterator[Diagnostic]:
    first: dict[str, int] = {}
    for heading in headings_of(context.document):
        slug = slug_of_heading(heading.text, keeps_letters=context.site.keeps_letters)
        if heading_id(heading) is None and first.setdefault(slug, heading.line) != heading.line:
            fact = (
                f"this heading has the same words as that on line {first[slug]}, so its anchor depends on their order"
            )
            hint = "choose other words, or write {#an-id} after it"
            yield HEADING_TWICE.at(context.path, heading.line, fact, hint, column=heading.columns[0])
