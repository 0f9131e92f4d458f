"""Ids that occur twice in a page."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.headings import Anchor
from faircopy.lint.rule import LintRule

NOTE = "fn:"  # begins the id of a footnote
ANCHOR_TWICE = LintRule(
    "PR402",
    Severity.ERROR,
    "two places on one page have the same id",
    "give one of them another",
    bad="""\
## One {#part}

## Two {▶#part}
""",
    good="""\
## One {#one}

## Two {#two}
""",
)


@DocumentCheck
def check_ids(context: DocumentContext) -> Iterator[Diagnostic]:
    seen: dict[str, Anchor] = {}
    # The checks of checklists report their own ids.
    for anchor in context.anchors if not context.document.field("checklist") else ():
        holder = seen.setdefault(anchor.id, anchor)
        if holder is not anchor and anchor.chosen:
            fact = f"the id '{anchor.id}' is already used on line {holder.line}"
            hint = "give one of them another"
            if anchor.id.startswith(NOTE):
                label = anchor.id.removeprefix(NOTE)
                fact = f"the footnote '{label}' is already on line {holder.line}, and readers see only one of the two"
                hint = "give one of them another name"
            yield ANCHOR_TWICE.at(context.path, anchor.line, fact, hint, column=anchor.column)
