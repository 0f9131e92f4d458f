"""What was put in comes out, or nothing does."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from faircopy.cache.connection import SCHEMA
from faircopy.cache.database import MAX_PENDING_BYTES, MAX_UNUSED_RATIO, MIN_UNUSED, Store


def file_of(folder: Path) -> Path:
    return next(folder.glob("*.sqlite"))


def test_what_was_saved_is_there_for_the_next(tmp_path: Path) -> None:
    first = Store(tmp_path)
    first.put("page", "a", b"one")
    assert first.get("page", "a") == b"one"
    assert Store(tmp_path).get("page", "a") is None
    first.save()
    second = Store(tmp_path)
    assert second.get("page", "a") == b"one"
    assert second.get("other", "a") is None
    second.put("page", "a", b"two")
    second.save()
    assert Store(tmp_path).get("page", "a") == b"two"


def test_much_is_in_the_file_sooner(tmp_path: Path) -> None:
    """Nobody holds a whole site's pages in memory, and who is killed has not done all for nothing."""
    store = Store(tmp_path)
    for number in range(3):
        store.put("page", str(number), b"x" * (MAX_PENDING_BYTES // 2))
    assert len(store.fresh) < 3
    assert Store(tmp_path).get("page", "0") == store.get("page", "0") == b"x" * (MAX_PENDING_BYTES // 2)
    store.save()
    assert Store(tmp_path).get("page", "2") == b"x" * (MAX_PENDING_BYTES // 2)


@pytest.mark.slow
@given(size=st.integers(0, 9000), junk=st.binary(max_size=40))
@example(size=4066, junk=b"\x80")  # in the name of the table
def test_a_damaged_file_holds_nothing_or_what_was_put_in(
    tmp_path_factory: pytest.TempPathFactory, size: int, junk: bytes
) -> None:
    folder = tmp_path_factory.mktemp("store")
    store = Store(folder)
    for number in range(20):
        store.put("page", str(number), b"x" * 100)
    store.save()
    store.close()
    file = file_of(folder)
    data = bytearray(file.read_bytes())
    data[size : size + len(junk)] = junk
    file.write_bytes(data[: max(size, 1)] if not junk else data)
    again = Store(folder)
    assert {again.get("page", str(number)) for number in range(20)} <= {None, b"x" * 100}
    again.put("page", "new", b"y")
    again.save()
    third = Store(folder)
    assert third.get("page", "new") in {None, b"y"}


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("page", "a", b"one")
    store.save()
    with sqlite3.connect(file_of(tmp_path)) as database:
        database.execute("UPDATE kept SET value = ?", (b"two",))
    database.close()
    assert Store(tmp_path).get("page", "a") is None


@pytest.mark.parametrize("make", [lambda file: file.write_text("not a database" * 100), lambda file: file.mkdir()])
def test_a_foreign_file_is_no_store(tmp_path: Path, make: object) -> None:
    name = file_of_new(tmp_path)
    make(name)  # type: ignore[operator]  # one of the two above
    store = Store(tmp_path)
    store.put("page", "a", b"one")
    store.save()
    assert store.get("page", "a") == b"one"
    assert Store(tmp_path).get("page", "a") == b"one"


def file_of_new(folder: Path) -> Path:
    store = Store(folder)
    store.close()
    file = file_of(folder)
    for each in folder.iterdir():
        each.unlink()
    return file


def test_where_nothing_can_be_kept_the_build_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Store(tmp_path / "file" / "folder")
    store.put("page", "a", b"one")
    store.save()
    assert store.get("page", "a") == b"one"


def test_two_at_once_lose_nothing_but_time(tmp_path: Path) -> None:
    first, second = Store(tmp_path), Store(tmp_path)
    first.put("page", "a", b"one")
    second.put("page", "b", b"two")
    first.save()
    second.save()
    assert first.get("page", "b") == b"two"
    assert second.get("page", "a") == b"one"


def test_what_nobody_asks_for_goes_in_the_end(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in range(MIN_UNUSED * MAX_UNUSED_RATIO + 1):
        store.put("page", str(number), b"x")
    store.save()
    looking = Store(tmp_path)
    assert looking.get("page", "7") == b"x"
    looking.save(and_drop=False)
    later = Store(tmp_path)
    assert later.get("page", "8") == b"x"
    later.used.clear()
    assert later.get("page", "7") == b"x"
    later.save()
    last = Store(tmp_path)
    assert last.get("page", "7") == b"x"
    assert last.get("page", "8") is None


def test_what_a_later_part_of_the_build_will_ask_for_stays(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in range(MIN_UNUSED * MAX_UNUSED_RATIO + 1):
        store.put("link", str(number), b"x")
    store.save()
    next_time = Store(tmp_path)
    next_time.put("page", "7", b"x")
    next_time.save()
    assert next_time.keys("link") == {str(number) for number in range(MIN_UNUSED * MAX_UNUSED_RATIO + 1)}


def test_the_folder_holds_one_database(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("page", "a", b"one")
    store.save()
    store.close()
    assert [file.name for file in tmp_path.glob("*.sqlite")] == [file_of(tmp_path).name]


OTHER_THINGS: dict[str, Callable[[Path], object]] = {
    "a pipe": os.mkfifo,
    "a folder": lambda file: (file / "x").mkdir(parents=True),
    "a link": lambda file: file.symlink_to(file.with_name("elsewhere")),
    "a link to itself": lambda file: file.symlink_to(file.name),
}


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", "-journal"])
@pytest.mark.parametrize("kind", OTHER_THINGS)
def test_other_things_in_the_place_of_its_files_are_taken_away(tmp_path: Path, ending: str, kind: str) -> None:
    name = file_of_new(tmp_path)
    OTHER_THINGS[kind](name.with_name(name.name + ending))
    for _ in range(2):
        store = Store(tmp_path)
        store.put("page", "a", b"one")
        store.save()
        store.close()
    again = Store(tmp_path)
    assert again.get("page", "a") == b"one"
    again.close()
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    "script",
    [
        "CREATE VIEW kept AS SELECT 'page' kind, 'a' key, 'x' seal, 'y' value",
        "CREATE TABLE kept (kind, key)",
        "OURS; CREATE TRIGGER t AFTER INSERT ON kept BEGIN DELETE FROM kept; END",
        "CREATE TABLE other (x)",
    ],
)
def test_a_database_of_another_form_is_no_store(tmp_path: Path, script: str) -> None:
    name = file_of_new(tmp_path)
    with closing(sqlite3.connect(name)) as database, database:
        database.executescript(script.replace("OURS", ";".join(SCHEMA)))
    store = Store(tmp_path)
    store.put("page", "a", b"one")
    store.save()
    store.close()
    assert Store(tmp_path).get("page", "a") == b"one"


def test_what_another_user_has_sealed_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a repository brings it that has somebody's cache in it."""
    store = Store(tmp_path)
    store.put("page", "a", b"forged")
    store.save()
    store.close()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "mine"))
    assert Store(tmp_path).get("page", "a") is None


def test_values_that_have_changed_places_are_not_there(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("page", "a", b"one")
    store.put("page", "b", b"two")
    store.put("text", "a", b"three")
    store.save()
    with closing(sqlite3.connect(file_of(tmp_path))) as database, database:
        rows = database.execute("SELECT kind, key, seal, value FROM kept ORDER BY kind, key").fetchall()
        for (kind, key, *_), (_, _, seal, value) in zip(rows, [*rows[1:], rows[0]], strict=True):
            database.execute("UPDATE kept SET seal=?, value=? WHERE kind=? AND key=?", (seal, value, kind, key))
    again = Store(tmp_path)
    assert [again.get(kind, key) for kind, key, *_ in rows] == [None] * 3
