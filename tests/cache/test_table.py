"""A table that is kept as one value: it has what the last build put in, and nothing else."""

from pathlib import Path

import msgspec
import pytest

from faircopy.cache.database import Store
from faircopy.cache.table import KeptTable


def table(folder: Path, key: str = "code") -> KeptTable:
    return KeptTable(Store(folder), "test", key)


def saved(found: KeptTable) -> None:
    found.save()
    assert found.store
    found.store.save()
    found.store.close()


def test_a_table_has_what_the_last_build_put_in(tmp_path: Path) -> None:
    first = table(tmp_path)
    first.put("a", "1")
    first.put("b", "2")
    saved(first)
    second = table(tmp_path)
    assert (second.get("a"), second.get("b"), second.get("c")) == ("1", "2", None)
    second.put("a", "3")
    assert second.get("a") == "1"  # it is that of the last build until the next
    saved(second)
    third = table(tmp_path)
    assert (third.get("a"), third.get("b")) == ("3", None)


def test_what_was_made_by_other_code_is_not_there(tmp_path: Path) -> None:
    first = table(tmp_path)
    first.put("a", "1")
    saved(first)
    assert table(tmp_path, "other code").get("a") is None


@pytest.mark.parametrize("data", [b"", b"\xc1", msgspec.msgpack.encode(["a"]), msgspec.msgpack.encode({"a": 1})])
def test_a_table_in_another_form_is_empty(tmp_path: Path, data: bytes) -> None:
    store = Store(tmp_path)
    store.put("test", "code", data)
    assert KeptTable(store, "test", "code").get("a") is None


def test_without_a_store_nothing_is_kept() -> None:
    found = KeptTable(None, "test", "code")
    found.put("a", "1")
    found.save()
    assert found.get("a") is None
