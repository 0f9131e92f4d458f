"""Restores the site that was published before the last one, as a new commit."""

import re
from pathlib import Path

from faircopy.publish import rules
from faircopy.publish.changes import compare
from faircopy.publish.commit import push, verify
from faircopy.publish.context import PublishContext, Reporter, git_explained, publish_context, remote_explained
from faircopy.publish.destination import Destination, destination_of
from faircopy.publish.diff import diff_lines
from faircopy.publish.git import Repository
from faircopy.publish.guards.site_address import check_stand_in
from faircopy.publish.live import build_in
from faircopy.publish.phrases import HERE
from faircopy.publish.publish import ask_remote, look_at_live_site
from faircopy.publish.refusal import PublishRefusedError, refuse_errors
from faircopy.publish.repository_state import SOURCE_LINE
from faircopy.publish.site import BUILD_FILE

# In the message of a commit of ours: whose site it put back.
RESTORED_LINE = re.compile(r"^Restored: ([0-9a-f]{40,64})$", re.MULTILINE)


def unpublish_last(folder: Path, settings_name: str, reporter: Reporter, *, dry_run: bool = False) -> None:
    """Publish the tree of the publication before the last one. Raises PublishRefusedError.

    Repeating it goes back further: a restoring commit counts as the commit that it restored.
    """
    with publish_context(folder, settings_name, reporter) as context:
        settings, repository = context.settings, context.repository
        # Where the site would be looked for afterwards.
        refuse_errors([*check_stand_in(settings)])
        ask_remote(context)
        with remote_explained(settings):
            destination = destination_of(repository, settings.remote)
            head = repository.fetch(destination.place, settings.branch)
        if head is None:
            raise nothing_before(f"'{settings.remote}' has no branch '{settings.branch}'")
        with git_explained():
            earlier = earlier_than(repository, head)
        show_changes(context, head, earlier)
        if dry_run:
            reporter.progress("nothing was changed (--dry-run)")
            return
        restore(context, destination, head, earlier)
        if entry := repository.entries_of(earlier).get(BUILD_FILE):
            look_at_live_site(context, build_in(repository.data_of(entry.blob)))


def restore(context: PublishContext, destination: Destination, head: str, earlier: str) -> None:
    """Push a commit on top of `head` with the files of `earlier`, and verify it. Raises PublishRefusedError."""
    settings, repository, reporter = context.settings, context.repository, context.reporter
    with git_explained():
        commit = restoring_commit(repository, head, earlier)
    reporter.progress(f"pushing to '{settings.branch}' on '{settings.remote}', {destination.public_address}")
    push(repository, settings, destination, commit, head)
    verify(repository, settings, destination, commit, repository.tree_of(earlier))
    reporter.progress(f"the site of {earlier[:10]} is back, as {commit[:10]}, on {destination.public_address}")
    reporter.progress("the source is as it was: correct it, or git revert, before you publish again")


def nothing_before(fact: str) -> PublishRefusedError:
    return PublishRefusedError([rules.NOTHING_BEFORE.at(HERE, 1, fact, "there is nothing to put back")])


def earlier_than(repository: Repository, head: str) -> str:
    """Return the commit with the site that preceded that of `head`. Raises PublishRefusedError."""
    now = restored_by(repository, head)
    message = repository.message_of(now)
    if not SOURCE_LINE.search(message):
        subject = message.partition("\n")[0]
        raise nothing_before(f"the last commit, {now[:10]} '{subject}', was not made by make publish")
    parents = repository.parents_of(now)
    if not parents:
        raise nothing_before(f"{now[:10]} is the first that was published")
    return restored_by(repository, parents[0])


def restored_by(repository: Repository, commit: str) -> str:
    """Return the commit that `commit` restored; itself if it restored none."""
    found = RESTORED_LINE.search(repository.message_of(commit))
    return restored_by(repository, found[1]) if found else commit


def show_changes(context: PublishContext, head: str, earlier: str) -> None:
    repository = context.repository
    now, then = repository.entries_of(head), repository.entries_of(earlier)
    blobs_now = {name: entry.blob for name, entry in now.items()}
    blobs_then = {name: entry.blob for name, entry in then.items()}
    changes = compare(blobs_now, blobs_then, {}, context.settings.generated)

    with repository.reading() as read:
        for line in diff_lines(
            changes, lambda name: read(blobs_now[name]), lambda name: read(blobs_then[name]), diff=False
        ):
            context.reporter.result(line)


def restoring_commit(repository: Repository, head: str, earlier: str) -> str:
    """Make a commit on top of `head` with the files of `earlier`."""
    source = SOURCE_LINE.search(repository.message_of(earlier))
    lines = [f"Put back {earlier[:10]}: {repository.read_commit(earlier).subject}", ""]
    lines += [f"Source: {source[1]}"] if source else []
    message = "\n".join([*lines, f"Restored: {earlier}"])
    return repository.ask_as_user("commit-tree", repository.tree_of(earlier), "-p", head, "-m", message)
