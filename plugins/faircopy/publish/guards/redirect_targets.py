"""A redirect leads nowhere."""

from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urldefrag, urljoin

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, SiteFacts
from faircopy.publish.site import BuiltSite, url_of

REDIRECT_DEAD = Rule(
    "PB311",
    Severity.ERROR,
    "a redirect leads nowhere, or in a circle",
    "write where the text is now",
)


def check(facts: SiteFacts) -> Iterator[Diagnostic]:
    return check_redirects(facts.site, facts.settings.siteurl, facts.redirects)


def check_redirects(site: BuiltSite, siteurl: str, redirects: Mapping[str, str]) -> Iterator[Diagnostic]:
    """Yield each redirect that does not end on a page of the site, or on another site."""
    for name, target in redirects.items():
        fact = problem_of(name, site, siteurl, redirects)
        if fact:
            hint = "correct the address, or write where the text is now"
            yield REDIRECT_DEAD.at(site.place(name), 1, f"the redirect to '{target}' {fact}", hint)


def problem_of(name: str, site: BuiltSite, siteurl: str, redirects: Mapping[str, str]) -> str:
    """Return what is wrong with a redirect, as the end of a sentence; "" if it is fine."""
    passed: set[str] = set()
    while name in redirects:
        if name in passed:
            return "goes in a circle"
        passed.add(name)
        address = urldefrag(urljoin(f"{siteurl}{url_of(name)}", redirects[name])).url
        if not f"{address}/".startswith(f"{siteurl}/"):
            return "" if address.startswith(("http://", "https://")) else "is no address"
        path = unquote(address.removeprefix(siteurl)).strip("/")
        name = path if path in site.names else f"{path}/index.html".lstrip("/")
    return "" if name in site.names else "leads nowhere"


GUARD = Guard(SiteFacts, (REDIRECT_DEAD,), check)
