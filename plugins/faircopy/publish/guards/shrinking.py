"""The site would shrink a lot, which is rarely intended."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.publish.git import TreeEntry
from faircopy.publish.guard import ChangeFacts, Guard
from faircopy.publish.site import RESERVED, BuiltSite, pages_among

SHRUNK = Rule(
    "PB302",
    Severity.ERROR,
    "the site has shrunk by more than a fifth",
    "look at the list of what is removed; if it is intended, use `--allow-shrink`",
)


# Less than this of what was there before needs a word.
MIN_SIZE_RATIO = 0.8


@dataclass(frozen=True, slots=True)
class SiteSize:
    """The size of a site."""

    pages: int
    files: int
    page_bytes: int

    def measures(self) -> tuple[tuple[str, int], ...]:
        return (("pages", self.pages), ("files", self.files), ("bytes of pages", self.page_bytes))


def size_of(sizes: Mapping[str, int]) -> SiteSize:
    """Return the size of a site from the sizes of its files."""
    names = [name for name in sizes if name not in RESERVED]
    pages = pages_among(names)
    return SiteSize(len(pages), len(names), sum(sizes[name] for name in pages))


def check(facts: ChangeFacts) -> Iterator[Diagnostic]:
    if not facts.options.allow_shrink:
        yield from check_shrinking(facts.site, facts.before)


def check_shrinking(site: BuiltSite, published: Mapping[str, TreeEntry]) -> Iterator[Diagnostic]:
    """Yield one diagnostic if the site shrinks by more than a fifth."""
    before = size_of({name: entry.size for name, entry in published.items()})
    after = size_of({name: site.size(name) for name in site.names})
    lost = [
        f"{now} {what} where there were {then}"
        for (what, then), (_, now) in zip(before.measures(), after.measures(), strict=True)
        if now < then * MIN_SIZE_RATIO
    ]
    if lost:
        hint = "look at what would be removed; if it is intended, publish with --allow-shrink"
        yield SHRUNK.at(site.place(), 1, f"the site would have {', '.join(lost)}", hint)


GUARD = Guard(ChangeFacts, (SHRUNK,), check)
