"""Writes a checked site into a folder, for a CI that publishes it itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from faircopy.diagnostics.model import Diagnostic
from faircopy.publish import rules
from faircopy.publish.build_commit import make_site
from faircopy.publish.changes import Changes
from faircopy.publish.context import PublishContext, Reporter, git_explained, publish_context
from faircopy.publish.guard import SiteFacts, run_guards
from faircopy.publish.guards.removed_addresses import check_removed
from faircopy.publish.guards.site_address import check_stand_in
from faircopy.publish.guards.uncommitted import check_changed
from faircopy.publish.live import UnreachableError, paths_live
from faircopy.publish.redirects import redirects_of
from faircopy.publish.refusal import refuse_errors
from faircopy.publish.repository_state import changed_files
from faircopy.publish.site import CNAME_FILE, NO_JEKYLL, BuiltSite


def make_artifact(folder: Path, settings_name: str, target: Path, reporter: Reporter) -> None:
    """Build and check the current commit, and write the site into `target`, which is new or empty.

    There is no branch to compare with, so removed addresses are those in the live sitemap that the site lacks. Raises
    PublishRefusedError.
    """
    refuse_errors(check_target(target))
    with publish_context(folder, settings_name, reporter) as context:
        with git_explained():
            changed = changed_files(context.repository)
            head = context.repository.ask("rev-parse", "HEAD")
        refuse_errors([*check_changed(changed), *check_stand_in(context.settings)])
        site = make_site(context, head)
        facts = SiteFacts(context, site, redirects_of(site))
        refuse_errors(sorted([*run_guards(facts), *check_live(context, site)]))
        write(site, target)
        reporter.progress(f"{target} holds build {site.build[:10]} of {head[:10]}")


def check_target(target: Path) -> Iterator[Diagnostic]:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        yield rules.OPTION_INVALID.at("--artifact", 1, f"'{target}' is not an empty folder", "name another")


def check_live(context: PublishContext, site: BuiltSite) -> Iterator[Diagnostic]:
    """Yield each page of the live site that would be removed; if the live site is unreachable, a warning."""
    settings = context.settings
    try:
        paths = paths_live(settings.siteurl)
    except UnreachableError as error:
        context.reporter.progress(f"{settings.siteurl}/ does not answer ({error}): nothing to compare with")
        return
    if paths is None:
        context.reporter.progress(f"{settings.siteurl}/ has no site map: nothing to compare with")
        return
    files = [f"{path}index.html".lstrip("/") if path.endswith("/") else path.lstrip("/") for path in paths]
    removed = tuple(sorted(set(files) - set(site.names)))
    changes = Changes((), (), removed, {}, 0)
    yield from check_removed(changes, files, settings.gone, settings.siteurl, settings.file)


def write(site: BuiltSite, target: Path) -> None:
    shutil.copytree(site.root, target, dirs_exist_ok=True)
    (target / NO_JEKYLL).touch()
    if site.cname:
        (target / CNAME_FILE).write_text(site.cname, encoding="utf-8")
