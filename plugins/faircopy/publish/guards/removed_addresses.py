"""A published address would be removed."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.changes import Changes, address_in_site
from faircopy.publish.guard import ChangeFacts, Guard
from faircopy.publish.site import url_of

URL_REMOVED = Rule(
    "PB401",
    Severity.ERROR,
    "an address that readers may know would disappear",
    "redirect it, or publish with `--allow-gone ADDRESS --reason '…'`",
)


LIST_HINT = "no post has this {kind} any more: give it to one, or publish with --allow-gone {url} --reason '…'"
GONE_HINT = "give the new page 'Redirect_from: {url}', or publish with --allow-gone {url} --reason '…'"


def check(facts: ChangeFacts) -> Iterator[Diagnostic]:
    settings = facts.settings
    return check_removed(facts.changes, facts.before, facts.gone, settings.siteurl, settings.branch, settings.lists)


def check_removed(
    changes: Changes,
    before: Iterable[str],
    gone: Mapping[str, str],
    siteurl: str,
    place: str,
    lists: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Diagnostic]:
    """Yield each removed address without a redirect that is not in `gone`.

    Files of a page that is redirected or removed are not reported separately. `lists` are the folders of tags,
    categories and authors.
    """
    known = frozenset(before)
    meant = {address_in_site(address, siteurl) for address in gone}
    removed = frozenset(changes.removed)
    for path in changes.removed:
        page = page_that_owns(path, known)
        follows = page is not None and (page in removed or page in changes.redirected)
        if not follows and url_of(path) not in meant:
            url = url_of(path)
            kind = next((lists[folder] for folder in lists if url.startswith(f"/{folder}")), "")
            hint = (LIST_HINT if kind else GONE_HINT).format(url=url, kind=kind)
            yield URL_REMOVED.at(place, 1, f"'{url}' would be gone", hint)


def page_that_owns(path: str, known: frozenset[str]) -> str | None:
    """Return the page whose folder a file is in; None for a page, and for files that only the home page contains."""
    if path.endswith(".html"):
        return None
    for folder in PurePosixPath(path).parents:
        if str(folder) != "." and f"{folder}/index.html" in known:
            return f"{folder}/index.html"
    return None


GUARD = Guard(ChangeFacts, (URL_REMOVED,), check)
