"""What a site shows otherwise than CommonMark and GitHub do."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.remedies import fact_of, remedy_of
from faircopy.lint.rule import LintRule
from faircopy.lint.site_markdown import site_markdown
from faircopy.markdown.differences import differences
from faircopy.markdown.reference import reference_html
from faircopy.markdown.units import units_of

READS_OTHERWISE = LintRule(
    "FM149",
    Severity.WARNING,
    "the site shows something else than CommonMark and GitHub do",
    "write it so that both read the same, or put 'faircopy.markdown.extension' last into MARKDOWN",
    bad="""\
Words:
▶- one
- two
-- pelicanconf.py --
MARKDOWN = {"extension_configs": {"markdown.extensions.extra": {}}}
""",
    good="""\
Words:

- one
- two
-- pelicanconf.py --
MARKDOWN = {"extension_configs": {"markdown.extensions.extra": {}}}
""",
)
# What becomes a table of contents.
MARKERS = frozenset(("[TOC]",))
# More are one cause, or another kind of Markdown.
MAX_REPORTED = 20


@DocumentCheck
def check_reading(context: DocumentContext) -> Iterator[Diagnostic]:
    site = site_markdown(context.site.markdown)
    # The list of a checklist becomes a form.
    if site is None or context.document.field("checklist"):
        return
    expected = reference_html(context.document, site.additions)
    if expected is None:
        return
    known, shown = (
        [one for one in units_of(html, site.additions) if one.text not in MARKERS or "toc" not in site.additions]
        for html in (expected, site.html(context.document.text))
    )
    for number, one in enumerate(differences(known, shown, site.additions)):
        if number == MAX_REPORTED:
            return
        yield READS_OTHERWISE.at(context.path, one.line, fact_of(one), remedy_of(one))
