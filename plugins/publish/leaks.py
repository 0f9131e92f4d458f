"""What is not public, looked for in the site that is about to be published: the search of each build, once more."""

from pathlib import Path

from publish.settings import Settings
from sitebuild.heldback import sources
from sitebuild.heldback.search import check_held_back as check_leaks
from sitebuild.heldback.sources import Place, Sources

__all__ = ["check_leaks", "sources_of"]


def sources_of(root: Path, settings: Settings) -> Sources:
    """Read all that the site of the settings below `root` is made from."""
    place = Place(
        content=root / settings.content,
        theme=root / settings.theme,
        code=tuple(sorted(root.glob("*.py"))),
        moment=settings.moment,
        addresses=settings.addresses,
        shown_from=root,
        siteurl=settings.siteurl,
    )
    return sources.sources_of(place)
