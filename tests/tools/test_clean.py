from pathlib import Path
from types import ModuleType

import pytest

from faircopy.build.swap import MARKER, replacing, workspace_of
from programs import program


@pytest.fixture
def clean(root: Path) -> ModuleType:
    return program(root, "clean")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_was_built_is_removed_and_nothing_else(clean: ModuleType, tmp_path: Path) -> None:
    with replacing(tmp_path / "output"):
        pass
    for name in (".cache/preview/8000", ".venv", "content", ".output-build/new"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / ".coverage.host.1").touch()
    assert clean.main(tmp_path) == 0
    assert names(tmp_path) == [".venv", "content"]
    assert clean.main(tmp_path) == 0


def test_a_link_goes_and_its_target_stays(clean: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/file").touch()
    for name in ("output", ".cache"):
        (tmp_path / name).symlink_to("real")
    assert clean.main(tmp_path) == 0
    assert names(tmp_path) == ["real"]
    assert names(tmp_path / "real") == ["file"]


def test_what_no_build_has_made_stays(clean: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output/CNAME").touch()
    assert clean.main(tmp_path) == 1
    assert names(tmp_path / "output") == ["CNAME"]
    assert capsys.readouterr().err.startswith("error: 'output' stays: it holds files and no '.faircopy'")


def test_the_only_copy_of_a_site_stays(clean: ModuleType, tmp_path: Path) -> None:
    old = workspace_of(tmp_path / "output") / "old"
    old.mkdir(parents=True)
    assert clean.main(tmp_path) == 0
    assert old.exists()
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / MARKER).touch()
    assert clean.main(tmp_path) == 0
    assert names(tmp_path) == []


def test_what_cannot_be_removed_is_one_message(
    clean: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / ".cache").mkdir()
    monkeypatch.setattr(clean.shutil, "rmtree", refuse)
    assert clean.main(tmp_path) == 1
    assert capsys.readouterr().err == f"error: Permission denied: '{tmp_path / '.cache'}'\n"
