"""Publish: look, build, check, show, commit, push, look again. Whatever fails, the live site is whole."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from faircopy.diagnostics.model import Diagnostic
from faircopy.publish import rules
from faircopy.publish.changes import Changes, check_gone, check_removed, compare
from faircopy.publish.commit import commit_site, message_of, push, verify
from faircopy.publish.desk import Desk, Voice, Wishes, desk_at, remote_explained
from faircopy.publish.destination import check_destination, destination_of
from faircopy.publish.git import Entry
from faircopy.publish.guards import check_state
from faircopy.publish.inspection import check_shrinking
from faircopy.publish.live import UnreachableError, shows_build
from faircopy.publish.making import check_made, make_site
from faircopy.publish.objects import FILE
from faircopy.publish.redirects import redirects_of
from faircopy.publish.refusal import refuse_errors
from faircopy.publish.showing import lines_of
from faircopy.publish.site import Site
from faircopy.publish.survey import Published, survey


def publish(folder: Path, settings_name: str, wishes: Wishes, voice: Voice) -> None:
    """Publish the site of the settings file in `folder`. Raises PublishRefusedError; the remote is then as it was."""
    refuse_errors(check_wishes(wishes))
    with desk_at(folder, settings_name, voice) as desk:
        ask_remote(desk)
        state = survey(desk.repository, desk.settings)
        refuse_errors(check_state(state, desk.settings))
        site = make_site(desk, state.head)
        gone = compare_and_show(desk, site, state.published, wishes)
        if wishes.dry_run:
            voice.say("nothing was published (--dry-run)")
        elif state.published and state.published.tree == tree_of(desk, site):
            voice.say("the remote has this site already; there is nothing to publish")
            look_at_live_site(desk, site.build)
        else:
            send(desk, site, state.head, state.published, gone)


def ask_remote(desk: Desk) -> None:
    """Say where a push would go, and that it answers. Raises PublishRefusedError."""
    remote, say = desk.settings.remote, desk.voice.say
    say(f"asking '{remote}'")
    with remote_explained(desk.settings):
        destination = destination_of(desk.repository, remote)
        refuse_errors(check_destination(destination))
        if destination.is_elsewhere:
            say(f"a push to '{remote}' goes to {destination.shown}: what is published is compared with that place")
        desk.repository.ask_as_user("ls-remote", destination.place, "HEAD")


def check_wishes(wishes: Wishes) -> Iterator[Diagnostic]:
    if wishes.allow_gone and not wishes.reason.strip():
        hint = "add --reason '…'; the commit will say it"
        yield rules.WISH_UNCLEAR.at("--allow-gone", 1, "it needs a reason", hint)
    if wishes.reason and not wishes.allow_gone:
        yield rules.WISH_UNCLEAR.at("--reason", 1, "there is no --allow-gone that it is for", "name what may go")


def compare_and_show(desk: Desk, site: Site, published: Published | None, wishes: Wishes) -> Mapping[str, str]:
    """Show what would change, and refuse what must not; return the addresses that go, and why."""
    settings = desk.settings
    before = desk.repository.entries_of(published.commit) if published else {}
    redirects = redirects_of(site)
    changes = changes_of(desk, site, before, redirects)
    read_before = {name: entry.blob for name, entry in before.items()}
    for line in lines_of(changes, lambda name: desk.repository.data_of(read_before[name]), site.read, diff=wishes.diff):
        desk.voice.show(line)
    gone = {**settings.gone, **dict.fromkeys(wishes.allow_gone, wishes.reason)}
    found = [
        *check_made(desk, site, redirects),
        *(() if wishes.allow_shrink else check_shrinking(site, before)),
        *check_removed(changes, before, gone, settings.siteurl, settings.branch),
        *check_gone(wishes.allow_gone, changes, settings.siteurl),
    ]
    refuse_errors(sorted(found))
    return dict.fromkeys(wishes.allow_gone, wishes.reason)


def changes_of(desk: Desk, site: Site, before: Mapping[str, Entry], redirects: Mapping[str, str]) -> Changes:
    # A file that is executable, or a link, is another file than one of ours.
    old = {name: entry.blob if entry.mode == FILE else f"{entry.mode} {entry.blob}" for name, entry in before.items()}
    return compare(old, site.blobs(algorithm_of(desk)), redirects, desk.settings.generated)


def algorithm_of(desk: Desk) -> str:
    return desk.repository.ask("rev-parse", "--show-object-format")


def tree_of(desk: Desk, site: Site) -> str:
    return site.tree(algorithm_of(desk))


def send(desk: Desk, site: Site, source: str, published: Published | None, gone: Mapping[str, str]) -> None:
    """Commit, push, verify, and look at the live site."""
    repository, settings, say = desk.repository, desk.settings, desk.voice.say
    onto = published.commit if published else None
    say("committing")
    subject = repository.read_commit(source).subject
    commit = commit_site(repository, site, onto, message_of(subject, source, site.build, gone))
    destination = destination_of(repository, settings.remote)
    say(f"pushing to '{settings.branch}' on '{settings.remote}', {destination.shown}")
    push(repository, settings, destination, commit, onto)
    say("reading it back")
    verify(repository, settings, destination, commit, tree_of(desk, site))
    say(f"published {commit[:10]}: '{settings.branch}' on {destination.shown} holds exactly what was checked")
    look_at_live_site(desk, site.build)


def look_at_live_site(desk: Desk, build: str) -> None:
    """Wait until the live site shows the build, and say how that went: by now the remote has it anyway."""
    settings, voice = desk.settings, desk.voice
    voice.say(f"waiting for {settings.siteurl}/")
    try:
        is_live = shows_build(settings.siteurl, build, settings.wait)
    except UnreachableError as error:
        fact = f"{settings.siteurl}/ does not answer from here: {error}"
        hint = "the remote has the new state; look at the site from elsewhere"
        voice.show(str(rules.NOT_LIVE_YET.at(settings.file, 1, fact, hint)))
        return
    if is_live:
        voice.say(f"{settings.siteurl}/ shows it")
    else:
        fact = f"{settings.siteurl}/ did not show the new state within {settings.wait:g} seconds"
        hint = "the remote has it; GitHub's page Settings > Pages says what became of it"
        voice.show(str(rules.NOT_LIVE_YET.at(settings.file, 1, fact, hint)))
