"""A checked site as a folder, for a CI that publishes it by itself."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from faircopy.diagnostics.model import Diagnostic
from faircopy.publish import rules
from faircopy.publish.changes import Changes, check_removed
from faircopy.publish.desk import Desk, Voice, desk_at, git_explained
from faircopy.publish.guards import HERE, check_stand_in, few
from faircopy.publish.live import UnreachableError, paths_live
from faircopy.publish.making import check_made, make_site
from faircopy.publish.redirects import redirects_of
from faircopy.publish.refusal import refuse_errors
from faircopy.publish.site import CNAME_FILE, NO_JEKYLL, Site
from faircopy.publish.survey import changed_files


def make_artifact(folder: Path, settings_name: str, target: Path, voice: Voice) -> None:
    """Build and check the commit that is checked out, and write the site into `target`, which is new or empty.

    There is no branch to compare with: removed addresses are those that the live site map names and the site lacks.
    Raises PublishRefusedError.
    """
    refuse_errors(check_target(target))
    with desk_at(folder, settings_name, voice) as desk:
        with git_explained():
            changed = changed_files(desk.repository)
            head = desk.repository.ask("rev-parse", "HEAD")
        refuse_errors([*check_clean(changed), *check_stand_in(desk.settings)])
        site = make_site(desk, head)
        refuse_errors(sorted([*check_made(desk, site, redirects_of(site)), *check_live(desk, site)]))
        write(site, target)
        voice.say(f"{target} holds build {site.build[:10]} of {head[:10]}")


def check_target(target: Path) -> Iterator[Diagnostic]:
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        yield rules.WISH_UNCLEAR.at("--artifact", 1, f"'{target}' is not an empty folder", "name another")


def check_clean(changed: tuple[str, ...]) -> Iterator[Diagnostic]:
    if changed:
        yield rules.DIRTY.at(HERE, 1, f"not committed: {few(changed)}", "commit it, or put it away")


def check_live(desk: Desk, site: Site) -> Iterator[Diagnostic]:
    """Yield each page of the live site that would be gone; where the live site cannot be asked, say so."""
    settings = desk.settings
    try:
        paths = paths_live(settings.siteurl)
    except UnreachableError as error:
        desk.voice.say(f"{settings.siteurl}/ does not answer ({error}): nothing to compare with")
        return
    if paths is None:
        desk.voice.say(f"{settings.siteurl}/ has no site map: nothing to compare with")
        return
    files = [f"{path}index.html".lstrip("/") if path.endswith("/") else path.lstrip("/") for path in paths]
    removed = tuple(sorted(set(files) - set(site.names)))
    changes = Changes((), (), removed, {}, 0)
    yield from check_removed(changes, files, settings.gone, settings.siteurl, settings.file)


def write(site: Site, target: Path) -> None:
    shutil.copytree(site.root, target, dirs_exist_ok=True)
    (target / NO_JEKYLL).touch()
    if site.cname:
        (target / CNAME_FILE).write_text(site.cname, encoding="utf-8")
