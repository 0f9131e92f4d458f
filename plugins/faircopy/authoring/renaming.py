"""A renaming that was decided on, and how it is carried out: all of it, or nothing."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from faircopy.markdown.files import refuse_changed, staged, write_whole


@dataclass(frozen=True, slots=True)
class NewText:
    """What a file is to contain, and what it contained when that was decided."""

    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Renaming:
    """What is to be done; nothing is yet."""

    source: Path  # the post's folder
    target: Path
    texts: dict[Path, NewText]  # each file that changes, where it will be
    notes: tuple[str, ...]  # what the author should know


def carry_out(renaming: Renaming) -> None:
    """Do it, or nothing of it: all that needs room on the disk is written before anything moves. Raises OSError.

    The slug comes last. Until then the post has its old one, so if this is killed, the same command goes on with it.
    """
    source, target = renaming.source, renaming.target
    before: dict[Path, str] = {}
    with ExitStack() as stack:
        # A file of the post's own folder has its new text beside it, and moves with it.
        texts = {moved_between(path, target, source): text for path, text in renaming.texts.items()}
        fresh = {path: stack.enter_context(staged(path, text.now)) for path, text in texts.items()}
        inside = [path for path in fresh if path.is_relative_to(source)]
        has_moved = False
        try:
            for path in fresh.keys() - inside:
                swap_in(path, fresh[path], texts[path].before, before)
            source.rename(target)
            has_moved = True
            for path in reversed(inside):  # the post itself is the first
                there, file = moved_between(path, source, target), fresh[path]
                swap_in(there, moved_between(file, source.resolve(), target.resolve()), texts[path].before, before)
        except BaseException:
            put_back(before.items())
            if has_moved:
                target.rename(source)
            raise


def swap_in(path: Path, fresh: Path, text: str, before: dict[Path, str]) -> None:
    """Put a fresh file in the place of `path`, which must still have `text`, and note that. Raises OSError."""
    refuse_changed(path, text)
    fresh.replace(path.resolve())
    before[path] = text


def moved_between(path: Path, source: Path, target: Path) -> Path:
    """Return where a file is when the folder `source` is `target`."""
    return target / path.relative_to(source) if path.is_relative_to(source) else path


def put_back(texts: Iterable[tuple[Path, str]]) -> None:
    for path, text in texts:
        write_whole(path, text)
