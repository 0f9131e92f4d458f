"""A plan becomes files: all of them, or none."""

from contextlib import suppress
from pathlib import Path

from faircopy.authoring.existing import UserError
from faircopy.authoring.importing.plan import ImportPlan
from faircopy.authoring.importing.source_tree import SourceTree


def write_plan(plan: ImportPlan, content: Path, tree: SourceTree | None) -> int:
    """Write all files of a plan below `content`; return how many. Nothing is overwritten, and nothing is half done.

    Raises UserError where a file is there already, and OSError.
    """
    wanted = [(one.path, one.text.encode()) for one in plan.texts]
    if tree:
        files = {name: source for one in plan.texts for name, source in one.files.items()}
        wanted += [(name, tree.read(source)) for name, source in files.items()]
    there = [path for path, _ in wanted if (content / path).exists() or (content / path).is_symlink()]
    if there:
        more = f" and {len(there) - 3} more" if len(there) > 3 else ""  # as many as are named
        raise UserError(
            f"{', '.join(map(repr, there[:3]))}{more} in '{content}' would be overwritten; nothing was written"
        )
    made: list[Path] = []
    try:
        for path, data in wanted:
            write_one(content / path, data, made)
    except BaseException:
        for one in reversed(made):
            with suppress(OSError):
                one.rmdir() if one.is_dir() else one.unlink()
        raise
    return len(wanted)


def write_one(file: Path, data: bytes, made: list[Path]) -> None:
    """Write a new file; tell what was made for it, folders first."""
    missing = [folder for folder in file.parents if not folder.exists()]
    for folder in reversed(missing):
        made.append(folder)
        folder.mkdir()
    with file.open("xb") as out:
        made.append(file)
        out.write(data)
