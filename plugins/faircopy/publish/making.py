"""A commit built and checked: a site that may be published, as far as can be told from itself."""

from collections.abc import Iterator

from faircopy.build.build import BuildFailedError
from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.files import home_folder
from faircopy.publish.desk import Desk
from faircopy.publish.export import build_export, export
from faircopy.publish.feeds import check_feeds
from faircopy.publish.inspection import check_built, check_site
from faircopy.publish.leaks import check_leaks, sources_of
from faircopy.publish.private import check_private
from faircopy.publish.redirects import check_redirects
from faircopy.publish.refusal import PublishRefusedError, refuse_errors
from faircopy.publish.site import Site, stage

# A folder of fewer parts, as /root, is one that a text may well name.
TELLING_PARTS = 3


def make_site(desk: Desk, commit: str) -> Site:
    """Build `commit` and return the site, staged. Raises PublishRefusedError when anything is wrong with it."""
    desk.voice.say(f"building {commit[:10]} for {desk.settings.siteurl}")
    export(desk.repository, commit, desk.exported, desk.inside, desk.read_from)
    built = desk.workspace / "site"
    try:
        found = build_export(desk.sources, desk.settings.file, built, {"ASSET_CACHE": desk.asset_cache})
    except BuildFailedError as error:
        raise PublishRefusedError(error.diagnostics) from None
    for diagnostic in [*found, *refuse_errors(check_built(Site(built)))]:
        desk.voice.show(str(diagnostic))
    desk.voice.say("checking what was built")
    return stage(built, desk.workspace / "stage", desk.settings.cname)


def check_made(desk: Desk, site: Site, redirects: dict[str, str]) -> Iterator[Diagnostic]:
    """Yield what must not go out into the world."""
    settings = desk.settings
    # A link could lead anywhere: what stands behind it is not read.
    if faults := list(check_site(site)):
        yield from faults
        return
    yield from check_feeds(site, settings.siteurl, settings.feeds)
    yield from check_redirects(site, settings.siteurl, redirects)
    yield from check_leaks(site, sources_of(desk.sources, settings))
    folders = [folder for folder in (desk.folder, home_folder()) if folder and len(folder.parts) >= TELLING_PARTS]
    yield from check_private(site, folders, settings.allowed)
