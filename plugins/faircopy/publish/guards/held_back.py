"""Unpublished content in the site: the search of each build, once more."""

from collections.abc import Iterator
from pathlib import Path

from faircopy.build.leaks import rules, sources
from faircopy.build.leaks.search import check_held_back
from faircopy.build.leaks.search_settings import SearchSettings
from faircopy.build.leaks.sources import Sources
from faircopy.diagnostics.model import Diagnostic
from faircopy.publish.guard import Guard, SiteFacts
from faircopy.publish.settings import PublishSettings


def sources_for(root: Path, settings: PublishSettings) -> Sources:
    """Read all sources of the site with the settings below `root`."""
    search_settings = SearchSettings(
        content=root / settings.content,
        theme=root / settings.theme,
        settings=tuple(sorted(root.glob("*.py"))),
        moment=settings.moment,
        addresses=settings.addresses,
        messages_relative_to=root,
        siteurl=settings.siteurl,
        paths=settings.paths,
        own_theme=tuple(root / folder for folder in settings.own_theme),
        metadata=settings.metadata,
        allowed=tuple(settings.allowed),
    )
    return sources.sources_for(search_settings)


def check(facts: SiteFacts) -> Iterator[Diagnostic]:
    yield from check_held_back(facts.site, sources_for(facts.context.sources, facts.settings))


RULES = (rules.TEXT_LEAKED, rules.FILE_LEAKED, rules.ADDRESS_LEAKED, rules.NOT_SEARCHED, rules.SOURCE_COPIED)
GUARD = Guard(SiteFacts, RULES, check)
