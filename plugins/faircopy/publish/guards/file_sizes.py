"""A file, or the site, exceeds GitHub's limits."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, SiteFacts
from faircopy.publish.site import BuiltSite

TOO_LARGE = Rule(
    "PB303",
    Severity.ERROR,
    "a file, or the site, is larger than GitHub takes",
    "keep large files somewhere else, and link to them",
)


# https://docs.github.com/en/repositories/working-with-files/managing-large-files/about-large-files-on-github
MAX_FILE_BYTES = 100 * 1024**2
# https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits
MAX_SITE_BYTES = 1024**3


def check_sizes(
    site: BuiltSite, max_file_bytes: int = MAX_FILE_BYTES, max_site_bytes: int = MAX_SITE_BYTES
) -> Iterator[Diagnostic]:
    for name in site.names:
        if site.size(name) > max_file_bytes:
            fact = f"{mebibytes(site.size(name))} are more than GitHub's {mebibytes(max_file_bytes)} for a file"
            yield TOO_LARGE.at(site.place(name), 1, fact, "keep it somewhere else, and link to it")
    whole = sum(site.size(name) for name in site.names)
    if whole > max_site_bytes:
        fact = f"the site has {mebibytes(whole)}, and GitHub Pages takes {mebibytes(max_site_bytes)}"
        yield TOO_LARGE.at(site.place(), 1, fact, "keep what is large somewhere else, and link to it")


def mebibytes(size: int) -> str:
    return f"{size / 1024**2:.0f} MiB"


def check(facts: SiteFacts) -> Iterator[Diagnostic]:
    return check_sizes(facts.site, MAX_FILE_BYTES, MAX_SITE_BYTES)


GUARD = Guard(SiteFacts, (TOO_LARGE,), check, order=0)
