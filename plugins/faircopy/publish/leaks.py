"""What is not public, looked for in the site that is about to be published: the search of each build, once more."""

from pathlib import Path

from faircopy.build.heldback import sources
from faircopy.build.heldback.search import check_held_back as check_leaks
from faircopy.build.heldback.sources import Place, Sources
from faircopy.publish.settings import PublishSettings

__all__ = ["check_leaks", "sources_of"]


def sources_of(root: Path, settings: PublishSettings) -> Sources:
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
