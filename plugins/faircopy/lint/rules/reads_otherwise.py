"""Markdown that a site renders differently from CommonMark and GitHub."""

from collections.abc import Iterable, Iterator
from itertools import islice

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import DocumentCheck, DocumentContext
from faircopy.lint.remedies import fact_of, remedy_of
from faircopy.lint.rule import LintRule
from faircopy.lint.site_markdown import SiteMarkdown, site_markdown
from faircopy.markdown.differences import RenderingDifference, differences, words_for_programs
from faircopy.markdown.document import Document
from faircopy.markdown.reference import reference_html
from faircopy.markdown.units import TextUnit, units_of

READS_OTHERWISE = LintRule(
    "FM149",
    Severity.WARNING,
    "the site shows this differently from CommonMark and GitHub",
    "write it so that both read the same, or put 'faircopy.markdown.extension' last in MARKDOWN",
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
    for one in islice(readings(context.document, site), MAX_REPORTED):
        yield READS_OTHERWISE.at(context.path, one.line, fact_of(one), remedy_of(one))


def readings(document: Document, site: SiteMarkdown) -> Iterator[RenderingDifference]:
    """Yield the differences between the site's rendering of a document and CommonMark's."""
    reference = reference_html(document, site.additions)
    if reference is None:
        return
    expected = without_markers(units_of(reference, site.additions), site)
    try:
        html = site.html(document.text, typographic=any(map(words_for_programs, expected)))
    except Exception:  # noqa: BLE001  # an extension is a program, and may raise anything; a build tells of it, and where
        return
    actual = without_markers(units_of(html, site.additions), site)
    yield from differences(expected, actual, site.additions)


def without_markers(units: Iterable[TextUnit], site: SiteMarkdown) -> list[TextUnit]:
    return [one for one in units if one.text not in MARKERS or "toc" not in site.additions]
