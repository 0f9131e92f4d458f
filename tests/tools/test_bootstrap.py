"""The set-up, on machines that lack this or that."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def bootstrap(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The set-up program for a small project in an empty folder."""
    spec = importlib.util.spec_from_file_location("bootstrap", root / "tools/bootstrap.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in (*module.INPUTS, "pyproject.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv/faircopy-setup")
    monkeypatch.setattr(module, "VENV_PYTHON", tmp_path / ".venv/bin/python")
    return module


def set_up_already(module: ModuleType) -> None:
    module.VENV_PYTHON.parent.mkdir(parents=True)
    module.VENV_PYTHON.touch()
    module.STAMP.write_text(module.fingerprint())


def test_the_second_time_nothing_is_done(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up_already(bootstrap)
    monkeypatch.setattr(bootstrap, "set_up", lambda: pytest.fail("set up again"))
    assert bootstrap.main() == 0


@pytest.mark.parametrize("name", ["requirements.txt", "debian-packages.txt", "tests/npm/package-lock.json"])
def test_a_changed_lock_is_noticed(bootstrap: ModuleType, name: str) -> None:
    set_up_already(bootstrap)
    with (bootstrap.ROOT / name).open("a") as file:
        file.write("\n")
    assert not bootstrap.is_ready()


def test_tool_settings_do_not_cost_a_new_environment(bootstrap: ModuleType) -> None:
    set_up_already(bootstrap)
    with (bootstrap.ROOT / "pyproject.toml").open("a") as file:
        file.write("\n[tool.other]\nx = 1\n")
    assert bootstrap.is_ready()


def test_an_interrupted_set_up_is_done_again(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up_already(bootstrap)
    monkeypatch.setattr(bootstrap, "install_debian_packages", lambda: None)
    monkeypatch.setattr(bootstrap, "install_python_packages", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        bootstrap.set_up()
    assert not bootstrap.is_ready()


def test_who_is_not_root_is_told_the_one_line(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (bootstrap.ROOT / "debian-packages.txt").write_text("# comment\n\nno-such-package  no-such-command  nothing\n")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap, "apt_install", lambda _: pytest.fail("installed without being root"))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name, **_: "/usr/bin/apt-get" if name == "apt-get" else None)
    bootstrap.install_debian_packages()
    assert "sudo apt-get install --no-install-recommends no-such-package" in capsys.readouterr().err


def test_root_gets_what_is_missing(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    (bootstrap.ROOT / "debian-packages.txt").write_text("there  sh  shell\nno-such-package  no-such-command  nothing\n")
    installed: list[str] = []
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap, "apt_install", installed.extend)
    bootstrap.install_debian_packages()
    assert installed == ["no-such-package"]


def test_a_failed_command_is_one_message(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "set_up", lambda: bootstrap.run([sys.executable, "-c", "raise SystemExit(3)"]))
    assert bootstrap.main() == 1
    assert "ended with status 3" in capsys.readouterr().err


def test_every_line_of_the_package_list_is_whole(bootstrap: ModuleType) -> None:
    packages = bootstrap.debian_packages()
    assert packages
    assert all(len(package) == 3 for package in packages)


@pytest.mark.slow
def test_a_clone_in_a_folder_with_a_space_sets_itself_up(root: Path, tmp_path: Path) -> None:
    """For real: a fresh environment from the hashed lock, then a build, then nothing left to do."""
    clone = tmp_path / "a fresh clone"
    subprocess.run(["git", "clone", "--quiet", str(root), str(clone)], check=True)
    first = subprocess.run(["make", "build"], cwd=clone, capture_output=True, text=True, check=False)
    assert first.returncode == 0, first.stdout + first.stderr
    assert (clone / "output/index.html").exists()
    second = subprocess.run(["make", "doctor"], cwd=clone, capture_output=True, text=True, check=False)
    assert second.returncode == 0, second.stdout + second.stderr
    assert "setup:" not in second.stderr
    assert "pelican" in second.stdout
