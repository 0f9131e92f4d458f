"""A checked site as a commit: made by ghp-import, pushed without force, read back from the remote."""

from collections.abc import Mapping
from contextlib import chdir

from ghp_import import ghp_import

from publish import rules
from publish.git import PUBLISHED, WORK_BRANCH, GitError, Repository
from publish.guards import HERE
from publish.refusal import PublishRefusedError
from publish.settings import Settings
from publish.site import Site

WORK_REF = f"refs/heads/{WORK_BRANCH}"


def message_of(subject: str, source: str, build: str, gone: Mapping[str, str]) -> str:
    """Return the message of a publication; `Source` is what the next one looks for."""
    lines = [f"Publish {source[:10]}: {subject}", "", f"Source: {source}", f"Build: {build}"]
    return "\n".join([*lines, *(f"Gone: {address} ({' '.join(why.split())})" for address, why in gone.items())]) + "\n"


def commit_site(repository: Repository, site: Site, onto: str | None, message: str) -> str:
    """Make a commit of `site` that comes after `onto`, and return it. Nothing that the user has is touched.

    ghp-import writes to a branch, and moves that to what it last knew of the remote; so the branch is one of ours.
    """
    trouble = ""
    try:
        repository.forget(WORK_REF)
        if onto:
            repository.ask("update-ref", WORK_REF, onto)
        with chdir(repository.root):
            ghp_import(str(site.root), branch=WORK_BRANCH, mesg=message, nojekyll=True, cname=site.cname or None)
    except Exception as error:  # noqa: BLE001  # when fast-import fails, ghp-import raises by a mistake of its own
        trouble = f": {type(error).__name__}: {error}"
    # Whatever it said: what counts is what is there.
    commit = repository.commit_at(WORK_REF)
    expected = site.tree(repository.ask("rev-parse", "--show-object-format"))
    if (
        commit is None
        or repository.tree_of(commit) != expected
        or repository.parents_of(commit) != ([onto] if onto else [])
    ):
        fact = f"the commit that ghp-import made does not hold the files that were checked{trouble}"
        raise PublishRefusedError([rules.COMMIT_DIFFERS.at(HERE, 1, fact, "nothing was pushed; try again")])
    return commit


def push(repository: Repository, settings: Settings, commit: str, onto: str | None) -> None:
    """Put `commit` on the remote, whose branch must still be at `onto`. Raises PublishRefusedError."""
    try:
        repository.ask("push", "--quiet", settings.remote, f"{commit}:refs/heads/{settings.branch}")
    except GitError as error:
        now = head_if_reachable(repository, settings)
        if now == commit:
            return  # it arrived, and only the answer was lost
        if now not in (onto, ""):
            fact = f"'{settings.branch}' on '{settings.remote}' has moved since this began: somebody else has published"
            hint = "their site stands, and nothing of yours is lost: git pull, and publish again"
            raise PublishRefusedError([rules.OVERTAKEN.at(HERE, 1, fact, hint)]) from None
        fact = f"'{settings.remote}' did not take it: {error}"
        hint = "the live site is as it was; publish again"
        raise PublishRefusedError([rules.PUSH_FAILED.at(HERE, 1, fact, hint)]) from None


def head_if_reachable(repository: Repository, settings: Settings) -> str | None:
    """Return the commit of the remote branch, None when there is no such branch, nothing when nobody answers."""
    try:
        return repository.head_at(settings.remote, settings.branch)
    except GitError:
        return ""


def verify(repository: Repository, settings: Settings, commit: str, tree: str) -> None:
    """Read the remote branch back, and compare what it holds with `tree`. Raises PublishRefusedError."""
    there = repository.fetch(settings.remote, settings.branch)
    if there is None or repository.tree_of(PUBLISHED) != tree:
        # Somebody may have published on top of it in this very moment.
        if there and repository.holds("merge-base", "--is-ancestor", commit, there):
            return
        fact = f"'{settings.branch}' on '{settings.remote}' does not hold the files that were pushed"
        raise PublishRefusedError([rules.REMOTE_DIFFERS.at(HERE, 1, fact, "look at it, and publish again")])
    repository.forget(WORK_REF)
