"""Slugs that are invalid in an address."""

import re
from collections.abc import Iterator

from faircopy.content.settings import Site
from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.front_matter import at_field, is_slug
from faircopy.lint.rule import LintRule

SLUG_UNUSABLE = LintRule(
    "FM106",
    Severity.ERROR,
    "a slug has characters that do not belong in an address",
    "use lower-case letters, digits and single hyphens",
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


# What ends an address, divides it, or is escaped in it; and folders that lead elsewhere, or have no name.
UNUSABLE = re.compile(r"[\s?#%<>\"\\^`{|}\x00-\x1f\x7f]|(?:^|/)(?:\.{1,2}(?:/|$)|/)|^/")


def is_usable(slug: str) -> bool:
    """Tell whether a slug, which Pelican uses as written, is valid in an address."""
    return not UNUSABLE.search(slug)


def is_good(slug: str, site: Site) -> bool:
    return is_slug(slug, any_letters=site.unicode_slugs) if site.house_rules else is_usable(slug)


@DocumentCheck
def check_slug(context: DocumentContext) -> Iterator[Diagnostic]:
    field = context.document.field("slug")
    is_ours = context.site.house_rules
    if field and field.value and not is_good(field.value, context.site):
        fact = f"'{field.value}' cannot stand in an address as it is"
        hint = "use lower-case letters, digits and single hyphens" if is_ours else "use letters, digits and hyphens"
        yield at_field(context.document, field, SLUG_UNUSABLE, fact, hint)
