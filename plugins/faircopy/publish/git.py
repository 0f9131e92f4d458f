"""The only module that runs git, in one of two ways.

*As the repository says*: committed files are read without settings of the machine or the user, without replaced
objects, grafts, filters and hooks, so that a commit is the same bytes everywhere. *As the user*: to reach a remote, and
to know the committer, git needs the user's own settings.
"""

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from faircopy.publish.git_environment import environment_of_repository, environment_of_user
from faircopy.publish.objects import algorithm_of, blob_hash

# Our own names in the repository: the site as the remote has it, and the commit that is being made.
PUBLISHED = "refs/faircopy/published"
WORK_BRANCH = "faircopy-publishing"


class GitError(Exception):
    """Git failed; the message is its own."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A file in a commit."""

    mode: str  # "100644" for all that we write
    blob: str
    size: int


@dataclass(frozen=True, slots=True)
class Commit:
    """The metadata of a commit."""

    tree: str
    parents: tuple[str, ...]
    seconds: int  # since 1970, when it was committed
    message: str

    @property
    def subject(self) -> str:
        return " ".join(self.message.strip().partition("\n\n")[0].split())


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with a working folder."""

    root: Path

    def ask(self, *arguments: str) -> str:
        """Return git's output about the repository, stripped. Raises GitError."""
        return self.bytes_of(*arguments).decode("utf-8", "replace").strip()

    def bytes_of(self, *arguments: str) -> bytes:
        return run_git(self.root, arguments, environment_of_repository())

    def ask_as_user(self, *arguments: str, hooks: bool = False) -> str:
        """Return git's output with the user's own settings, for remotes and names. Raises GitError."""
        given = environment_of_user(hooks=hooks)
        return run_git(self.root, arguments, given).decode("utf-8", "replace").strip()

    def holds(self, *arguments: str) -> bool:
        """Tell whether git answers yes by its exit status, as `merge-base --is-ancestor` does."""
        try:
            self.ask(*arguments)
        except GitError:
            return False
        return True

    def commit_at(self, name: str) -> str | None:
        """Return the commit of a ref or another name; None if there is none."""
        try:
            return self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except GitError:
            return None

    def fetch(self, remote: str, branch: str) -> str | None:
        """Fetch that branch under a private ref; return its commit, or None if the remote has none."""
        head = self.head_at(remote, branch)
        if head is None:
            self.forget(PUBLISHED)
            return None
        self.fetch_only(remote, f"+refs/heads/{branch}:{PUBLISHED}")
        return self.commit_at(PUBLISHED)

    def fetch_only(self, remote: str, refs: str) -> None:
        """Fetch `refs` only, whatever the settings say about tags, submodules and pruning."""
        options = ("--quiet", "--no-tags", "--no-prune", "--no-recurse-submodules", "--refmap=")
        self.ask_as_user("fetch", *options, remote, refs)

    def head_at(self, remote: str, branch: str) -> str | None:
        """Ask the remote itself for the commit of a branch."""
        line = self.ask_as_user("ls-remote", remote, f"refs/heads/{branch}")
        return line.split()[0] if line else None

    def push_only(self, remote: str, refs: str) -> None:
        """Push `refs` only. The user's pre-push hooks run."""
        options = ("--quiet", "--no-follow-tags", "--recurse-submodules=no")
        self.ask_as_user("push", *options, remote, refs, hooks=True)

    def forget(self, ref: str) -> None:
        if self.holds("show-ref", "--verify", "--quiet", ref):
            self.ask("update-ref", "-d", ref)

    def read_commit(self, name: str) -> Commit:
        return commit_in(self.bytes_of("cat-file", "commit", name))

    def message_of(self, commit: str) -> str:
        return self.read_commit(commit).message

    def tree_of(self, commit: str) -> str:
        return self.read_commit(commit).tree

    def parents_of(self, commit: str) -> list[str]:
        return list(self.read_commit(commit).parents)

    def entries_of(self, commit: str) -> dict[str, TreeEntry]:
        """Return the files of a commit by their paths."""
        return dict(entries_in(self.bytes_of("ls-tree", "-r", "-l", "-z", "--full-tree", commit)))

    def data_of(self, blob: str) -> bytes:
        return self.bytes_of("cat-file", "blob", blob)

    def contents_of(self, blobs: Iterable[str]) -> Iterator[bytes]:
        """Yield the committed bytes of each of `blobs`. Raises GitError."""
        with self.reading() as read:
            for blob in blobs:
                yield read(blob)

    @contextmanager
    def reading(self) -> Iterator[Callable[[str], bytes]]:
        """Give a function that returns the committed bytes of a blob, by one git for all. It raises GitError."""
        with subprocess.Popen(
            ("git", "cat-file", "--batch"),  # noqa: S607  # the author's own
            cwd=self.root,
            env=environment_of_repository(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        ) as process:
            assert process.stdin and process.stdout  # noqa: S101, PT018  # both are pipes
            yield partial(blob_from, process.stdin, process.stdout)
            process.stdin.close()


def blob_from(questions: IO[bytes], answers: IO[bytes], blob: str) -> bytes:
    """Ask `git cat-file --batch` for a blob. Raises GitError."""
    questions.write(f"{blob}\n".encode())
    questions.flush()
    header = answers.readline().split()
    if len(header) != 3:
        raise GitError(f"the object {blob} is not in the repository")
    data = answers.read(int(header[2]) + 1)[:-1]
    if blob_hash(data, algorithm_of(blob)) != blob:
        raise GitError(f"the object {blob} is damaged; git fsck says more")
    return data


def repository_around(folder: Path) -> Repository:
    """Return the repository that `folder` is in. Raises GitError."""
    # As the user: git refuses a folder that belongs to somebody else, unless the user trusts it.
    top = run_git(folder, ("rev-parse", "--show-toplevel"), environment_of_user()).decode().strip()
    if not top:
        raise GitError("this operation must be run in a work tree")
    return Repository(Path(top))


def run_git(folder: Path, arguments: tuple[str, ...], environment: Mapping[str, str]) -> bytes:
    try:
        # The arguments are ours; what an author sets is checked before it gets here.
        done = subprocess.run(  # noqa: S603
            ("git", *arguments),  # noqa: S607  # the author's own
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    if done.returncode:
        raise GitError(" ".join(done.stderr.decode("utf-8", "replace").split()) or f"git ended with {done.returncode}")
    return done.stdout


def commit_in(data: bytes) -> Commit:
    """Read a commit object: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_git_commit_objects."""
    head, _, message = data.partition(b"\n\n")
    headers: dict[str, list[str]] = {}
    for line in head.decode("utf-8", "replace").split("\n"):
        name, _, value = line.partition(" ")
        headers.setdefault(name, []).append(value)
    committed = re.search(r" (\d+) [-+]\d{4}$", headers.get("committer", [""])[0])
    try:
        text = message.decode(headers.get("encoding", ["utf-8"])[0])
    except (LookupError, UnicodeDecodeError):
        text = message.decode("utf-8", "replace")
    return Commit(headers["tree"][0], tuple(headers.get("parent", ())), int(committed[1]) if committed else 0, text)


def entries_in(listing: bytes) -> Iterator[tuple[str, TreeEntry]]:
    for line in listing.decode("utf-8", "surrogateescape").split("\0"):
        if line:
            described, _, path = line.partition("\t")
            mode, _, blob, size = described.split()
            yield path, TreeEntry(mode, blob, int(size) if size.isdigit() else 0)
