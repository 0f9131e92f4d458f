"""A commit as files, built: what is published is what is committed, whatever else lies in the folder."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import Any

from faircopy.build.build import build_site
from faircopy.diagnostics.model import Diagnostic
from faircopy.publish.commit_files import LINK, SUBMODULE, Tree, check_committed, check_pointer, is_in
from faircopy.publish.git import Entry, GitError, Repository
from faircopy.publish.refusal import refuse_errors

EXECUTABLE = "100755"


def export(repository: Repository, commit: str, folder: Path, site: str = ".", read_from: tuple[str, ...] = ()) -> None:
    """Write the files of `commit` into `folder`, replacing what is there: exactly the bytes that are committed.

    No attribute, filter or setting of git's has a part in it, and every file has the time of the commit. `site` is the
    folder of the site in the repository, `read_from` those that it is made of. Raises GitError, and PublishRefusedError
    where a link leads out, or a submodule or a pointer of Git LFS stands in for files.
    """
    entries = repository.entries_of(commit)
    links = [path for path, entry in entries.items() if entry.mode == LINK]
    targets = repository.contents_of(entries[path].blob for path in links)
    tree = Tree(entries, {path: os.fsdecode(data) for path, data in zip(links, targets, strict=True)})
    refuse_errors(check_committed(tree, site, read_from))
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    refuse_errors([*write_out(repository, tree, folder, repository.read_commit(commit).seconds, read_from)])


def write_out(
    repository: Repository, tree: Tree, folder: Path, seconds: int, read_from: tuple[str, ...]
) -> Iterator[Diagnostic]:
    """Write the files, then the links, so that nothing is written through one; yield what stands in for a file."""
    files = [path for path, entry in tree.entries.items() if entry.mode not in (LINK, SUBMODULE)]
    made = {""}
    for path, data in zip(files, repository.contents_of(tree.entries[path].blob for path in files), strict=True):
        make_folders(folder, path, made)
        write_file(folder / path, data, tree.entries[path], seconds)
        if any(is_in(path, one) for one in read_from):
            yield from check_pointer(path, data)
    for path in sorted(tree.followed()):
        make_folders(folder, path, made)
        with named_twice(path):
            (folder / path).symlink_to(tree.links[path])


def make_folders(folder: Path, path: str, made: set[str]) -> None:
    """Make the folders that a file stands in. Raises GitError for a path that no folder may have."""
    *above, _ = parts = path.split("/")
    if any(part in ("", ".", "..") or part.casefold() == ".git" for part in parts):
        raise GitError(f"the commit has a file '{path}', which git itself would not write")
    here = ""
    for part in above:
        here = f"{here}/{part}".lstrip("/")
        if here not in made:
            with named_twice(here):
                (folder / here).mkdir()
            made.add(here)


def write_file(file: Path, data: bytes, entry: Entry, seconds: int) -> None:
    with named_twice(str(file)), file.open("xb") as out:
        out.write(data)
    file.chmod(0o755 if entry.mode == EXECUTABLE else 0o644)
    os.utime(file, (seconds, seconds))


@contextmanager
def named_twice(path: str) -> Iterator[None]:
    """Turn a name that is there already into a GitError: this disk takes for one what are two names in the commit."""
    try:
        yield
    except FileExistsError:
        raise GitError(f"'{path}' differs from another name only in a way that this disk does not keep") from None


def build_export(source: Path, settings_file: str, output: Path, overrides: Mapping[str, Any]) -> list[Diagnostic]:
    """Build the site of the exported sources into `output`; return what is worth a warning.

    From within their folder, so that a message names a file as the author knows it. Raises BuildFailedError.
    """
    with chdir(source):
        return build_site(Path(settings_file), output, overrides)
