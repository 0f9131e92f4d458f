"""Public translations of unpublished texts: they would reveal the slug and the pictures."""

from collections.abc import Iterator
from pathlib import PurePath

from faircopy.content.schedule import NEVER_PUBLIC, status_of, why_unpublished
from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import SiteCheck, SiteContext
from faircopy.lint.reports import LintedDocument
from faircopy.lint.rule import LintRule

TRANSLATION_OF_DRAFT = LintRule(
    "FM155",
    Severity.WARNING,
    "a translation is public, and the text that it translates is not",
    "give it the same `Status` or `Date`; or publish the other too",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Status: draft
-- content/posts/2018/a/index.de.md --
▶Title: A
Date: 2018-01-02
Slug: a
Lang: de
Summary: Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
-- content/posts/2018/a/index.de.md --
Title: A
Date: 2018-01-02
Slug: a
Lang: de
Status: draft
""",
)
OWN = "index.md"  # a post of this name owns what is in its folder


@SiteCheck
def check_translations(site: SiteContext) -> Iterator[Diagnostic]:
    """Yield each public translation that shares the slug or folder of an unpublished text."""
    unpublished: dict[tuple[bool, str], tuple[LintedDocument, str]] = {}
    for one in site.documents:
        if (why := why_held(one, site)) and not is_translation(one, site):
            unpublished.update(dict.fromkeys(keys_of(one, is_original=True), (one, why)))
    for one in site.documents:
        original = next((unpublished[key] for key in keys_of(one, is_original=False) if key in unpublished), None)
        if original and is_translation(one, site) and not why_held(one, site):
            fact = f"this translation is public, and '{original[0].document.path}' is not: {original[1]}"
            hint = "give it the same status or date; or publish the other too"
            yield TRANSLATION_OF_DRAFT.at(one.document.path, 1, fact, hint)


def why_held(one: LintedDocument, site: SiteContext) -> str:
    status = status_of(one.document)
    if site.moment:
        return why_unpublished(one.document, site.moment, dated=one.dated)
    return f"its status is '{status}'" if status in NEVER_PUBLIC else ""


def is_translation(one: LintedDocument, site: SiteContext) -> bool:
    field = one.document.field("lang")
    return bool(field and field.value and field.value.lower() != site.site.language.lower())


def keys_of(one: LintedDocument, *, is_original: bool) -> Iterator[tuple[bool, str]]:
    """Yield what an original and its translations share: the slug, and the folder of the original."""
    slug = one.document.field("slug")
    if slug and slug.value:
        yield one.dated, slug.value
    path = PurePath(one.document.path)
    if not is_original or path.name == OWN:
        yield one.dated, f"{path.parent}/"
