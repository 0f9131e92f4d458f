"""Slugs that two posts, or two pages, have in common."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.addresses import slug_key
from faircopy.lint.checks import SiteCheck, SiteContext
from faircopy.lint.front_matter import at_field
from faircopy.lint.rule import LintRule
from faircopy.markdown.document import Document, Field

SLUG_TAKEN = LintRule(
    "FM107",
    Severity.ERROR,
    "two posts, or two pages, of one language share a slug",
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
-- content/posts/2018/a/de.md --
Title: A
Date: 2018-01-02
Slug: a
Lang: de
Summary: Words.
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
    """Yield a diagnostic for each text whose slug an earlier text of its kind and language has."""
    first: dict[tuple[str, ...], tuple[Document, Field]] = {}
    for one in site.documents:
        field = one.document.field("slug")
        key = slug_key(one.document, site.site, dated=one.dated)
        if field is None or key is None:
            continue
        holder, holder_field = first.setdefault(key, (one.document, field))
        if holder_field is not field:
            fact = f"slug '{field.value}' is taken by {holder.path}:{holder_field.line}"
            yield at_field(one.document, field, SLUG_TAKEN, fact, "give one of them another slug")
