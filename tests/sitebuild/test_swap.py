from pathlib import Path

import pytest

from sitebuild.swap import replacing


def test_a_finished_folder_takes_the_place_of_the_old(tmp_path: Path) -> None:
    target = tmp_path / "output"
    target.mkdir()
    (target / "old").touch()
    with replacing(target) as fresh:
        (fresh / "new").touch()
        assert (target / "old").exists()
    assert [path.name for path in target.iterdir()] == ["new"]
    assert list(tmp_path.iterdir()) == [target]


def test_the_first_time_there_is_no_old_folder(tmp_path: Path) -> None:
    with replacing(tmp_path / "output") as fresh:
        (fresh / "new").touch()
    assert (tmp_path / "output" / "new").exists()


def test_after_a_failure_the_old_folder_is_what_it_was(tmp_path: Path) -> None:
    target = tmp_path / "output"
    target.mkdir()
    (target / "old").touch()
    with pytest.raises(OSError, match="disk full"), replacing(target) as fresh:
        fill_the_disk(fresh)
    assert [path.name for path in target.iterdir()] == ["old"]
    assert list(tmp_path.iterdir()) == [target]


def test_a_rename_that_fails_puts_the_old_folder_back(tmp_path: Path) -> None:
    target = tmp_path / "output"
    target.mkdir()
    (target / "old").touch()
    with pytest.raises(OSError, match="No such file"), replacing(target) as fresh:
        fresh.rmdir()
    assert [path.name for path in target.iterdir()] == ["old"]


def fill_the_disk(folder: Path) -> None:
    (folder / "half a site").touch()
    raise OSError("disk full")
