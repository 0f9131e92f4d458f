"""Checks the files of a commit before it is built: all are present, and no link leads out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from faircopy.diagnostics.model import Diagnostic
from faircopy.publish import rules
from faircopy.publish.git import TreeEntry

LINK = "120000"
SUBMODULE = "160000"
# As many links in a row as Linux follows.
MAX_LINKS = 40
# https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md#the-pointer
POINTER = b"version https://git-lfs.github.com/spec/"
MAX_POINTER_BYTES = 1024
HINT_LINK = "put the file itself, or a copy of it, there"


@dataclass(frozen=True, slots=True)
class CommitTree:
    """The files of a commit, and the targets of its links."""

    entries: Mapping[str, TreeEntry]
    links: Mapping[str, str]  # path -> target of the link

    def why_outside(self, path: str) -> str:
        """Return why the link at `path` must not be followed; "" if its target is committed or missing.

        The result completes the sentence "it is a symbolic link that …".
        """
        parts = list(PurePosixPath(path).parts)
        done: list[str] = []
        followed = 0
        while parts:
            part = parts.pop(0)
            if part == "..":
                if not done:
                    return "leads out of the repository"
                done.pop()
                continue
            done.append(part)
            here = "/".join(done)
            if part.casefold() == ".git":
                return "leads into '.git'"
            if here in self.links:
                followed += 1
                if followed > MAX_LINKS:
                    return "leads in a circle"
                target = PurePosixPath(self.links[here])
                if target.is_absolute():
                    return "leads out of the repository"
                done.pop()
                parts = [*target.parts, *parts]
        # A link to a folder that holds it.
        folder = PurePosixPath(path).parent
        return "leads in a circle" if folder.is_relative_to("/".join(done) or ".") else ""

    def followed(self) -> frozenset[str]:
        """The links that may be followed."""
        return frozenset(path for path in self.links if not self.why_outside(path))


def check_committed(tree: CommitTree, site: str, read_from: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Yield each outside link below the folder `site`, and each submodule in the folders `read_from`.

    The folders are paths in the repository; "." is all of it.
    """
    for path in tree.links:
        if is_in(path, site) and (why := tree.why_outside(path)):
            yield rules.LINK_OUT.at(path, 1, f"it is a symbolic link that {why}", HINT_LINK)
    for path, entry in tree.entries.items():
        if entry.mode == SUBMODULE and any(is_in(path, one) or is_in(one, path) for one in read_from):
            fact = "it is a submodule: its files are in no commit of this repository"
            yield rules.NOT_COMMITTED.at(path, 1, fact, "put the files themselves there, as git subtree does")


def check_pointer(path: str, data: bytes) -> Iterator[Diagnostic]:
    """Yield a diagnostic if a file is only a Git LFS pointer."""
    if len(data) <= MAX_POINTER_BYTES and data.startswith(POINTER):
        fact = "it is a pointer of Git LFS: the file itself is in no commit"
        hint = "git lfs untrack it and commit the file itself; GitHub Pages does not follow pointers either"
        yield rules.NOT_COMMITTED.at(path, 1, fact, hint)


def is_in(path: str, folder: str) -> bool:
    return PurePosixPath(path).is_relative_to(folder)
