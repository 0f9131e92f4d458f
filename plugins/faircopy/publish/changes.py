"""What a publication would change for the world."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath

from faircopy.diagnostics.model import Diagnostic
from faircopy.publish import rules
from faircopy.publish.site import RESERVED, url_of

GONE_HINT = "give the new page 'Redirect_from: {url}', or publish with --allow-gone {url} --reason '…'"


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths of files, sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]  # what has its own name only, not what is generated
    redirected: Mapping[str, str]  # a page before, a redirect now -> where to
    generated: int  # files that are generated, and are new, changed or gone


def compare(
    before: Mapping[str, str], after: Mapping[str, str], redirects: Mapping[str, str], generated: tuple[str, ...]
) -> Changes:
    """Compare two sites, path -> contents' name; `redirects` are those of the new one, and new among them."""

    def own(paths: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(path for path in paths if path not in RESERVED and not path.startswith(generated)))

    differing = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    changed = own(differing & before.keys() & after.keys())
    return Changes(
        added=own(differing - before.keys()),
        changed=tuple(path for path in changed if path not in redirects),
        removed=own(differing - after.keys()),
        redirected={path: redirects[path] for path in changed if path in redirects},
        generated=sum(path.startswith(generated) for path in differing),
    )


def check_removed(
    changes: Changes, before: Iterable[str], gone: Mapping[str, str], siteurl: str, place: str
) -> Iterator[Diagnostic]:
    """Yield each address that would be gone without a redirect and without a word, `gone`.

    The files of a page follow its fate: those of one that is redirected or gone are not named by themselves.
    """
    known = frozenset(before)
    meant = {address_in_site(address, siteurl) for address in gone}
    removed = frozenset(changes.removed)
    for path in changes.removed:
        page = page_that_owns(path, known)
        follows = page is not None and (page in removed or page in changes.redirected)
        if not follows and url_of(path) not in meant:
            url = url_of(path)
            yield rules.URL_REMOVED.at(place, 1, f"'{url}' would be gone", GONE_HINT.format(url=url))


def check_gone(asked: Iterable[str], changes: Changes, siteurl: str) -> Iterator[Diagnostic]:
    """Yield each address of --allow-gone that is not about to go: it is misspelt, or the option is not needed."""
    urls = [url_of(path) for path in changes.removed]
    for address in asked:
        if address_in_site(address, siteurl) not in urls:
            near = get_close_matches(address_in_site(address, siteurl), urls, n=1)
            hint = f"did you mean '{near[0]}'?" if near else "leave it out"
            yield rules.OPTION_INVALID.at("--allow-gone", 1, f"'{address}' is not about to be removed", hint)


def address_in_site(address: str, siteurl: str) -> str:
    """Return an address as the site has it: '/2017/09/x/', of that or of the whole address."""
    inside = address.removeprefix(siteurl)
    return inside if inside.startswith("/") else f"/{inside}"


def page_that_owns(path: str, known: frozenset[str]) -> str | None:
    """Return the page whose folder a file is in; None for a page, and for what only the home page is above."""
    if path.endswith(".html"):
        return None
    for folder in PurePosixPath(path).parents:
        if str(folder) != "." and f"{folder}/index.html" in known:
            return f"{folder}/index.html"
    return None
