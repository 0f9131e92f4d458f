"""Values by kind and key in one file: what is damaged, foreign or locked is not there, and never believed."""

import hmac
import sqlite3
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from faircopy.cache import files, sealed

# Pelican settings: the session of the build that is under way, …
SESSION = "INCREMENTAL_SESSION"
# … and the output of the build before, where that is another folder.
PREVIOUS = "INCREMENTAL_PREVIOUS"
# A part of the file's name: a format that an older version wrote is never read.
FORMAT = 3
# Unused values are dropped when there are this many times as many as used ones.
SPARE = 4
BUSY_SECONDS = 5.0
TABLE = "CREATE TABLE kept (kind TEXT, key TEXT, seal BLOB, value BLOB, PRIMARY KEY (kind, key))"
# So many bytes are held at most that are not yet in the file.
HELD = 1_000_000


class Store:
    """A cache, for any number of threads. It may lose anything at any time; what it gives back is what was put in.

    Whatever is wrong with its file, a build goes on as if nothing had been kept.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / f"kept-{FORMAT}.sqlite"
        self.lock = threading.Lock()
        self.secret = sealed.secret_of_user()
        self.used: set[tuple[str, str]] = set()
        self.fresh: dict[tuple[str, str], bytes] = {}  # put in, and not yet in the file
        self.held = 0  # bytes of these
        usable = self.secret is not None and files.made_private(folder)
        self.database = (self.opened() or self.opened_afresh()) if usable else None

    def opened(self) -> sqlite3.Connection | None:
        try:
            self.clear_way()
            database = sqlite3.connect(self.file, timeout=BUSY_SECONDS, check_same_thread=False)
        except (OSError, sqlite3.Error):
            return None
        try:
            # Readers do not wait for a writer, and a killed process leaves whole values.
            database.execute("PRAGMA journal_mode=WAL")
            # A lost value is made again: no need to wait for the disk.
            database.execute("PRAGMA synchronous=OFF")
            # What a foreign file would have run: views, triggers, functions.
            database.execute("PRAGMA trusted_schema=OFF")
            database.execute(TABLE.replace("TABLE", "TABLE IF NOT EXISTS", 1))
            found = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
            if found == [(TABLE,)]:
                return database
        except (sqlite3.Error, UnicodeError):  # Python reads texts of the file as it opens it
            pass
        database.close()
        return None

    def clear_way(self) -> None:
        """Remove what is no file of its own where the database and SQLite's files beside it would be."""
        for ending in ("", "-wal", "-shm", "-journal"):
            files.clear_other(self.file.with_name(self.file.name + ending))

    def opened_afresh(self) -> sqlite3.Connection | None:
        """Open an empty file in the place of one that cannot be used; None where even that is impossible."""
        with suppress(OSError):
            for file in self.file.parent.glob(f"{self.file.name}*"):
                files.clear(file)
        return self.opened()

    def get(self, kind: str, key: str) -> bytes | None:
        """Return what was put in, or None."""
        with self.lock:
            return self.found(kind, key)

    def found(self, kind: str, key: str) -> bytes | None:
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
        """Keep a value. It is in the file after `save`, if not sooner."""
        with self.lock:
            self.used.add((kind, key))
            self.fresh[kind, key] = value
            self.held += len(value)
            if self.held > HELD:
                self.write()

    def seal(self, kind: str, key: str, value: bytes) -> bytes:
        """Return what a value is sealed with: SQLite notices a broken file, and not a changed byte or another's row."""
        return sealed.seal(self.secret or b"", f"{kind}\0{key}", value)

    def save(self) -> None:
        """Write what was put in, and drop what nobody has asked for in a long time."""
        with self.lock:
            self.write(and_drop=True)

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
            self.held = 0

    def drop_unused(self, database: sqlite3.Connection) -> None:
        (number,) = database.execute("SELECT count(*) FROM kept").fetchone()
        if number > SPARE * max(len(self.used), 100):
            rows = set(database.execute("SELECT kind, key FROM kept").fetchall()) - self.used
            database.executemany("DELETE FROM kept WHERE kind=? AND key=?", rows)

    def close(self) -> None:
        if self.database is not None:
            self.database.close()
            self.database = None

    def give_up(self, error: Exception) -> None:
        """Stop using the file. A damaged one is removed; one that another build holds on to is not."""
        self.close()
        if not isinstance(error, sqlite3.OperationalError):
            with suppress(OSError):
                self.file.unlink()


@dataclass(frozen=True, slots=True)
class Session:
    """One build, or several in a row of one process."""

    store: Store
    code: str  # the digest of all code that takes part
    # What is known of pages, by key, that are not yet in their place: see PREVIOUS.
    pages: dict[str, bytes] = field(default_factory=dict)
