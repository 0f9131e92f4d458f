"""The state of the local repository and the remote before a publication."""

import re
from dataclasses import dataclass

from faircopy.publish.destination import destination_of
from faircopy.publish.git import GitError, Repository
from faircopy.publish.settings import PublishSettings

SOURCE_LINE = re.compile(r"^Source: ([0-9a-f]{40,64})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """The site on the remote."""

    commit: str
    tree: str
    source: str | None  # the commit that it was built from, if the message names it
    source_is_behind: bool  # the source is part of the history that is checked out
    cname: str | None


@dataclass(frozen=True, slots=True)
class RepositoryState:
    """The facts for the guards."""

    branch: str  # that is checked out; nothing when none is
    head: str
    is_shallow: bool
    changed: tuple[str, ...]  # files that are not committed
    hidden: tuple[str, ...]  # files whose changes git was told to overlook
    default_branch: str  # of the remote; nothing when it does not say
    in_use: frozenset[str]  # branches that some folder has checked out
    remote_url: str
    unpushed: int  # commits of the source that its remote does not have
    unfetched: int  # … and that only its remote has
    has_identity: bool
    published: PublishedSite | None


def repository_state(repository: Repository, settings: PublishSettings) -> RepositoryState:
    """Fetch, and collect the state. Raises GitError."""
    branch = name_of_branch(repository)
    destination = destination_of(repository, settings.remote)
    unpushed, unfetched = distance(repository, settings)
    listed = repository.ask("worktree", "list", "--porcelain")
    return RepositoryState(
        branch=branch,
        head=repository.ask("rev-parse", "HEAD"),
        is_shallow=repository.ask("rev-parse", "--is-shallow-repository") == "true",
        changed=changed_files(repository),
        hidden=hidden_changes(repository),
        default_branch=default_branch(repository, destination.place),
        in_use=frozenset(re.findall(r"^branch refs/heads/(.+)$", listed, re.MULTILINE)),
        remote_url=destination.configured,
        unpushed=unpushed,
        unfetched=unfetched,
        has_identity=has_identity(repository),
        published=published_site(repository, destination.place, settings.branch),
    )


def name_of_branch(repository: Repository) -> str:
    try:
        # Not `--short`: that writes "heads/main" where a tag or a remote is called "main", too.
        return repository.ask("symbolic-ref", "--quiet", "HEAD").removeprefix("refs/heads/")
    except GitError:
        return ""


def changed_files(repository: Repository) -> tuple[str, ...]:
    """Return the uncommitted files, untracked ones included."""
    lines = repository.ask_as_user(
        "status", "--porcelain", "--untracked-files=normal", "--ignore-submodules=none"
    ).splitlines()
    return tuple(line.split(maxsplit=1)[1] for line in lines)


def hidden_changes(repository: Repository) -> tuple[str, ...]:
    """Return the files of `update-index --assume-unchanged` (a small letter) and `--skip-worktree` (an S)."""
    lines = repository.ask("ls-files", "-v").splitlines()
    return tuple(line[2:] for line in lines if line[:1].islower() or line[:1] == "S")


def default_branch(repository: Repository, remote: str) -> str:
    found = re.search(
        r"^ref: refs/heads/(\S+)\tHEAD$", repository.ask_as_user("ls-remote", "--symref", remote, "HEAD"), re.MULTILINE
    )
    return found[1] if found else ""


def distance(repository: Repository, settings: PublishSettings) -> tuple[int, int]:
    """Return how many commits of the source are only here, and how many only on its remote.

    That is the remote that the branch tracks: the site may be published to another repository.
    """
    try:
        remote = repository.ask_as_user("config", f"branch.{settings.source}.remote")
    except GitError:
        remote = settings.remote
    theirs = repository.head_at(remote, settings.source)
    local = repository.commit_at(f"refs/heads/{settings.source}")
    if theirs is None or local is None or theirs == local:
        return 0, 0
    repository.fetch_only(remote, f"refs/heads/{settings.source}")
    counts = repository.ask("rev-list", "--left-right", "--count", f"{local}...{theirs}").split()
    return int(counts[0]), int(counts[1])


def has_identity(repository: Repository) -> bool:
    """Tell whether git knows a name and an email address, which ghp-import needs."""
    try:
        return "<>" not in repository.ask_as_user("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT")
    except GitError:
        return False


def published_site(repository: Repository, place: str, branch: str) -> PublishedSite | None:
    commit = repository.fetch(place, branch)
    if commit is None:
        return None
    source = source_of(repository, commit)
    entry = repository.entries_of(commit).get("CNAME")
    return PublishedSite(
        commit,
        repository.tree_of(commit),
        source,
        source is None or repository.holds("merge-base", "--is-ancestor", source, "HEAD"),
        repository.data_of(entry.blob).decode("utf-8", "replace").strip() if entry else None,
    )


def source_of(repository: Repository, commit: str) -> str | None:
    found = SOURCE_LINE.search(repository.message_of(commit))
    return found[1] if found else None
