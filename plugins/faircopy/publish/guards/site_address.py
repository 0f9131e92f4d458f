"""SITEURL is not the address that the site will have."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from faircopy.build.siteurl import is_stand_in
from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.guard import Guard, RepositoryFacts
from faircopy.publish.settings import PublishSettings

ADDRESS_UNLIKELY = Rule(
    "PB113",
    Severity.ERROR,
    "SITEURL is not the address at which the site will be published",
    "`make publish SITEURL=https://…`; the message says where GitHub will show the repository",
)


# https://www.rfc-editor.org/rfc/rfc2606, and this machine.
GITHUB = re.compile(r"(?:https://(?:[^@/]+@)?github\.com/|(?:ssh://)?git@github\.com[:/])([^/]+)/([^/]+?)(?:\.git)?/?")


def check(facts: RepositoryFacts) -> Iterator[Diagnostic]:
    settings = facts.settings
    yield from check_stand_in(settings)
    host = urlsplit(settings.siteurl).hostname or ""
    wanted = address_at_github(facts.state.remote_url)
    if wanted and host.endswith(".github.io") and settings.siteurl.lower() != wanted:
        fact = f"SITEURL is '{settings.siteurl}', and GitHub will show this repository at {wanted}"
        yield ADDRESS_UNLIKELY.at(settings.file, 1, fact, f"make publish SITEURL={wanted}")


def check_stand_in(settings: PublishSettings) -> Iterator[Diagnostic]:
    if is_stand_in(settings.siteurl):
        hint = "make publish SITEURL=https://…, or write your address into the settings"
        fact = f"SITEURL is '{settings.siteurl}', a placeholder"
        yield ADDRESS_UNLIKELY.at(settings.file, 1, fact, hint)


def address_at_github(remote_url: str) -> str | None:
    """Return the default GitHub Pages address of a repository; None for a remote elsewhere."""
    found = GITHUB.fullmatch(remote_url.lower())
    if not found:
        return None
    owner, name = found.groups()
    return f"https://{owner}.github.io" if name == f"{owner}.github.io" else f"https://{owner}.github.io/{name}"


GUARD = Guard(RepositoryFacts, (ADDRESS_UNLIKELY,), check)
