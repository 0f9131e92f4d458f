import fcntl
import os
import subprocess
import sys
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

import pytest

from faircopy.build.build import BuildFailedError, build_site
from faircopy.build.swap import MARKER, NotReplaceableError, put_back, replacing, workspace_of


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A folder that an earlier build has made."""
    target = tmp_path / "output"
    with replacing(target) as fresh:
        (fresh / "old").touch()
    return target


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_first_time_there_is_no_old_folder(target: Path) -> None:
    assert names(target) == [MARKER, "old"]
    assert "made by Faircopy" in (target / MARKER).read_text()


def test_a_finished_folder_takes_the_place_of_the_old(target: Path) -> None:
    with replacing(target) as fresh:
        (fresh / "new").touch()
        assert (target / "old").exists()
    assert names(target) == [MARKER, "new"]
    assert names(target.parent) == ["output"]


def test_after_a_failure_the_old_folder_is_what_it_was(target: Path) -> None:
    with pytest.raises(OSError, match="disk full"), replacing(target) as fresh:
        fill_the_disk(fresh)
    assert names(target) == [MARKER, "old"]
    assert names(target.parent) == ["output"]


def test_a_rename_that_fails_puts_the_old_folder_back(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def refuse(self: Path, to: Path) -> Path:
        if self.name == "new":
            raise OSError("no more renames")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="no more renames"), replacing(target):
        pass
    assert names(target) == [MARKER, "old"]


def test_an_old_folder_that_cannot_be_put_back_is_kept(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def refuse(self: Path, to: Path) -> Path:
        if self.parent.name == ".output-build":
            raise OSError("no more renames")
        return rename(self, to)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        with pytest.raises(OSError, match="no more renames"), replacing(target):
            pass
    assert names(workspace_of(target) / "old") == [MARKER, "old"]
    # ... and found again by the next build, even by one that fails.
    with pytest.raises(OSError, match="disk full"), replacing(target) as fresh:
        fill_the_disk(fresh)
    assert names(target) == [MARKER, "old"]
    assert names(target.parent) == ["output"]


def test_what_a_killed_build_left_is_cleared_away(target: Path) -> None:
    workspace = workspace_of(target)
    for name in ("new", "old"):
        (workspace / name / "sub").mkdir(parents=True)
    put_back(workspace, target)
    assert names(target) == [MARKER, "old"]
    assert names(workspace) == []


def test_missing_parents_are_made(tmp_path: Path) -> None:
    with replacing(tmp_path / "no such" / "folder") as fresh:
        (fresh / "new").touch()
    assert (tmp_path / "no such/folder/new").exists()


def test_an_empty_folder_may_be_replaced(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    with replacing(tmp_path / "output"):
        pass
    assert names(tmp_path / "output") == [MARKER]


@pytest.mark.parametrize("name", [".git", "CNAME", "docs"])
def test_a_folder_that_no_build_has_made_is_not_touched(tmp_path: Path, name: str) -> None:
    output = tmp_path / "output"
    (output / name).mkdir(parents=True)
    refuses(output, f"it holds files and no '{MARKER}', so no build has made it")
    assert names(output) == [name]


def test_a_file_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "output").touch()
    refuses(tmp_path / "output", "it is not a folder")


@pytest.mark.parametrize("to", ["real", "nowhere"])
def test_a_symbolic_link_is_not_touched(tmp_path: Path, to: str) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "output").symlink_to(to)
    refuses(tmp_path / "output", "it is a symbolic link")
    assert (tmp_path / "output").is_symlink()


def test_one_build_at_a_time(target: Path) -> None:
    with replacing(target) as fresh:
        (fresh / "new").touch()
        refuses(target, f"process {os.getpid()}, '.+', is building into it")
    assert names(target) == [MARKER, "new"]


@pytest.mark.parametrize("text", ["", "x", "99999999999999999999999999 x", "-1 x", "٣ x"])
def test_a_lock_that_names_no_process_is_told_as_such(target: Path, text: str) -> None:
    with replacing(target):
        (workspace_of(target) / "lock").write_text(text, encoding="utf-8")
        refuses(target, "another build into it is running")


@pytest.mark.slow
def test_two_processes_at_once(target: Path) -> None:
    """One of them builds, and the other is refused, or builds before or after: nothing in between."""

    def build(name: str) -> None:
        built = 0
        while built < 20:
            with suppress(NotReplaceableError), replacing(target) as fresh:
                for number in range(3):
                    (fresh / str(number)).write_text(f"{name} {built}", encoding="utf-8")
                built += 1

    processes = [get_context("fork").Process(target=build, args=(name,), daemon=True) for name in "ab"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    assert len({(target / str(number)).read_text(encoding="utf-8") for number in range(3)}) == 1
    assert list(target.parent.iterdir()) == [target]


def test_a_file_system_without_locks_is_told(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As some network file systems are; the error names no file."""

    def flock(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(BuildFailedError, match=f"'{target}' cannot be replaced: no locks available; that file system"):
        build_site(target.parent / "conf.py", target)


def test_a_lock_that_nobody_holds_stops_nobody(target: Path) -> None:
    workspace = workspace_of(target)
    workspace.mkdir()
    with (workspace / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
    with replacing(target) as fresh:
        (fresh / "new").touch()
    assert names(target) == [MARKER, "new"]


def refuses(target: Path, reason: str) -> None:
    before = names(target.parent)
    with pytest.raises(NotReplaceableError, match=reason), replacing(target):
        pytest.fail("the block was entered")
    assert names(target.parent) == before


def fill_the_disk(folder: Path) -> None:
    (folder / "half a site").touch()
    raise OSError("disk full")


FULL_DISK = """
import resource, sys
from pathlib import Path
from faircopy.build.swap import replacing
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
try:
    with replacing(Path(sys.argv[1])):
        pass
except OSError as error:
    print(error.filename)
"""


def test_a_full_disk_leaves_nothing_beside_it(target: Path) -> None:
    command = [sys.executable, "-c", FULL_DISK, str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == (f"{target.parent / '.output-build'}\n", "")
    assert not (target.parent / ".output-build").exists()
