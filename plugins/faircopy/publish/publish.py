"""Publishes a site: look, build, check, show, commit, push, verify. Whatever fails, the live site stays whole."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from faircopy.diagnostics.model import Diagnostic
from faircopy.publish import rules
from faircopy.publish.build_commit import make_site
from faircopy.publish.changes import Changes, compare
from faircopy.publish.commit import commit_site, message_of, push, verify
from faircopy.publish.context import PublishContext, PublishOptions, Reporter, publish_context, remote_explained
from faircopy.publish.destination import check_destination, destination_of
from faircopy.publish.diff import diff_lines
from faircopy.publish.git import TreeEntry
from faircopy.publish.guard import ChangeFacts, RepositoryFacts, SiteFacts, run_guards
from faircopy.publish.live import UnreachableError, shows_build
from faircopy.publish.objects import FILE, algorithm_of
from faircopy.publish.redirects import redirects_of
from faircopy.publish.refusal import refuse_errors
from faircopy.publish.repository_state import PublishedSite, RepositoryState, repository_state
from faircopy.publish.site import BuiltSite


def publish(folder: Path, settings_name: str, options: PublishOptions, reporter: Reporter) -> None:
    """Publish the site of the settings file in `folder`. Raises PublishRefusedError; the remote is then unchanged."""
    refuse_errors(check_options(options))
    with publish_context(folder, settings_name, reporter) as context:
        ask_remote(context)
        state = repository_state(context.repository, context.settings)
        refuse_errors(run_guards(RepositoryFacts(context, state)))
        site = make_site(context, state.head)
        gone = compare_and_show(context, site, state, options)
        if options.dry_run:
            reporter.progress("nothing was published (--dry-run)")
        elif state.published and state.published.tree == site.tree(algorithm_of(state.head)):
            reporter.progress("the remote has this site already; there is nothing to publish")
            look_at_live_site(context, site.build)
        else:
            send(context, site, state.head, state.published, gone)


def ask_remote(context: PublishContext) -> None:
    """Report where a push would go, and check that the remote answers. Raises PublishRefusedError."""
    remote, report = context.settings.remote, context.reporter.progress
    report(f"asking '{remote}'")
    with remote_explained(context.settings):
        destination = destination_of(context.repository, remote)
        refuse_errors(check_destination(destination))
        if destination.is_elsewhere:
            where = destination.public_address
            report(f"a push to '{remote}' goes to {where}: what is published is compared with that place")
        context.repository.ask_as_user("ls-remote", destination.place, "HEAD")


def check_options(options: PublishOptions) -> Iterator[Diagnostic]:
    if options.allow_gone and not options.reason.strip():
        hint = "add --reason '…'; the commit will say it"
        yield rules.OPTION_INVALID.at("--allow-gone", 1, "it needs a reason", hint)
    if options.reason and not options.allow_gone:
        yield rules.OPTION_INVALID.at("--reason", 1, "there is no --allow-gone that it is for", "name what may go")


def compare_and_show(
    context: PublishContext, site: BuiltSite, state: RepositoryState, options: PublishOptions
) -> Mapping[str, str]:
    """Show the changes, and refuse forbidden ones; return the removed addresses, and why."""
    before = context.repository.entries_of(state.published.commit) if state.published else {}
    redirects = redirects_of(site)
    changes = changes_of(site.blobs(algorithm_of(state.head)), before, redirects, context.settings.generated)
    with context.repository.reading() as read:
        for line in diff_lines(changes, lambda name: read(before[name].blob), site.read, diff=options.diff):
            context.reporter.result(line)
    found = [
        *run_guards(SiteFacts(context, site, redirects)),
        *run_guards(ChangeFacts(context, site, options, before, changes)),
    ]
    refuse_errors(sorted(found))
    return dict.fromkeys(options.allow_gone, options.reason)


def changes_of(
    blobs: Mapping[str, str], before: Mapping[str, TreeEntry], redirects: Mapping[str, str], generated: tuple[str, ...]
) -> Changes:
    # A file that is executable, or a link, is another file than one of ours.
    old = {name: entry.blob if entry.mode == FILE else f"{entry.mode} {entry.blob}" for name, entry in before.items()}
    return compare(old, blobs, redirects, generated)


def send(
    context: PublishContext, site: BuiltSite, source: str, published: PublishedSite | None, gone: Mapping[str, str]
) -> None:
    """Commit, push, verify, and look at the live site."""
    repository, settings, report = context.repository, context.settings, context.reporter.progress
    onto = published.commit if published else None
    report("committing")
    subject = repository.read_commit(source).subject
    commit = commit_site(repository, site, onto, message_of(subject, source, site.build, gone))
    destination = destination_of(repository, settings.remote)
    report(f"pushing to '{settings.branch}' on '{settings.remote}', {destination.public_address}")
    push(repository, settings, destination, commit, onto)
    report("reading it back")
    verify(repository, settings, destination, commit, site.tree(algorithm_of(commit)))
    report(
        f"published {commit[:10]}: '{settings.branch}' on {destination.public_address} holds exactly what was checked"
    )
    look_at_live_site(context, site.build)


def look_at_live_site(context: PublishContext, build: str) -> None:
    """Wait until the live site shows the build, and report the result. The push has succeeded already."""
    settings, reporter = context.settings, context.reporter
    reporter.progress(f"waiting for {settings.siteurl}/")
    try:
        is_live = shows_build(settings.siteurl, build, settings.wait)
    except UnreachableError as error:
        fact = f"{settings.siteurl}/ does not answer from here: {error}"
        hint = "the remote has the new state; look at the site from elsewhere"
        reporter.result(str(rules.NOT_LIVE_YET.at(settings.file, 1, fact, hint)))
        return
    if is_live:
        reporter.progress(f"{settings.siteurl}/ shows it")
    else:
        fact = f"{settings.siteurl}/ did not show the new state within {settings.wait:g} seconds"
        hint = "the remote has it; GitHub's page Settings > Pages says what became of it"
        reporter.result(str(rules.NOT_LIVE_YET.at(settings.file, 1, fact, hint)))
