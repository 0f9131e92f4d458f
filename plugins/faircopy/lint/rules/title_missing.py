"""Posts and pages without a title."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.front_matter import is_given, required
from faircopy.lint.rule import LintRule

TITLE_MISSING = LintRule(
    "FM101",
    Severity.ERROR,
    "a post or page has no title",
    "add `Title: …`",
    bad="""\
-- content/posts/2018/a/index.md --
▶Date: 2018-01-02
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
def check_title_missing(context: DocumentContext) -> Iterator[Diagnostic]:
    if not is_given(context.document, context.site, "title"):
        yield from required(context.document, "title", TITLE_MISSING, "add a line 'Title: …' at the top")
