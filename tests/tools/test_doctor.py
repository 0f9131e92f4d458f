import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from programs import program


@pytest.fixture
def doctor(root: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = program(root, "doctor")
    monkeypatch.setattr(module, "VENV", Path(sys.prefix))
    return module


def test_the_columns_stand_apart(doctor: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    doctor.print_columns([("short", "a version that is much longer than others", "why"), ("much longer", "1", "x")])
    assert capsys.readouterr().out.splitlines() == [
        "short        a version that is much longer than others  why",
        "much longer  1                                          x",
    ]


def test_every_library_and_program_is_listed(
    root: Path, doctor: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    doctor.main()
    out = capsys.readouterr().out
    assert re.search(r"^pelican +\d+\.\d+", out, re.MULTILINE)
    for package in doctor.debian_packages(root / "debian-packages.txt"):
        assert re.search(rf"^{package[1]} .+  {re.escape(package[2])}$", out, re.MULTILINE), package


def test_what_is_missing_is_named_with_the_remedy(
    doctor: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(doctor, "has_command", lambda command: command != "nginx")
    monkeypatch.setattr(doctor, "LIBRARIES", ("no-such-library",))
    doctor.main()
    out = capsys.readouterr().out
    assert re.search(r"^nginx +MISSING  ", out, re.MULTILINE)
    assert re.search(r"^no-such-library  MISSING$", out, re.MULTILINE)
    assert out.endswith("\nto install what is missing: sudo apt-get install --no-install-recommends nginx-light\n")


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("Fedora", "  sudo dnf install nginx\n\nthis is Fedora; Faircopy is tested on Debian: see docs/platforms.md\n"),
        ("macOS", "nginx-light\n\nthis is macOS: snippets are not checked: the sandbox needs Linux; builds are made"),
    ],
)
def test_another_system_is_told_its_own_remedy(
    doctor: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], system: str, expected: str
) -> None:
    monkeypatch.setattr(doctor, "has_command", lambda command: command != "nginx")
    monkeypatch.setattr(doctor.systems, "name_of_system", lambda: system)
    monkeypatch.setattr(doctor.shutil, "which", lambda _: None)
    doctor.main()
    assert f"to install what is missing:\n{'' if system == 'Fedora' else '  not available on macOS'}" in (
        out := capsys.readouterr().out
    )
    assert expected in out


def test_without_an_environment_it_still_answers(root: Path, tmp_path: Path) -> None:
    for name in (
        "tools/doctor.py",
        "tools/bootstrap.py",
        "tools/debian.py",
        "tools/shell.py",
        "tools/systems.py",
        "debian-packages.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((root / name).read_bytes())
    result = subprocess.run(
        [sys.executable, "tools/doctor.py"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert "not set up yet: make setup" in result.stdout
    assert not (tmp_path / ".venv").exists()
