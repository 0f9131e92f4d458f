"""What was written under a key comes back, and nothing else does, whatever lies there."""

import logging
import os
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cacheharms import HARMS, KEY, a_folder, a_link, a_pipe
from faircopy.cache import files, sealed


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    files.warn.cache_clear()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "cache" / "entry"
    sealed.write(file, KEY, b"value")
    return file


@pytest.mark.parametrize("value", [b"", b"value", b"\0" * 100_000, sealed.FORM])
@pytest.mark.parametrize("key", ["", "a", "../x\n", "\ud800", "é" * 100])
def test_what_was_written_comes_back(value: bytes, key: str, tmp_path: Path) -> None:
    sealed.write(tmp_path / "cache/x", key, value)
    assert sealed.read(tmp_path / "cache/x", key) == value
    assert sealed.read(tmp_path / "cache/x", f"{key}x") is None
    assert [one.name for one in (tmp_path / "cache").iterdir()] == ["x"]


def test_only_the_user_can_look_into_it(file: Path, tmp_path: Path) -> None:
    folders = [file.parent, tmp_path / "xdg/faircopy"]
    assert [oct(folder.stat().st_mode & 0o777) for folder in folders] == ["0o700", "0o700"]
    assert {oct(one.stat().st_mode & 0o777) for folder in folders for one in folder.iterdir()} == {"0o600"}


def test_a_folder_that_others_could_look_into_is_closed(file: Path) -> None:
    file.parent.chmod(0o777)
    sealed.write(file, KEY, b"value")
    assert oct(file.parent.stat().st_mode & 0o777) == "0o700"


@pytest.mark.parametrize("harm", HARMS)
def test_whatever_lies_there_instead_is_not_there_and_is_made_anew(harm: Callable[[Path], object], file: Path) -> None:
    harm(file)
    assert sealed.read(file, KEY) is None
    sealed.write(file, KEY, b"anew")
    assert sealed.read(file, KEY) == b"anew"
    assert not file.is_symlink()


@given(place=st.integers(0, 60), junk=st.binary(max_size=8), cut=st.booleans())
def test_no_changed_byte_is_believed(place: int, junk: bytes, *, cut: bool) -> None:
    file = Path(os.environ["XDG_CACHE_HOME"], "x/entry")
    sealed.write(file, KEY, b"value")
    data = file.read_bytes()
    changed = data[:place] + junk + (b"" if cut else data[place + len(junk) :])
    file.write_bytes(changed)
    assert sealed.read(file, KEY) == (b"value" if changed == data else None)


@pytest.mark.parametrize("harm", [a_folder, a_pipe, a_link, lambda file: file.write_bytes(b"short")])
def test_a_secret_that_is_none_is_made_anew(harm: Callable[[Path], object], file: Path, tmp_path: Path) -> None:
    harm(tmp_path / "xdg/faircopy/secret")
    sealed.secret_in.cache_clear()
    assert sealed.read(file, KEY) is None
    sealed.write(file, KEY, b"value")
    assert sealed.read(file, KEY) == b"value"


def test_a_secret_that_others_could_read_is_none(file: Path, tmp_path: Path) -> None:
    (tmp_path / "xdg/faircopy/secret").chmod(0o644)
    sealed.secret_in.cache_clear()
    assert sealed.read(file, KEY) is None
    assert oct((tmp_path / "xdg/faircopy/secret").stat().st_mode & 0o777) == "0o600"


def test_the_secret_stays(file: Path) -> None:
    sealed.secret_in.cache_clear()
    assert sealed.read(file, KEY) == b"value"


def test_a_folder_of_somebody_else_is_not_used(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sealed.secret_of_user()
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    with caplog.at_level(logging.WARNING):
        assert sealed.read(file, KEY) is None
        sealed.write(file, KEY, b"forged")
        sealed.write(file, KEY, b"forged")
    monkeypatch.undo()
    assert [record.message for record in caplog.records] == [
        f"'{file.parent}' is not used to keep things in: it is no folder of your own; remove it"
    ]
    assert file.read_bytes().endswith(b"value")


def test_a_link_to_a_folder_is_not_used(file: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(file.parent)
    assert sealed.read(tmp_path / "link/entry", KEY) is None
    sealed.write(tmp_path / "link/new", KEY, b"value")
    assert not (file.parent / "new").exists()


@pytest.mark.parametrize("home", ["", "relative", "/dev/null"])
def test_where_nothing_can_be_kept_nothing_is(home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", home)
    monkeypatch.setenv("HOME", "/dev/null")
    sealed.write(tmp_path / "cache/x", KEY, b"value")
    assert sealed.read(tmp_path / "cache/x", KEY) is None


def write_many(folder: Path) -> None:
    sealed.secret_in.cache_clear()
    for number in range(50):
        sealed.write(folder / str(number), str(number), b"x" * 1000)


def test_several_at_once_make_one_secret(tmp_path: Path) -> None:
    processes = [get_context("fork").Process(target=write_many, args=(tmp_path / "cache",)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert {sealed.read(tmp_path / "cache" / str(number), str(number)) for number in range(50)} == {b"x" * 1000}
    assert len(list((tmp_path / "cache").iterdir())) == 50
    assert [one.name for one in (tmp_path / "xdg/faircopy").iterdir()] == ["secret"]
