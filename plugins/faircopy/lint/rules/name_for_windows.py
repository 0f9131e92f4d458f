"""Names of files and folders that Windows cannot have."""

from collections.abc import Iterator
from pathlib import Path

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.lint.addresses import addresses_of, term_addresses
from faircopy.lint.checks import FileCheck, SiteCheck, SiteContext
from faircopy.lint.rule import LintRule
from faircopy.lint.rules.address_too_long import redirects_of
from faircopy.markdown.case_collisions import why_not_on_windows

NAME_UNFIT = LintRule(
    "FM122",
    Severity.WARNING,
    "a name is none that a file or folder can have on Windows",
    "choose another name: nobody on Windows could clone the site, or the branch that it is published from",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: ▶aux
Summary: Words.
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: auxiliary
Summary: Words.
""",
)
HINT = "choose another name, or nobody can clone the site on Windows"


@SiteCheck
def check_address_names(context: SiteContext) -> Iterator[Diagnostic]:
    documents, site = context.dated_documents, context.site
    redirects = (one for document, _ in documents for one in redirects_of(document))
    for address in (*addresses_of(documents, site), *term_addresses(documents, site), *redirects):
        if address.path and (why := why_unfit(address.file)):
            fact = f"the address '{address.file}' has the name {why}"
            yield NAME_UNFIT.at(address.path, address.line, fact, HINT, column=address.column)


@FileCheck
def check_file_name(file: Path, context: SiteContext) -> Iterator[Diagnostic]:
    if why := why_unfit(file.relative_to(context.content).as_posix()):
        yield NAME_UNFIT.at(str(file), 1, f"its path has the name {why}", HINT)


def why_unfit(path: str) -> str:
    """Return which part of a path Windows cannot have; "" if it can have all."""
    return next((f"'{part}', {why}" for part in path.split("/") if (why := why_not_on_windows(part))), "")
