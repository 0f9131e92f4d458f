"""The site's own domain would be lost."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, RepositoryFacts

DOMAIN_LOST = Rule(
    "PB114",
    Severity.ERROR,
    "the site's own domain would be lost, or is not that of SITEURL",
    'set `PUBLISH_CNAME`; to give a domain up, set it to `""`',
)


def check(facts: RepositoryFacts) -> Iterator[Diagnostic]:
    state, settings = facts.state, facts.settings
    live = state.published.cname if state.published else None
    if live and settings.cname is None:
        fact = f"the live site has the domain '{live}', and PUBLISH_CNAME is not set"
        hint = f'set it to "{live}", or to "" to give the domain up'
        yield DOMAIN_LOST.at(settings.file, 1, fact, hint)
    host = urlsplit(settings.siteurl).hostname
    if settings.cname and settings.cname != host:
        fact = f"PUBLISH_CNAME is '{settings.cname}', and SITEURL '{settings.siteurl}' is elsewhere"
        hint = f"make publish SITEURL=https://{settings.cname}"
        yield DOMAIN_LOST.at(settings.file, 1, fact, hint)


GUARD = Guard(RepositoryFacts, (DOMAIN_LOST,), check)
