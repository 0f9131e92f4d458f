"""Clears caches while other processes may be using them: those find nothing, and fill them again."""

import sqlite3
from collections.abc import Iterable
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from pathlib import Path

from faircopy.cache import files
from faircopy.cache.namespaces import Namespace, StorageForm
from faircopy.cache.usage import usage_of
from faircopy.cache.workspace import LOCK, used_alone

# So long a build may hold a database before it counts as in use.
BUSY_S = 2.0

IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
PRIMARY_CODE = 0xFF  # https://sqlite.org/rescode.html#primary_result_codes_versus_extended_result_codes


class InUseError(Exception):
    """Another process is using the cache."""


@dataclass(frozen=True, slots=True)
class ClearResult:
    """What was removed from a namespace, or why it was not."""

    name: str
    freed_bytes: int
    why_not: str = ""  # the end of a sentence: "was left alone: …"


def clear_namespaces(namespaces: Iterable[Namespace], root: Path) -> list[ClearResult]:
    """Clear some namespaces; `root` is the folder of the project's settings."""
    return [clear_namespace(one, root) for one in namespaces]


def clear_namespace(namespace: Namespace, root: Path) -> ClearResult:
    folder = namespace.folder(root)
    return ClearResult(namespace.name, 0) if folder is None else clear_folder(namespace.name, namespace.form, folder)


def clear_folder(name: str, form: StorageForm, folder: Path) -> ClearResult:
    """Clear a folder. A link is removed, and never followed."""
    before = usage_of(folder).size_bytes
    why_not = ""
    try:
        # If `.cache` is a link, never remove what it leads to.
        if folder.parent.is_symlink():
            why_not = f"'{folder.parent}' is a link"
        elif not files.is_own(folder):
            files.clear(folder)
        else:
            empty(form, folder)
    except InUseError:
        why_not = "a process is using it; end that first"
    except OSError as error:
        why_not = f"{error.strerror or error}: '{error.filename or folder}'"
    return ClearResult(name, max(0, before - usage_of(folder).size_bytes), why_not)


def empty(form: StorageForm, folder: Path) -> None:
    with ExitStack() as locks:
        if form is StorageForm.WORKSPACE:
            files.clear_other(folder / LOCK)
            if not locks.enter_context(used_alone(folder)):
                raise InUseError
        for one in sorted(folder.iterdir()):
            if form is StorageForm.DATABASE and ".sqlite" in one.name:
                if one.suffix == ".sqlite":
                    empty_database(one)
            else:
                files.clear(one)
    # Another may have put something in since.
    with suppress(OSError):
        folder.rmdir()


def empty_database(file: Path) -> None:
    """Clear a database through SQLite, because others may have it open; if that cannot be, remove it.

    Raises InUseError, OSError.
    """
    files.clear_other(file)
    try:
        with closing(sqlite3.connect(file, timeout=BUSY_S, isolation_level=None)) as database:
            # What a foreign file would have run.
            database.execute("PRAGMA trusted_schema=OFF")
            database.execute("BEGIN IMMEDIATE")
            tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            for (table,) in database.execute(tables).fetchall():
                name = str(table).replace('"', '""')
                database.execute(f'DELETE FROM "{name}"')  # noqa: S608  # a name cannot be a parameter
            database.execute("COMMIT")
            database.execute("VACUUM")
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (sqlite3.Error, UnicodeError) as error:
        if getattr(error, "sqlite_errorcode", 0) & PRIMARY_CODE in IN_USE:
            raise InUseError from None
        # It is no database, or a damaged one, and nobody believes it; or a full disk leaves no room to empty it.
        for ending in ("", "-wal", "-shm", "-journal"):
            files.clear(file.with_name(file.name + ending))
