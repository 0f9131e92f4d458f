"""What a publication would change for the world."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from faircopy.publish.site import RESERVED


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


def address_in_site(address: str, siteurl: str) -> str:
    """Return an address as the site has it: '/2017/09/x/', of that or of the whole address."""
    inside = address.removeprefix(siteurl)
    return inside if inside.startswith("/") else f"/{inside}"
