"""A plan becomes files: all texts, or none; and what of their pictures can be copied."""

import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from pathlib import Path

from faircopy.authoring.existing import UserError
from faircopy.authoring.importing.plan import ImportPlan
from faircopy.authoring.importing.source_tree import SourceTree
from faircopy.markdown.files import alone_in, open_regular
from faircopy.markdown.new_files import new_file

CHUNK_BYTES = 1 << 16


@dataclass(slots=True)
class WrittenImport:
    """What an import wrote."""

    files: int = 0
    failures: dict[str, str] = field(default_factory=dict)  # path below the content folder -> which file, and why


def write_plan(plan: ImportPlan, content: Path, tree: SourceTree | None) -> WrittenImport:
    """Write all files of a plan below `content`. Nothing is overwritten; a copy that is there already is left.

    Either all texts are written or none. Files are copied one by one; a file that fails is left out. A text comes after
    its files: if this is killed, a text that is there has all of them, and the next import brings the others. Raises
    UserError if another file is in the place of one, and OSError for a text, or if another command is writing there.
    """
    made: list[Path] = []
    written = WrittenImport()
    make_folder(content, made)
    with alone_in(content):
        refuse_taken(plan, content, tree)
        try:
            for text in plan.texts:
                for name, source in text.files.items() if tree else ():
                    if tree and (why := copy_file(tree, source, content / name, made)):
                        written.failures[name] = why
                make_folder((content / text.path).parent, made)
                with new_file(content / text.path) as out:
                    out.write(text.text.encode())
                made.append(content / text.path)
        except BaseException:
            take_back(made)
            raise
    written.files = sum(not one.is_dir() for one in made)
    return written


def refuse_taken(plan: ImportPlan, content: Path, tree: SourceTree | None) -> None:
    """Raise UserError for what has another file in its place."""
    texts = [one.path for one in plan.texts if is_taken(content / one.path)]
    files = {name: source for one in plan.texts for name, source in one.files.items()} if tree else {}
    others = [
        name
        for name, source in files.items()
        if is_taken(content / name) and not (tree and is_copy(tree, source, content / name))
    ]
    if there := texts + others:
        more = f" and {len(there) - 3} more" if len(there) > 3 else ""  # as many as are named
        raise UserError(
            f"{', '.join(map(repr, there[:3]))}{more} in '{content}' would be overwritten; nothing was written"
        )


def is_taken(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def is_copy(tree: SourceTree, source: str, target: Path) -> bool:
    """Tell whether the file at `target` has the bytes of a file of a source."""
    try:
        with tree.opened(source) as one, open_regular(target) as other:
            chunks = zip_longest(*(iter(partial(file.read, CHUNK_BYTES), b"") for file in (one, other)))
            return not target.is_symlink() and all(mine == theirs for mine, theirs in chunks)
    except (OSError, UserError):
        return False


def copy_file(tree: SourceTree, source: str, target: Path, made: list[Path]) -> str:
    """Copy a file of a source; return why it cannot be, "" where it was. What was made for it then goes again."""
    if is_taken(target):  # with the same bytes
        return ""
    own: list[Path] = []
    try:
        make_folder(target.parent, own)
        with tree.opened(source) as read, new_file(target) as out:
            shutil.copyfileobj(read, out)
        own.append(target)
    except (OSError, UserError) as error:
        take_back(own)
        return str(error) if isinstance(error, UserError) else f"'{source}': {error.strerror}"
    finally:
        made += own
    return ""


def make_folder(folder: Path, made: list[Path]) -> None:
    """Make a folder and those around it; tell which were made, the outer first."""
    for one in [one for one in (folder, *folder.parents) if not one.exists()][::-1]:
        one.mkdir()
        made.append(one)


def take_back(made: list[Path]) -> None:
    for one in reversed(made):
        with suppress(OSError):
            one.rmdir() if one.is_dir() else one.unlink()
    made.clear()
