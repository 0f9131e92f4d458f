"""New files: whole or not at all, and nothing of somebody else is replaced, on any file system."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from faircopy.markdown.new_files import is_leftover, new_file

ERRORS = [errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK]


@pytest.fixture(params=[None, *ERRORS], ids=lambda error: errno.errorcode[error] if error else "hard links")
def file(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A path to write to, where there are hard links or none."""

    def refuse(path: Path, _: Path) -> None:
        raise OSError(request.param, os.strerror(request.param), str(path))

    if request.param:
        monkeypatch.setattr(Path, "hardlink_to", refuse)
    return tmp_path / "index.md"


def write(file: Path, meanwhile: Callable[[], object]) -> None:
    with new_file(file) as out:
        out.write(b"ours")
        meanwhile()


def test_a_new_file_is_whole_and_alone(file: Path) -> None:
    with new_file(file) as out:
        out.write(b"text")
        assert not file.exists()
    assert file.read_bytes() == b"text"
    assert file.stat().st_mode & 0o777 == 0o644
    assert list(file.parent.iterdir()) == [file]


def test_what_comes_while_it_is_written_is_left_alone(file: Path) -> None:
    with pytest.raises(FileExistsError):
        write(file, lambda: file.write_bytes(b"theirs"))
    assert file.read_bytes() == b"theirs"
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize("there", [False, True])
def test_a_link_that_comes_is_neither_followed_nor_replaced(file: Path, *, there: bool) -> None:
    target = file.parent / "target"
    if there:
        target.write_bytes(b"theirs")
    with pytest.raises(FileExistsError):
        write(file, lambda: file.symlink_to(target))
    assert file.is_symlink()
    assert (target.read_bytes() if target.exists() else b"") == (b"theirs" if there else b"")


def test_an_error_leaves_nothing(file: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        write(file, lambda: 1 // 0)
    assert list(file.parent.iterdir()) == []


def test_a_rename_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, other: Path) -> None:
        raise OSError(errno.EPERM if path.name == "index.md" else errno.EIO, "refused", str(other))

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="refused"):
        write(tmp_path / "index.md", lambda: None)
    assert list(tmp_path.iterdir()) == []


def test_only_a_temporary_name_is_a_leftover(tmp_path: Path) -> None:
    with new_file(tmp_path / "index.md"):
        assert [is_leftover(one.name) for one in tmp_path.iterdir()] == [True]
    for name in ("index.md", ".new-note.tmp", "new-12345678.tmp", ".new-12345678.tmp~", ".new-ABCDEFGH.tmp"):
        assert not is_leftover(name)
