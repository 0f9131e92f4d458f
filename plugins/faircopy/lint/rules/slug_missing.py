"""Posts and pages without a slug."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.front_matter import required
from faircopy.lint.rule import LintRule

SLUG_MISSING = LintRule(
    "FM105",
    Severity.ERROR,
    "a post or page has no slug, so its address would change with its title",
    "add `Slug: …`",
    bad="""\
-- content/posts/2018/a/index.md --
▶Title: A
Date: 2018-01-02
Summary: Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
""",
    house=True,
)


@DocumentCheck
def check_slug_missing(context: DocumentContext) -> Iterator[Diagnostic]:
    hint = "add a line 'Slug: …', the post's name in its address"
    yield from required(context.document, "slug", SLUG_MISSING, hint)
