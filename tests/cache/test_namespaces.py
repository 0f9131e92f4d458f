"""Of each part of the store: what was put in comes back and nothing else, and it can be emptied while it is used."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

import pytest

from cacheharms import HARMS, a_folder, a_link, a_pipe
from conftest import ROOT
from faircopy.cache import files
from faircopy.cache.clear import clear_namespace
from faircopy.cache.database import Store
from faircopy.cache.namespaces import NAMESPACES, PROJECT_FOLDER, Namespace, StorageForm
from faircopy.cache.store import MAX_UNUSED_S, EntryStore, evict, file_name
from faircopy.cache.workspace import LOCK, open_lock, use_together, used_alone, workspace_of

ENTRIES = [one for one in NAMESPACES if one.form is StorageForm.ENTRIES]
WORKSPACES = [one for one in NAMESPACES if one.form is StorageForm.WORKSPACE]
SEALED = [one for one in NAMESPACES if one.form is not StorageForm.WORKSPACE]
a_part = pytest.mark.parametrize("namespace", NAMESPACES, ids=lambda one: one.name)
a_sealed_part = pytest.mark.parametrize("namespace", SEALED, ids=lambda one: one.name)
a_workspace = pytest.mark.parametrize("namespace", WORKSPACES, ids=lambda one: one.name)


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    files.warn.cache_clear()


class Keeper(Protocol):
    """What all that keep something in the store can do."""

    def get(self, key: str) -> bytes | None: ...
    def put(self, key: str, value: bytes) -> None: ...


class Rows:
    """The database of incremental builds."""

    def __init__(self, folder: Path) -> None:
        self.store = Store(folder)

    def get(self, key: str) -> bytes | None:
        return self.store.get("test", key)

    def put(self, key: str, value: bytes) -> None:
        self.store.put("test", key, value)
        self.store.save()


@contextmanager
def keeping(namespace: Namespace, root: Path) -> Iterator[Keeper]:
    folder = namespace.folder(root)
    assert folder
    if namespace.form is StorageForm.ENTRIES:
        yield EntryStore(namespace, folder)
        return
    rows = Rows(folder)
    try:
        yield rows
    finally:
        rows.store.close()


def fill(namespace: Namespace, root: Path, value: bytes = b"value" * 2000) -> None:
    if namespace.form is StorageForm.WORKSPACE:
        (workspace_of(namespace, root) / "deep").mkdir()
        (workspace_of(namespace, root) / "deep" / "file").write_bytes(value)
        return
    with keeping(namespace, root) as kept:
        kept.put("key", value)


@a_sealed_part
@pytest.mark.parametrize("harm", HARMS)
def test_what_is_not_what_was_put_in_is_not_there_and_is_made_anew(
    namespace: Namespace, harm: Callable[[Path], object], tmp_path: Path
) -> None:
    with keeping(namespace, tmp_path) as kept:
        kept.put("key", b"value")
        assert kept.get("key") == b"value"
    (file,) = (one for one in (namespace.folder(tmp_path) or tmp_path).iterdir() if one.suffix in ("", ".sqlite"))
    harm(file)
    with keeping(namespace, tmp_path) as kept:
        assert kept.get("key") in ((None,) if namespace.form is StorageForm.ENTRIES else (None, b"value"))
        kept.put("key", b"anew")
        assert kept.get("key") == b"anew"
    assert file.is_file()
    assert not file.is_symlink()


@a_sealed_part
def test_an_entry_of_another_part_is_none(namespace: Namespace, tmp_path: Path) -> None:
    for other in ENTRIES:
        if other is not namespace and namespace.form is StorageForm.ENTRIES:
            EntryStore(other, tmp_path).put("key", b"other")
            assert EntryStore(namespace, tmp_path).get("key") is None


@a_part
def test_only_the_user_can_look_into_it(namespace: Namespace, tmp_path: Path) -> None:
    fill(namespace, tmp_path)
    folder = namespace.folder(tmp_path)
    assert folder
    assert oct(folder.stat().st_mode & 0o777) == "0o700"


@a_part
def test_clearing_frees_what_it_says(namespace: Namespace, tmp_path: Path) -> None:
    fill(namespace, tmp_path)
    cleared = clear_namespace(namespace, tmp_path)
    assert cleared.why_not == ""
    assert cleared.freed_bytes >= 8000
    if namespace.form is not StorageForm.WORKSPACE:
        with keeping(namespace, tmp_path) as kept:
            assert kept.get("key") is None
    assert clear_namespace(namespace, tmp_path).why_not == ""


@a_part
def test_clearing_leaves_all_else_alone(namespace: Namespace, tmp_path: Path) -> None:
    for one in NAMESPACES:
        fill(one, tmp_path)
    clear_namespace(namespace, tmp_path)
    for one in SEALED:
        with keeping(one, tmp_path) as kept:
            assert (kept.get("key") is None) == (one is namespace)
    for one in WORKSPACES:
        assert (workspace_of(one, tmp_path) / "deep/file").exists() == (one is not namespace)
    assert (tmp_path / "xdg/faircopy/secret").exists()


@pytest.mark.slow
@a_sealed_part
def test_whoever_uses_it_meanwhile_goes_on(namespace: Namespace, tmp_path: Path) -> None:
    wrong: list[object] = []
    done = threading.Event()

    def use() -> None:
        with keeping(namespace, tmp_path) as kept:
            for number in range(60):
                kept.put(f"key{number % 3}", b"value")
                if (found := kept.get(f"key{number % 3}")) not in (None, b"value"):
                    wrong.append(found)
        done.set()

    user = threading.Thread(target=use)
    user.start()
    while not done.is_set():
        clear_namespace(namespace, tmp_path)
    user.join()
    assert wrong == []
    with keeping(namespace, tmp_path) as kept:
        kept.put("key", b"after")
        assert kept.get("key") == b"after"


@a_sealed_part
def test_who_has_it_open_keeps_what_comes_after(namespace: Namespace, tmp_path: Path) -> None:
    with keeping(namespace, tmp_path) as kept:
        kept.put("key", b"before")
        clear_namespace(namespace, tmp_path)
        kept.put("other", b"after")
        with keeping(namespace, tmp_path) as another:
            assert (another.get("key"), another.get("other")) == (None, b"after")


@a_workspace
def test_what_a_process_works_in_is_left_alone(namespace: Namespace, tmp_path: Path) -> None:
    fill(namespace, tmp_path)
    folder = workspace_of(namespace, tmp_path)
    with used_alone(folder) as is_ours:
        assert is_ours
        with used_alone(folder) as is_ours_too:
            assert not is_ours_too
        cleared = clear_namespace(namespace, tmp_path)
        assert (cleared.freed_bytes, cleared.why_not) == (0, "a process is using it; end that first")
        assert (folder / "deep/file").exists()
    assert clear_namespace(namespace, tmp_path).why_not == ""
    assert not folder.exists()


def test_several_can_share_a_workspace(tmp_path: Path) -> None:
    folder = workspace_of(WORKSPACES[0], tmp_path)
    locks = [open_lock(folder / LOCK, 1) for _ in range(2)]  # LOCK_SH
    assert clear_namespace(WORKSPACES[0], tmp_path).why_not
    for lock in locks:
        assert lock is not None
        os.close(lock)
    use_together(folder)
    assert clear_namespace(WORKSPACES[0], tmp_path).why_not


def test_a_lock_that_was_removed_while_somebody_waited_is_none(tmp_path: Path) -> None:
    lock = tmp_path / LOCK
    first = open_lock(lock, 2)  # LOCK_EX
    assert first is not None
    found: list[int | None] = []
    waiting = threading.Thread(target=lambda: found.append(open_lock(lock, 1)))
    waiting.start()
    lock.unlink()
    os.close(first)
    waiting.join()
    assert found[0] is not None
    assert os.path.samestat(os.fstat(found[0]), lock.stat())
    os.close(found[0])


@a_workspace
@pytest.mark.parametrize("harm", [a_link, a_folder, a_pipe, lambda file: file.write_bytes(b"x")])
def test_whatever_is_in_the_place_of_a_lock_holds_nothing_up(
    namespace: Namespace, harm: Callable[[Path], object], tmp_path: Path
) -> None:
    folder = workspace_of(namespace, tmp_path)
    (folder / LOCK).touch()
    harm(folder / LOCK)
    with used_alone(workspace_of(namespace, tmp_path)) as is_ours:
        assert is_ours
    harm_again = folder / LOCK
    files.clear(harm_again)
    harm_again.touch()
    harm(harm_again)
    assert clear_namespace(namespace, tmp_path).why_not == ""


@a_part
@pytest.mark.parametrize("place", ["the part", "the store"])
def test_what_a_link_leads_to_is_neither_used_nor_removed(namespace: Namespace, place: str, tmp_path: Path) -> None:
    folder = namespace.folder(tmp_path)
    assert folder
    link = folder if place == "the part" else folder.parent
    theirs = tmp_path / "theirs"
    (theirs / folder.name).mkdir(parents=True)
    (theirs / folder.name / "precious").write_bytes(b"x" * 10)
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(theirs / folder.name if place == "the part" else theirs)
    clear_namespace(namespace, tmp_path)
    assert (theirs / folder.name / "precious").read_bytes() == b"x" * 10
    if place == "the part":
        assert not link.is_symlink()
        link.symlink_to(theirs / folder.name)
        with suppress(OSError):
            fill(namespace, tmp_path)
        assert [one.name for one in (theirs / folder.name).iterdir()] == ["precious"]


@pytest.mark.parametrize("key", ["", "../up", "a/b", "x" * 300, "\ud800", "CON", "é", ".", "secret\0"])
def test_any_key_has_a_file_of_its_own_in_the_folder(key: str, tmp_path: Path) -> None:
    store = EntryStore(ENTRIES[0], tmp_path / "cache")
    store.put(key, b"value")
    assert store.get(key) == b"value"
    assert store.get(f"{key}x") is None
    assert [one.name for one in (tmp_path / "cache").iterdir()] == [file_name(key)]
    store.remove(key)
    assert store.get(key) is None


def test_an_entry_that_is_asked_for_stays_and_others_go(tmp_path: Path) -> None:
    store = EntryStore(ENTRIES[0], tmp_path)
    for key in ("asked", "unasked"):
        store.put(key, b"value")
        os.utime(tmp_path / key, (0, 0))
    assert store.get("asked") == b"value"
    evict(tmp_path, MAX_UNUSED_S + 1, 1 << 30)
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["asked"]


def test_of_too_much_the_least_used_goes(tmp_path: Path) -> None:
    store = EntryStore(ENTRIES[0], tmp_path / "cache")
    for number in range(5):
        store.put(f"{number}", b"x" * 1000)
        os.utime(tmp_path / "cache" / f"{number}", (number, number))
    evict(tmp_path / "cache", 10, 2500)
    assert sorted(one.name for one in (tmp_path / "cache").iterdir()) == ["3", "4"]


def test_no_module_keeps_anything_elsewhere() -> None:
    """Where things are kept is known in one package."""
    package = ROOT / "plugins/faircopy"
    others = [file for file in package.rglob("*.py") if file.parent != package / "cache"]
    assert others
    naming = [file.name for file in others if f'"{PROJECT_FOLDER}' in file.read_text(encoding="utf-8")]
    assert naming == []


def test_every_part_is_documented_and_no_other() -> None:
    rows = (ROOT / "docs/cache.md").read_text(encoding="utf-8").splitlines()
    named = [row.split("`")[1] for row in rows if row.startswith("| `")]
    assert named == [one.name for one in NAMESPACES]
