"""Builds and checks a commit: the result may be published, as far as the site alone shows."""

from faircopy.build.build import BuildFailedError
from faircopy.publish.context import PublishContext
from faircopy.publish.export import build_export, export
from faircopy.publish.guards.file_names import check_built
from faircopy.publish.refusal import PublishRefusedError, refuse_errors
from faircopy.publish.site import BuiltSite, stage


def make_site(context: PublishContext, commit: str) -> BuiltSite:
    """Build `commit` and return the staged site. Raises PublishRefusedError if anything is wrong with it."""
    context.reporter.progress(f"building {commit[:10]} for {context.settings.siteurl}")
    export(context.repository, commit, context.exported, context.inside, context.read_from)
    built = context.workspace / "site"
    try:
        found = build_export(context.sources, context.settings.file, built, context.caches)
    except BuildFailedError as error:
        raise PublishRefusedError(error.diagnostics) from None
    for diagnostic in [*found, *refuse_errors(check_built(BuiltSite(built)))]:
        context.reporter.result(str(diagnostic))
    context.reporter.progress("checking what was built")
    return stage(built, context.workspace / "stage", context.settings.cname)
