"""Exports and builds a commit: what is published is what is committed, whatever else is in the folder."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import Any

from faircopy.build.build import build_site
from faircopy.diagnostics.model import Diagnostic
from faircopy.publish.commit_files import LINK, SUBMODULE, CommitTree, check_committed, check_pointer, is_in
from faircopy.publish.git import GitError, Repository, TreeEntry
from faircopy.publish.refusal import refuse_errors

EXECUTABLE = "100755"


def export(repository: Repository, commit: str, folder: Path, site: str = ".", read_from: tuple[str, ...] = ()) -> None:
    """Write the files of `commit` into `folder`, replacing what is there: exactly the committed bytes.

    No attribute, filter or setting of git takes effect, and every file has the time of the commit. `site` is the folder
    of the site in the repository, `read_from` the folders that it is made from. Raises GitError, and
    PublishRefusedError for a link that leads out, a submodule, or a Git LFS pointer.
    """
    entries = repository.entries_of(commit)
    links = [path for path, entry in entries.items() if entry.mode == LINK]
    targets = repository.contents_of(entries[path].blob for path in links)
    tree = CommitTree(entries, {path: os.fsdecode(data) for path, data in zip(links, targets, strict=True)})
    refuse_errors(check_committed(tree, site, read_from))
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    refuse_errors([*write_out(repository, tree, folder, repository.read_commit(commit).seconds, read_from)])


def write_out(
    repository: Repository, tree: CommitTree, folder: Path, seconds: int, read_from: tuple[str, ...]
) -> Iterator[Diagnostic]:
    """Write the files, then the links, so that nothing is written through a link; yield problems."""
    files = [path for path, entry in tree.entries.items() if entry.mode not in (LINK, SUBMODULE)]
    made = {""}
    for path, data in zip(files, repository.contents_of(tree.entries[path].blob for path in files), strict=True):
        make_folders(folder, path, made)
        write_file(folder / path, data, tree.entries[path], seconds)
        if any(is_in(path, one) for one in read_from):
            yield from check_pointer(path, data)
    for path in sorted(tree.followed()):
        make_folders(folder, path, made)
        with duplicate_name(path):
            (folder / path).symlink_to(tree.links[path])


def make_folders(folder: Path, path: str, made: set[str]) -> None:
    """Create the folders of a file. Raises GitError for an impossible path."""
    *above, _ = parts = path.split("/")
    if any(part in ("", ".", "..") or part.casefold() == ".git" for part in parts):
        raise GitError(f"the commit has a file '{path}', which git itself would not write")
    here = ""
    for part in above:
        here = f"{here}/{part}".lstrip("/")
        if here not in made:
            with duplicate_name(here):
                (folder / here).mkdir()
            made.add(here)


def write_file(file: Path, data: bytes, entry: TreeEntry, seconds: int) -> None:
    with duplicate_name(str(file)), file.open("xb") as out:
        out.write(data)
    file.chmod(0o755 if entry.mode == EXECUTABLE else 0o644)
    os.utime(file, (seconds, seconds))


@contextmanager
def duplicate_name(path: str) -> Iterator[None]:
    """Return a GitError for two names in the commit that are one on this disk."""
    try:
        yield
    except FileExistsError:
        raise GitError(f"'{path}' differs from another name only in a way that this disk does not keep") from None


def build_export(source: Path, settings_file: str, output: Path, overrides: Mapping[str, Any]) -> list[Diagnostic]:
    """Build the exported site into `output`; return the warnings.

    It runs in that folder, so that messages name files as the author knows them. Raises BuildFailedError.
    """
    with chdir(source):
        return build_site(Path(settings_file), output, overrides)
