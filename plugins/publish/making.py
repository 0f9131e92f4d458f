"""A commit built and checked: a site that may be published, as far as can be told from itself."""

from collections.abc import Iterator

from mdsource.diagnostics import Diagnostic
from mdsource.files import home_folder
from publish.desk import Desk
from publish.export import build_export, export
from publish.feeds import check_feeds
from publish.inspection import check_built, check_site
from publish.leaks import check_leaks, sources_of
from publish.private import check_private
from publish.redirects import check_redirects
from publish.refusal import PublishRefusedError, refuse_errors
from publish.site import Site, stage
from sitebuild.build import BuildFailedError

# A folder of fewer parts, as /root, is one that a text may well name.
TELLING_PARTS = 3


def make_site(desk: Desk, commit: str) -> Site:
    """Build `commit` and return the site, staged. Raises PublishRefusedError when anything is wrong with it."""
    desk.voice.say(f"building {commit[:10]} for {desk.settings.siteurl}")
    export(desk.repository, commit, desk.exported, desk.inside, desk.read_from)
    built = desk.workspace / "site"
    try:
        found = build_export(desk.sources, desk.settings.file, built, {"MADE_BEFORE": desk.made_before})
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
