"""Commits a checked site with ghp-import, pushes it without force, and reads it back from the remote."""

import os
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager

from ghp_import import ghp_import

from faircopy.publish import rules
from faircopy.publish.destination import Destination
from faircopy.publish.git import PUBLISHED, WORK_BRANCH, GitError, Repository
from faircopy.publish.git_environment import environment_of_user
from faircopy.publish.objects import algorithm_of
from faircopy.publish.phrases import HERE
from faircopy.publish.refusal import PublishRefusedError
from faircopy.publish.settings import PublishSettings
from faircopy.publish.site import BuiltSite

WORK_REF = f"refs/heads/{WORK_BRANCH}"


def message_of(subject: str, source: str, build: str, gone: Mapping[str, str]) -> str:
    """Return the commit message of a publication; the next publication reads its `Source` line."""
    lines = [f"Publish {source[:10]}: {subject}", "", f"Source: {source}", f"Build: {build}"]
    return "\n".join([*lines, *(f"Gone: {address} ({' '.join(why.split())})" for address, why in gone.items())]) + "\n"


@contextmanager
def variables_of(environment: Mapping[str, str]) -> Iterator[None]:
    """Replace the environment of this process: ghp-import runs git itself."""
    before = dict(os.environ)
    try:
        os.environ.clear()
        os.environ.update(environment)
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def commit_site(repository: Repository, site: BuiltSite, onto: str | None, message: str) -> str:
    """Commit `site` on top of `onto`, and return the commit. Nothing of the user's is changed.

    Raises PublishRefusedError if it cannot be committed.

    ghp-import writes to a branch, which it resets to the remote's last known state; so we give it a branch of our own.
    """
    if repository.commit_at(f"refs/tags/{WORK_BRANCH}"):  # ghp-import names the branch shortly, and git takes the tag
        fact = f"a tag is called '{WORK_BRANCH}', as the branch is on which a publication is made"
        raise PublishRefusedError([rules.COMMIT_DIFFERS.at(HERE, 1, fact, f"remove it: git tag -d {WORK_BRANCH}")])
    trouble = ""
    try:
        repository.forget(WORK_REF)
        if onto:
            repository.ask("update-ref", WORK_REF, onto)
        with chdir(repository.root), variables_of(environment_of_user()):
            ghp_import(str(site.root), branch=WORK_BRANCH, mesg=message, nojekyll=True, cname=site.cname or None)
    except Exception as error:  # noqa: BLE001  # when fast-import fails, ghp-import raises by a mistake of its own
        trouble = f": {type(error).__name__}: {error}"
    # Whatever git said, the remote's state decides.
    commit = repository.commit_at(WORK_REF)
    made = repository.read_commit(commit) if commit else None
    if (
        commit is None
        or made is None
        or made.tree != site.tree(algorithm_of(commit))
        or made.parents != ((onto,) if onto else ())
    ):
        fact = f"the commit that ghp-import made does not hold the files that were checked{trouble}"
        raise PublishRefusedError([rules.COMMIT_DIFFERS.at(HERE, 1, fact, "nothing was pushed; try again")])
    return commit


def push(
    repository: Repository, settings: PublishSettings, destination: Destination, commit: str, onto: str | None
) -> None:
    """Push `commit` to the remote, whose branch must still be at `onto`. Raises PublishRefusedError."""
    try:
        repository.push_only(settings.remote, f"{commit}:refs/heads/{settings.branch}")
    except GitError as error:
        now = head_if_reachable(repository, destination, settings.branch)
        if now and (now == commit or is_below(repository, settings, destination, commit)):
            return  # it arrived, and only the answer was lost
        raise failed(settings, destination, error, now, onto) from None


def failed(
    settings: PublishSettings, destination: Destination, error: GitError, now: str | None, onto: str | None
) -> PublishRefusedError:
    """Return the refusal for a push that failed according to git; `now` is the remote branch's head, if known."""
    if now == "":
        fact = f"the push to {destination.public_address} broke off, and nobody answers there now: {error}"
        hint = "the site may have arrived or not; publish again, which looks first"
        return PublishRefusedError([rules.PUSH_FAILED.at(HERE, 1, fact, hint)], "not known whether it was published")
    if now != onto:
        fact = f"'{settings.branch}' on '{settings.remote}' has moved since this began: somebody else has published"
        hint = "their site stands, and nothing of yours is lost: git pull, and publish again"
        return PublishRefusedError([rules.OVERTAKEN.at(HERE, 1, fact, hint)])
    fact = f"'{settings.remote}' did not take it: {error}"
    return PublishRefusedError([rules.PUSH_FAILED.at(HERE, 1, fact, "the live site is as it was; publish again")])


def head_if_reachable(repository: Repository, destination: Destination, branch: str) -> str | None:
    """Return the head of the remote branch; None if there is no such branch, "" if the remote is unreachable."""
    try:
        return repository.head_at(destination.place, branch)
    except GitError:
        return ""


def is_below(repository: Repository, settings: PublishSettings, destination: Destination, commit: str) -> bool:
    """Tell whether the remote branch contains `commit`: somebody may have published on top of it."""
    try:
        there = repository.fetch(destination.place, settings.branch)
    except GitError:
        return False
    return there is not None and repository.holds("merge-base", "--is-ancestor", commit, there)


def verify(repository: Repository, settings: PublishSettings, destination: Destination, commit: str, tree: str) -> None:
    """Read the branch back from the remote, and compare its contents with `tree`.

    Raises PublishRefusedError, which says that something was pushed.
    """
    standing = f"pushed to {destination.public_address}, and not confirmed"
    try:
        there = repository.fetch(destination.place, settings.branch)
        is_there = there is not None and repository.tree_of(PUBLISHED) == tree
        # Somebody may have published on top of it in this very moment.
        if not is_there and not is_below(repository, settings, destination, commit):
            fact = f"'{settings.branch}' on {destination.public_address} does not hold the files that were pushed"
            hint = "look at it, and publish again"
            raise PublishRefusedError([rules.REMOTE_DIFFERS.at(HERE, 1, fact, hint)], standing)
        repository.forget(WORK_REF)
    except GitError as error:
        fact = f"it was pushed to {destination.public_address}, which cannot be read back: {error}"
        hint = "the site is there, as far as git could tell; publish again, which looks first"
        raise PublishRefusedError([rules.REMOTE_SILENT.at(HERE, 1, fact, hint)], standing) from None
