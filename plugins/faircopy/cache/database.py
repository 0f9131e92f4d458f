"""A cache in one SQLite file: values by kind and key, sealed, so that damaged or foreign ones are never used."""

import hmac
import sqlite3
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import msgspec

from faircopy.cache import files, sealed
from faircopy.cache.connection import OF_A_BUILD, names_of, open_database

# A part of the file's name: a format that an older version wrote is never read.
FORMAT = 4
# Unused values of a kind are dropped when there are this many times as many as used ones, and more than a few hundred.
MAX_UNUSED_RATIO = 4
MIN_UNUSED = 100
# Of so many builds with different code or settings it is known what their pages have read.
MAX_BUILDS = 4
Row = tuple[str | bytes | None, ...]
Tables = Mapping[str, Sequence[Row]]
# So many bytes are held at most that are not yet in the file.
MAX_PENDING_BYTES = 1_000_000


class Store:
    """A cache, for any number of threads. It may lose entries at any time, but returns only what was stored.

    If its file is unusable in any way, a build goes on without a cache.
    """

    database: sqlite3.Connection | None = None

    def __init__(self, folder: Path) -> None:
        self.file = folder / f"kept-{FORMAT}.sqlite"
        self.lock = threading.Lock()
        self.secret = sealed.secret_of_user()
        self.used: set[tuple[str, str]] = set()
        self.fresh: dict[tuple[str, str], bytes] = {}  # put in, and not yet in the file
        self.pending_bytes = 0  # bytes of these
        usable = self.secret is not None and files.made_private(folder)
        self.database = open_database(self.file) if usable else None

    def get(self, kind: str, key: str) -> bytes | None:
        """Return the stored value, or None."""
        with self.lock:
            return self.stored_value(kind, key)

    def stored_value(self, kind: str, key: str) -> bytes | None:
        self.used.add((kind, key))
        if (kind, key) in self.fresh or self.database is None:
            return self.fresh.get((kind, key))
        try:
            found = self.database.execute("SELECT seal, value FROM kept WHERE kind=? AND key=?", (kind, key)).fetchone()
        except (sqlite3.Error, UnicodeError) as error:
            self.give_up(error)
            return None
        whole = found and all(isinstance(one, bytes) for one in found)
        return found[1] if whole and hmac.compare_digest(found[0], self.seal(kind, key, found[1])) else None

    def keys(self, kind: str) -> set[str]:
        """Return the keys of all values of a kind; `get` may still find one damaged, and return None."""
        with self.lock:
            fresh = {key for one, key in self.fresh if one == kind}
            if self.database is None:
                return fresh
            try:
                rows = self.database.execute("SELECT key FROM kept WHERE kind=?", (kind,)).fetchall()
            except sqlite3.Error as error:
                self.give_up(error)
                return fresh
            return fresh.union(key for (key,) in rows)

    def put(self, kind: str, key: str, value: bytes) -> None:
        """Store a value. It is in the file after `save` at the latest."""
        with self.lock:
            self.used.add((kind, key))
            self.fresh[kind, key] = value
            self.pending_bytes += len(value)
            if self.pending_bytes > MAX_PENDING_BYTES:
                self.write()

    def tables(self, build: str) -> Tables | None:
        """Return the stored rows of a build, in order, or None."""
        with self.lock:
            if self.database is None:
                return None
            try:
                found = {table: self.rows(self.database, table, build) for table in OF_A_BUILD}
                sealed_as = self.database.execute("SELECT seal FROM build WHERE build=?", (build,)).fetchone()
            except (sqlite3.Error, UnicodeError) as error:
                self.give_up(error)
                return None
            whole = sealed_as and isinstance(sealed_as[0], bytes)
            return found if whole and hmac.compare_digest(sealed_as[0], self.seal_of_tables(build, found)) else None

    @staticmethod
    def rows(database: sqlite3.Connection, table: str, build: str) -> list[Row]:
        select = f"SELECT {', '.join(names_of(table))} FROM {table} WHERE build=? ORDER BY number"  # noqa: S608  # our own names
        return database.execute(select, (build,)).fetchall()

    def put_tables(self, build: str, tables: Tables, before: Tables) -> None:
        """Store the tables of a build, replacing `before`, which `tables` returned.

        Nothing is stored if a text in them is no valid Unicode. The seal does not verify if others have changed the
        rows.
        """
        with self.lock:
            if self.database is None:
                return
            try:
                seal = self.seal_of_tables(build, tables)
            except UnicodeEncodeError:
                tables, seal = dict.fromkeys(OF_A_BUILD, ()), b""
            try:
                with self.database:  # all or nothing
                    self.replace_tables(self.database, build, tables, before)
                    self.database.execute("INSERT INTO build VALUES (?, ?)", (build, seal))
                    self.drop_old_builds(self.database)
            except (sqlite3.Error, UnicodeError) as error:
                self.give_up(error)

    @staticmethod
    def replace_tables(database: sqlite3.Connection, build: str, tables: Tables, before: Tables) -> None:
        """Write the rows that have changed: most have not."""
        database.execute("DELETE FROM build WHERE build=?", (build,))
        for table, rows in tables.items():
            marks = ", ".join("?" for _ in ("build", "number", *names_of(table)))
            insert = f"INSERT OR REPLACE INTO {table} VALUES ({marks})"  # noqa: S608  # our own names
            pairs = enumerate(zip_longest(rows, before.get(table, ())[: len(rows)]))
            database.executemany(insert, ((build, number, *new) for number, (new, old) in pairs if new != old))
            database.execute(f"DELETE FROM {table} WHERE build=? AND number>=?", (build, len(rows)))  # noqa: S608  # as above

    @staticmethod
    def drop_old_builds(database: sqlite3.Connection) -> None:
        old = database.execute("SELECT build FROM build ORDER BY rowid DESC").fetchall()[MAX_BUILDS:]
        for table in ("build", *OF_A_BUILD):
            database.executemany(f"DELETE FROM {table} WHERE build=?", old)  # noqa: S608  # our own names

    def seal_of_tables(self, build: str, tables: Tables) -> bytes:
        return self.seal("build", build, msgspec.msgpack.encode([tables[table] for table in OF_A_BUILD]))

    def seal(self, kind: str, key: str, value: bytes) -> bytes:
        """Return the seal of a value: SQLite notices a broken file, but not a changed byte or a foreign row."""
        return sealed.seal(self.secret or b"", f"{kind}\0{key}", value)

    def save(self, *, and_drop: bool = True) -> None:
        """Write what was stored, and drop entries that have not been used for a long time.

        Nothing is dropped of a kind that was not used yet: a later part of the build may use it. A process that looks
        only at part of a site must not drop anything.
        """
        with self.lock:
            self.write(and_drop=and_drop)

    def write(self, *, and_drop: bool = False) -> None:
        if self.database is None:
            return
        rows = ((kind, key, self.seal(kind, key, value), value) for (kind, key), value in self.fresh.items())
        try:
            with self.database:  # all or nothing
                self.database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?, ?)", rows)
                if and_drop:
                    self.drop_unused(self.database)
        except (sqlite3.Error, UnicodeError) as error:
            self.give_up(error)
        else:
            self.fresh.clear()
            self.pending_bytes = 0

    def drop_unused(self, database: sqlite3.Connection) -> None:
        used = Counter(kind for kind, _ in self.used)
        for kind, number in database.execute("SELECT kind, count(*) FROM kept GROUP BY kind").fetchall():
            if kind in used and number > MAX_UNUSED_RATIO * max(used[kind], MIN_UNUSED):
                rows = database.execute("SELECT kind, key FROM kept WHERE kind=?", (kind,)).fetchall()
                database.executemany("DELETE FROM kept WHERE kind=? AND key=?", {*rows} - self.used)

    def close(self) -> None:
        if self.database is not None:
            self.database.close()
            self.database = None

    def __del__(self) -> None:
        # Newer Pythons than 3.12 warn of a database that nobody has closed.
        self.close()

    def give_up(self, error: Exception) -> None:
        """Stop using the file. A damaged one is removed; one that another build has locked is not."""
        self.close()
        if not isinstance(error, sqlite3.OperationalError):
            with suppress(OSError):
                self.file.unlink()


@dataclass(frozen=True, slots=True)
class Session:
    """The cached data for one build, or for several successive builds of one process."""

    store: Store
    code: str  # the fingerprint of all code that takes part
