"""What is not public, looked for in the site that is about to be published: the search of each build, once more."""

from collections.abc import Iterator
from pathlib import Path

from faircopy.build.heldback import rules, sources
from faircopy.build.heldback.place import Place
from faircopy.build.heldback.search import check_held_back
from faircopy.build.heldback.sources import Sources
from faircopy.diagnostics.model import Diagnostic
from faircopy.publish.guard import Guard, SiteFacts
from faircopy.publish.settings import PublishSettings


def sources_of(root: Path, settings: PublishSettings) -> Sources:
    """Read all that the site of the settings below `root` is made from."""
    place = Place(
        content=root / settings.content,
        theme=root / settings.theme,
        settings=tuple(sorted(root.glob("*.py"))),
        moment=settings.moment,
        addresses=settings.addresses,
        shown_from=root,
        siteurl=settings.siteurl,
        metadata=settings.metadata,
        allowed=tuple(settings.allowed),
    )
    return sources.sources_of(place)


def check(facts: SiteFacts) -> Iterator[Diagnostic]:
    yield from check_held_back(facts.site, sources_of(facts.context.sources, facts.settings))


RULES = (rules.TEXT_LEAKED, rules.FILE_LEAKED, rules.ADDRESS_LEAKED, rules.NOT_SEARCHED, rules.SOURCE_COPIED)
GUARD = Guard(SiteFacts, RULES, check)
