"""The one place that calls git."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

# Our own names in the repository: the site as the remote has it, and the commit that is being made.
PUBLISHED = "refs/faircopy/published"
WORK_BRANCH = "faircopy-publishing"


class GitError(Exception):
    """Git did not do it; the message is its own words."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a commit."""

    mode: str  # "100644" for all that we write
    blob: str
    size: int


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with a folder to work in."""

    root: Path

    def ask(self, *arguments: str, **environment: str) -> str:
        """Return what git prints, without the white space around it. Raises GitError."""
        return run_git(self.root, arguments, environment).decode("utf-8", "replace").strip()

    def holds(self, *arguments: str) -> bool:
        """Tell whether git says yes, as `merge-base --is-ancestor` does by its status."""
        try:
            self.ask(*arguments)
        except GitError:
            return False
        return True

    def commit_at(self, name: str) -> str | None:
        """Return the commit that a ref or another name stands for; None when there is none."""
        try:
            return self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except GitError:
            return None

    def fetch(self, remote: str, branch: str) -> str | None:
        """Bring that branch here, under a name of ours; return its commit, or None when the remote has none."""
        head = self.head_at(remote, branch)
        if head is None:
            self.forget(PUBLISHED)
            return None
        self.ask("fetch", "--quiet", "--no-tags", remote, f"+refs/heads/{branch}:{PUBLISHED}")
        return self.commit_at(PUBLISHED)

    def head_at(self, remote: str, branch: str) -> str | None:
        """Ask the remote itself for the commit of a branch."""
        line = self.ask("ls-remote", remote, f"refs/heads/{branch}")
        return line.split()[0] if line else None

    def forget(self, ref: str) -> None:
        if self.holds("show-ref", "--verify", "--quiet", ref):
            self.ask("update-ref", "-d", ref)

    def message_of(self, commit: str) -> str:
        return self.ask("log", "-1", "--format=%B", commit)

    def tree_of(self, commit: str) -> str:
        return self.ask("rev-parse", f"{commit}^{{tree}}")

    def parents_of(self, commit: str) -> list[str]:
        return self.ask("log", "-1", "--format=%P", commit).split()

    def entries_of(self, commit: str) -> dict[str, Entry]:
        """Return the files of a commit by their paths."""
        listing = run_git(self.root, ("ls-tree", "-r", "-l", "-z", "--full-tree", commit), {})
        return dict(entries_in(listing))

    def data_of(self, blob: str) -> bytes:
        return run_git(self.root, ("cat-file", "blob", blob), {})

    def write_out(self, commit: str, folder: Path) -> None:
        """Write the files of a commit below `folder`, without touching anything that is checked out."""
        index = {"GIT_INDEX_FILE": str(folder.parent / f"{folder.name}.index")}
        self.ask("read-tree", commit, **index)
        self.ask("checkout-index", "--all", "--force", f"--prefix={folder}/", **index)


def repository_around(folder: Path) -> Repository:
    """Return the repository that `folder` is in. Raises GitError."""
    top = run_git(folder, ("rev-parse", "--show-toplevel"), {}).decode().strip()
    if not top:
        raise GitError("this operation must be run in a work tree")
    return Repository(Path(top))


def run_git(folder: Path, arguments: tuple[str, ...], environment: Mapping[str, str]) -> bytes:
    # Messages in English, because they are shown beside ours.
    settings = {**os.environ, "LC_ALL": "C", **environment}
    try:
        # The arguments are ours; what an author sets is checked before it gets here.
        done = subprocess.run(  # noqa: S603
            ("git", *arguments),  # noqa: S607  # the author's own
            cwd=folder,
            env=settings,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitError("git is not installed") from None
    if done.returncode:
        raise GitError(" ".join(done.stderr.decode("utf-8", "replace").split()) or f"git ended with {done.returncode}")
    return done.stdout


def entries_in(listing: bytes) -> Iterator[tuple[str, Entry]]:
    for line in listing.decode("utf-8", "surrogateescape").split("\0"):
        if line:
            told, _, path = line.partition("\t")
            mode, _, blob, size = told.split()
            yield path, Entry(mode, blob, int(size) if size.isdigit() else 0)
