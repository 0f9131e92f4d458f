"""A commit built and checked: a site that may be published, as far as can be told from itself."""

from collections.abc import Iterator

from faircopy.build.build import BuildFailedError
from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.files import home_folder
from faircopy.publish.context import PublishContext
from faircopy.publish.export import build_export, export
from faircopy.publish.feeds import check_feeds
from faircopy.publish.inspection import check_built, check_site
from faircopy.publish.leaks import check_leaks, sources_of
from faircopy.publish.private import check_private
from faircopy.publish.redirects import check_redirects
from faircopy.publish.refusal import PublishRefusedError, refuse_errors
from faircopy.publish.site import BuiltSite, stage

# A folder of fewer parts, as /root, is one that a text may well name.
MIN_FOLDER_PARTS = 3


def make_site(context: PublishContext, commit: str) -> BuiltSite:
    """Build `commit` and return the site, staged. Raises PublishRefusedError when anything is wrong with it."""
    context.reporter.progress(f"building {commit[:10]} for {context.settings.siteurl}")
    export(context.repository, commit, context.exported, context.inside, context.read_from)
    built = context.workspace / "site"
    try:
        found = build_export(context.sources, context.settings.file, built, {"ASSET_CACHE": context.asset_cache})
    except BuildFailedError as error:
        raise PublishRefusedError(error.diagnostics) from None
    for diagnostic in [*found, *refuse_errors(check_built(BuiltSite(built)))]:
        context.reporter.result(str(diagnostic))
    context.reporter.progress("checking what was built")
    return stage(built, context.workspace / "stage", context.settings.cname)


def check_made(context: PublishContext, site: BuiltSite, redirects: dict[str, str]) -> Iterator[Diagnostic]:
    """Yield what must not go out into the world."""
    settings = context.settings
    # A link could lead anywhere: what stands behind it is not read.
    if faults := list(check_site(site)):
        yield from faults
        return
    yield from check_feeds(site, settings.siteurl, settings.feeds)
    yield from check_redirects(site, settings.siteurl, redirects)
    yield from check_leaks(site, sources_of(context.sources, settings))
    folders = [folder for folder in (context.folder, home_folder()) if folder and len(folder.parts) >= MIN_FOLDER_PARTS]
    yield from check_private(site, folders, settings.allowed)
