"""Slugs that two posts, or two pages, share."""

from collections.abc import Iterator, Sequence

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import SiteCheck, SiteContext
from faircopy.lint.front_matter import at_field
from faircopy.lint.rule import LintRule
from faircopy.markdown.document import Document, Field

SLUG_TAKEN = LintRule(
    "FM107",
    Severity.ERROR,
    "two posts, or two pages, share a slug",
    "give one of them another",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
-- content/posts/2018/b/index.md --
Title: B
Date: 2018-01-02
Slug: ▶a
Summary: Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
-- content/posts/2018/b/index.md --
Title: B
Date: 2018-01-02
Slug: b
Summary: Words.
""",
)


@SiteCheck
def check_equal_slugs(site: SiteContext) -> Iterator[Diagnostic]:
    yield from equal_slugs(site.posts)
    yield from equal_slugs(site.pages)


def equal_slugs(documents: Sequence[Document]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each document whose slug an earlier one has."""
    first: dict[str, tuple[Document, Field]] = {}
    for document in documents:
        field = document.field("slug")
        if not field or not field.value:
            continue
        if field.value not in first:
            first[field.value] = document, field
            continue
        holder, held = first[field.value]
        fact = f"slug '{field.value}' is taken by {holder.path}:{held.line}"
        yield at_field(document, field, SLUG_TAKEN, fact, "give one of them another slug")
