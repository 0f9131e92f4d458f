"""Published posts and pages without a summary."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.rule import LintRule

SUMMARY_MISSING = LintRule(
    "FM112",
    Severity.WARNING,
    "a published post or page has no summary",
    "add `Summary: …`, a sentence or two; drafts need none yet",
    bad="""\
-- content/posts/2018/a/index.md --
▶Title: A
Date: 2018-01-02
Slug: a
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Status: draft
""",
    house=True,
)


@DocumentCheck
def check_summary(context: DocumentContext) -> Iterator[Diagnostic]:
    document = context.document
    status, summary = document.field("status"), document.field("summary")
    is_published = status is None or status.value.lower() == "published"
    if document.fields and is_published and (summary is None or not summary.value):
        hint = "add a line 'Summary: …', a sentence or two for lists, feeds and search engines"
        line = summary.line if summary else 1
        yield SUMMARY_MISSING.at(document.path, line, "there is no summary", hint)
