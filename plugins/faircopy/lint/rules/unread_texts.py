"""Texts in formats that only Pelican reads: they are counted, so that nobody thinks they were checked."""

from collections.abc import Iterator
from itertools import groupby

from faircopy.diagnostics.formats import count
from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.checks import SiteCheck, SiteContext
from faircopy.lint.rule import LintRule

TEXTS_UNREAD = LintRule(
    "FM156",
    Severity.NOTE,
    "Pelican reads some texts that are not Markdown, and these are not checked",
    "a build reads them, and follows their links",
    bad="""\
-- pelicanconf.py --
SITENAME = "Other"
-- content/a.rst --
▶A
=
""",
    good="""\
-- pelicanconf.py --
SITENAME = "Other"
READERS = {"rst": None}
-- content/a.rst --
A
=
""",
)


@SiteCheck
def check_unread(site: SiteContext) -> Iterator[Diagnostic]:
    """Yield a note at the first text of each format, with their number."""
    paths = site.site.paths
    if site.site.house_rules:
        return
    inside = ((file, file.relative_to(site.content)) for file in site.layout.files)
    texts = [file for file, name in inside if paths.is_post(name) or paths.is_page(name)]
    others = sorted((file.suffix, str(file)) for file in texts if file.suffix in paths.other_suffixes)
    for suffix, found in groupby(others, key=lambda one: one[0]):
        files = [path for _, path in found]
        fact = f"{count(len(files), 'text')} in '{suffix}' {'is' if len(files) == 1 else 'are'} not read here"
        fact += "; this is the first" if files[1:] else ""
        yield TEXTS_UNREAD.at(files[0], 1, fact, "a build reads them, and follows their links")
