"""A plan becomes files: all texts, or none; and what of their pictures can be copied."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from faircopy.authoring.existing import UserError
from faircopy.authoring.importing.plan import ImportPlan
from faircopy.authoring.importing.source_tree import SourceTree


@dataclass(slots=True)
class WrittenImport:
    """What an import wrote."""

    files: int = 0
    failures: dict[str, str] = field(default_factory=dict)  # path below the content folder -> which file, and why


def write_plan(plan: ImportPlan, content: Path, tree: SourceTree | None) -> WrittenImport:
    """Write all files of a plan below `content`. Nothing is overwritten.

    Either all texts are written or none. Files are copied one by one; a file that fails is left out. Raises UserError
    if a file exists already, and OSError for a text.
    """
    files = {name: source for one in plan.texts for name, source in one.files.items()} if tree else {}
    wanted = [*(one.path for one in plan.texts), *files]
    there = [path for path in wanted if (content / path).exists() or (content / path).is_symlink()]
    if there:
        more = f" and {len(there) - 3} more" if len(there) > 3 else ""  # as many as are named
        raise UserError(
            f"{', '.join(map(repr, there[:3]))}{more} in '{content}' would be overwritten; nothing was written"
        )
    written = WrittenImport(len(wanted))
    made: list[Path] = []
    try:
        for one in plan.texts:
            with new_file(content / one.path, made) as out:
                out.write(one.text.encode())
        for name, source in files.items():
            if tree and (why := copy_file(tree, source, content / name, made)):
                written.failures[name] = why
    except BaseException:
        take_back(made)
        raise
    written.files -= len(written.failures)
    return written


def copy_file(tree: SourceTree, source: str, target: Path, made: list[Path]) -> str:
    """Copy a file of a source; return why it cannot be, "" where it was. What was made for it then goes again."""
    own: list[Path] = []
    try:
        with tree.opened(source) as read, new_file(target, own) as out:
            shutil.copyfileobj(read, out)
    except (OSError, UserError) as error:
        take_back(own)
        return str(error) if isinstance(error, UserError) else f"'{source}': {error.strerror}"
    finally:
        made += own
    return ""


@contextmanager
def new_file(file: Path, made: list[Path]) -> Iterator[BinaryIO]:
    """Open a new file; tell what was made for it, folders first."""
    missing = [folder for folder in file.parents if not folder.exists()]
    for folder in reversed(missing):
        made.append(folder)
        folder.mkdir()
    with file.open("xb") as out:
        made.append(file)
        yield out


def take_back(made: list[Path]) -> None:
    for one in reversed(made):
        with suppress(OSError):
            one.rmdir() if one.is_dir() else one.unlink()
    made.clear()
