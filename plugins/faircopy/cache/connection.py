"""The SQLite file of the cache: its tables, and how it is opened, whatever stands at its path."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from faircopy.cache import files

BUSY_TIMEOUT_S = 5.0
# Values, each with its seal; and what is known of builds, as rows that have one seal together.
COLUMNS = {
    "kept": "kind TEXT, key TEXT, seal BLOB, value BLOB, PRIMARY KEY (kind, key)",
    "build": "build TEXT PRIMARY KEY, seal BLOB",
    "page": "build TEXT, number INTEGER, name TEXT, output TEXT, environment_key TEXT, template TEXT, own BLOB,"
    " variables BLOB, shared BLOB, PRIMARY KEY (build, number)",
    "dependency": "build TEXT, number INTEGER, environment_key TEXT, subject TEXT, name TEXT, arguments TEXT,"
    " fingerprint TEXT, PRIMARY KEY (build, number)",
}
SCHEMA = {f"CREATE TABLE {table} ({columns}) WITHOUT ROWID" for table, columns in COLUMNS.items() if table != "build"}
SCHEMA |= {f"CREATE TABLE build ({COLUMNS['build']})"}
OF_A_BUILD = ("page", "dependency")


def open_database(file: Path) -> sqlite3.Connection | None:
    """Open the database, or replace an unusable file with an empty one; None if even that is impossible."""
    if database := open_existing(file):
        return database
    with suppress(OSError):
        for one in file.parent.glob(f"{file.name}*"):
            files.clear(one)
    return open_existing(file)


def open_existing(file: Path) -> sqlite3.Connection | None:
    """Open the database with exactly these tables, or make it where there is no file; None if the file is unusable."""
    try:
        remove_foreign_files(file)
        database = sqlite3.connect(file, timeout=BUSY_TIMEOUT_S, check_same_thread=False)
    except (OSError, sqlite3.Error):
        return None
    try:
        # Readers do not wait for a writer, and a killed process leaves whole values.
        database.execute("PRAGMA journal_mode=WAL")
        # A lost value is made again: no need to wait for the disk.
        database.execute("PRAGMA synchronous=OFF")
        # What a foreign file would have run: views, triggers, functions.
        database.execute("PRAGMA trusted_schema=OFF")
        if not statements_of(database):
            with database:
                for sql in SCHEMA:
                    database.execute(sql)
        if statements_of(database) == SCHEMA:
            return database
    except (sqlite3.Error, UnicodeError):  # Python reads texts of the file as it opens it
        pass
    database.close()
    return None


def statements_of(database: sqlite3.Connection) -> set[str]:
    """Return the SQL that made everything in a database."""
    return {sql for (sql,) in database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}


def remove_foreign_files(file: Path) -> None:
    """Remove links, folders and the like at the paths of the database and SQLite's files beside it."""
    for ending in ("", "-wal", "-shm", "-journal"):
        files.clear_other(file.with_name(file.name + ending))


def names_of(table: str) -> list[str]:
    """Return the columns of a build's table, without the build and the row's number."""
    names = [column.split()[0] for column in COLUMNS[table].partition(", PRIMARY")[0].split(", ")]
    return names[2:]
