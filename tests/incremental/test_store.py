"""What was put in comes out, or nothing does."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incremental.store import HELD, SPARE, Store


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
        store.put("page", str(number), b"x" * (HELD // 2))
    assert len(store.fresh) < 3
    assert Store(tmp_path).get("page", "0") == store.get("page", "0") == b"x" * (HELD // 2)
    store.save()
    assert Store(tmp_path).get("page", "2") == b"x" * (HELD // 2)


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
    for number in range(100 * SPARE + 1):
        store.put("page", str(number), b"x")
    store.save()
    later = Store(tmp_path)
    assert later.get("page", "7") == b"x"
    later.save()
    last = Store(tmp_path)
    assert last.get("page", "7") == b"x"
    assert last.get("page", "8") is None


def test_the_folder_holds_one_database(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("page", "a", b"one")
    store.save()
    store.close()
    assert [file.name for file in tmp_path.glob("*.sqlite")] == [file_of(tmp_path).name]
