"""An address of --allow-gone is not removed at all."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from faircopy.diagnostics.model import Diagnostic
from faircopy.publish import rules
from faircopy.publish.changes import Changes, address_in_site
from faircopy.publish.guard import ChangeFacts, Guard
from faircopy.publish.site import url_of


def check(facts: ChangeFacts) -> Iterator[Diagnostic]:
    return check_gone(facts.options.allow_gone, facts.changes, facts.settings.siteurl)


def check_gone(allowed: Iterable[str], changes: Changes, siteurl: str) -> Iterator[Diagnostic]:
    """Yield each address of --allow-gone that would not be removed: it is misspelt, or the option is not needed."""
    urls = [url_of(path) for path in changes.removed]
    for address in allowed:
        if address_in_site(address, siteurl) not in urls:
            near = get_close_matches(address_in_site(address, siteurl), urls, n=1)
            hint = f"did you mean '{near[0]}'?" if near else "leave it out"
            yield rules.OPTION_INVALID.at("--allow-gone", 1, f"'{address}' is not about to be removed", hint)


GUARD = Guard(ChangeFacts, (rules.OPTION_INVALID,), check)
