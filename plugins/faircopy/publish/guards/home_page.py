"""The site has no home page."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, SiteFacts
from faircopy.publish.site import BuiltSite

EMPTY = Rule(
    "PB301",
    Severity.ERROR,
    "there is no home page, so there is no site",
    "a setting has moved it, or a template is empty",
)


def check_home_page(site: BuiltSite) -> Iterator[Diagnostic]:
    if "index.html" not in site.names or not site.size("index.html"):
        hint = "a setting has moved the home page, or the build failed without a message"
        yield EMPTY.at(site.place(), 1, "there is no home page 'index.html', or nothing in it", hint)


def check(facts: SiteFacts) -> Iterator[Diagnostic]:
    return check_home_page(facts.site)


GUARD = Guard(SiteFacts, (EMPTY,), check, order=0)
