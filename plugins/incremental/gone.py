"""Files that an earlier build has written and this one has not: in an output folder that is never emptied, they go."""

import json
import os
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from incremental.digests import digest_of_bytes
from incremental.store import Store

KIND = "written"


class Written(set[str]):
    """The files of the build that is under way. Each is noted before it is written, for when the build is killed."""

    def __init__(self, output: Path, store: Store) -> None:
        super().__init__()
        self.output = output
        self.known = set(names_before(output, store))
        self.journal = journal_of(output, store)
        self.opened: int | None = None  # the journal's file descriptor

    def add(self, name: str) -> None:
        super().add(name)
        self.note(name)

    def note(self, name: str) -> None:
        """Have the next build know that this one was about to write a file."""
        if name in self.known:
            return
        self.known.add(name)
        with suppress(OSError):  # whoever cannot note it cannot keep anything either
            # Another build may have come to its end, and removed the file.
            if self.opened is None or not os.fstat(self.opened).st_nlink:
                self.close()
                self.opened = os.open(self.journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o666)
            os.write(self.opened, f"{sealed(self.output, name)}\n".encode("ascii"))

    def close(self) -> None:
        if self.opened is not None:
            os.close(self.opened)
            self.opened = None

    def __del__(self) -> None:
        self.close()


def journal_of(output: Path, store: Store) -> Path:
    return store.file.with_name(f"writing-{digest_of_bytes(os.fsencode(output))}")


def sealed(output: Path, name: str) -> str:
    return json.dumps([name, digest_of_bytes(f"{output}\n{name}".encode("utf-8", "surrogatepass"))])


def names_before(output: Path, store: Store) -> Iterator[str]:
    """Yield what the last build into `output` wrote, and those that have ended halfway since."""
    yield from json.loads(store.get(KIND, str(output)) or b"[]")
    with suppress(OSError, UnicodeError):
        for line in journal_of(output, store).read_text(encoding="utf-8").splitlines():
            # One that is damaged names nothing.
            with suppress(ValueError, TypeError, LookupError):
                name = json.loads(line)[0]
                if line == sealed(output, name):
                    yield name


def remove_gone(output: Path, written: Iterable[str], store: Store) -> list[str]:
    """Remove what builds into `output` wrote and is not among `written`, and return it. After that, save the store."""
    now = sorted(set(written))
    gone = sorted(set(names_before(output, store)) - set(now))
    for name in gone:
        file = output / name
        with suppress(OSError):
            file.unlink()
        for folder in file.parents:
            if folder == output or not folder.is_relative_to(output):
                break
            with suppress(OSError):  # it is not empty
                folder.rmdir()
    store.put(KIND, str(output), json.dumps(now).encode())
    return gone


def forget_journal(output: Path, store: Store) -> None:
    """Drop what was noted for a build that has come to its end."""
    with suppress(OSError):
        journal_of(output, store).unlink()


def copied(settings: Mapping[str, Any], context: Mapping[str, Any]) -> Iterator[str]:
    """Yield the paths of what Pelican copies."""
    yield from copied_sources(settings, context)
    yield from copied_files(settings, context)


def copied_sources(settings: Mapping[str, Any], context: Mapping[str, Any]) -> Iterator[str]:
    if settings["OUTPUT_SOURCES"]:
        for content in (*context["articles"], *context["pages"]):
            for one in (content, *content.translations):
                yield f"{os.path.splitext(one.save_as)[0]}{settings['OUTPUT_SOURCES_EXTENSION']}"  # noqa: PTH122  # as Pelican does


def copied_files(settings: Mapping[str, Any], context: Mapping[str, Any]) -> Iterator[str]:
    """Yield the paths of attachments, other static files, and the theme's own."""
    # Of one that is named and not there, Pelican only complains.
    yield from (
        static.save_as for static in context["staticfiles"] if Path(settings["PATH"], static.source_path).exists()
    )
    for name in settings["THEME_STATIC_PATHS"]:
        source = Path(settings["THEME"], name)
        files = [source] if source.is_file() else sorted(source.rglob("*"))
        below = source.parent if source.is_file() else source
        for file in files:
            yield posixpath.normpath(f"{settings['THEME_STATIC_DIR']}/{file.relative_to(below).as_posix()}")
