"""The changes that a publication would make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from faircopy.publish.site import RESERVED


@dataclass(frozen=True, slots=True)
class Changes:
    """Paths of changed files, sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]  # with names of their own, not generated ones
    redirected: Mapping[str, str]  # a page before, a redirect now -> where to
    generated: int  # files that are generated, and are new, changed or gone


def compare(
    before: Mapping[str, str], after: Mapping[str, str], redirects: Mapping[str, str], generated: tuple[str, ...]
) -> Changes:
    """Compare two sites, path -> blob; `redirects` are those of the new site."""

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


def address_in_site(address: str, siteurl: str) -> str:
    """Return an address relative to the site, '/2017/09/x/', from such a path or a whole address."""
    inside = address.removeprefix(siteurl)
    return inside if inside.startswith("/") else f"/{inside}"
