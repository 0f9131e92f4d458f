"""Which files of a content folder are posts and pages, and which are read by nothing."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from faircopy.content.paths import ContentPaths
from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown import rules as markdown_rules
from faircopy.markdown.files import KINDS
from faircopy.markdown.ignored_files import is_ignored
from faircopy.markdown.site_boundary import site_around, why_outside

DOCUMENT = ".md"
OURS = ContentPaths()
HINT_OUT = "put the file itself, or a copy of it, there"


@dataclass(frozen=True, slots=True)
class Layout:
    """The files of a content folder, sorted by path."""

    posts: list[Path]
    pages: list[Path]
    files: list[Path]  # those two, and all else
    unread: list[Diagnostic]  # what cannot be listed, or leads out of the site
    links: list[Path]  # the symbolic links among them, and those above them


def layout_of(content: Path, paths: ContentPaths = OURS) -> Layout:
    """Sort the files below `content` into posts, pages and others; hidden files are skipped, as Pelican does."""
    unread: list[Diagnostic] = []
    posts: list[Path] = []
    pages: list[Path] = []
    files: list[Path] = []
    links: list[Path] = []
    for file in files_below(content, unread, links):
        files.append(file)
        inside = file.relative_to(content)
        if file.suffix in paths.suffixes and paths.is_post(inside):
            posts.append(file)
        elif file.suffix in paths.suffixes and paths.is_page(inside):
            pages.append(file)
    return Layout(posts, pages, files, unread, links)


def files_below(folder: Path, unread: list[Diagnostic], links: list[Path]) -> Iterator[Path]:
    """Yield the files below `folder`, sorted; unreadable files and links out of the site are added to `unread`.

    Symbolic links that are followed are added to `links`.
    """
    # By its own path: a content folder that is itself a link is one, too.
    root = site_around(Path(os.path.abspath(folder)).parent)  # noqa: PTH100

    def note(error: OSError) -> None:
        unread.append(markdown_rules.UNREADABLE.at(str(error.filename), 1, f"cannot be listed: {error.strerror}"))

    def may_be_read(path: Path) -> bool:
        if not is_utf8(path.name):
            fact = "its name is not UTF-8, so no address can have it"
            unread.append(markdown_rules.UNREADABLE.at(str(path), 1, fact, "give it another name"))
            return False
        if not path.is_symlink():
            return True
        why = why_outside(path, root)
        if why:
            unread.append(markdown_rules.LEADS_OUT.at(str(path), 1, f"it is a symbolic link that {why}", HINT_OUT))
        else:
            links.append(path)
        return not why

    if not may_be_read(folder):
        return
    # Pelican follows links, too.
    for parent, folders, files in os.walk(folder, onerror=note, followlinks=True):
        folders[:] = sorted(name for name in folders if not is_ignored(name) and may_be_read(Path(parent, name)))
        visible = sorted(name for name in files if not is_ignored(name))
        found = (path for name in visible if may_be_read(path := Path(parent, name)))
        # A source is checked when it is read.
        yield from (path for path in found if path.suffix == DOCUMENT or is_file(path, unread))


def is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:  # the bytes that Python could not decode
        return False
    return True


def is_file(path: Path, unread: list[Diagnostic]) -> bool:
    """Tell whether `path` is a file or a dangling link; pipes and devices would block a reader."""
    try:
        kind = stat.S_IFMT(path.stat().st_mode)
    except OSError:
        return True
    if kind != stat.S_IFREG:
        fact, hint = (
            f"it is {KINDS.get(kind, 'no file')}, which cannot be published",
            "move it out of the content folder",
        )
        unread.append(markdown_rules.UNREADABLE.at(str(path), 1, fact, hint))
    return kind == stat.S_IFREG
