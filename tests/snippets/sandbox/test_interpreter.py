"""What Python in a sandbox finds, and does not have to make."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from kinds import sandbox_of

from faircopy.snippets.checkers._sandboxed import OWN_PARSERS, PACKAGES, packages_for
from faircopy.snippets.sandbox.interpreter import PYTHON_OPTIONS, compile_modules, interpreter, is_compiled
from faircopy.snippets.sandbox.root import SandboxRoot


@pytest.fixture(autouse=True)
def _may_be_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("sys.pycache_prefix", None)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package as uv installs it."""
    folder = tmp_path / "thing"
    (folder / "below").mkdir(parents=True)
    for name in ("__init__.py", "below/__init__.py"):
        (folder / name).write_text("word = 'first'\n")
    return folder


@pytest.mark.slow
def test_a_sandbox_imports_what_was_compiled_outside(package: Path, need: Callable[[str], str]) -> None:
    compile_modules([package])
    source = package / "below/__init__.py"
    stamp = source.stat()
    source.write_text("word = 'later'\n")  # as long and as old: only who compiles it finds out
    os.utime(source, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    python, bind_mounts, hidden, environment = interpreter()
    root = SandboxRoot({}, {**bind_mounts, f"{PACKAGES}/thing": str(package)}, hidden, environment=environment)
    script = f"import sys; sys.path.insert(0, {PACKAGES!r}); from thing.below import word; print(word)"
    done = sandbox_of("bwrap", need).run([python, *PYTHON_OPTIONS, "-c", script], root)
    assert (done.stdout, done.stderr) == ("first\n", "")


def test_what_has_changed_is_no_longer_compiled(package: Path) -> None:
    compile_modules([package])
    os.utime(package / "__init__.py", (2**32 - 1, 2**32 - 1))
    assert not is_compiled(package)
    os.utime(package / "__init__.py", (0, 0))
    assert is_compiled(package)


def test_nothing_is_compiled_where_python_is_to_write_nothing(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    compile_modules([package])
    assert not is_compiled(package)


def test_what_cannot_be_compiled_hinders_nothing_else(package: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (package / "broken.py").write_text("x =\n")
    compile_modules([package, package / "none"])
    assert [is_compiled(package / name) for name in ("", "below")] == [False, True]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["", "sqlglot", "yamllint"])
def test_parsers_are_compiled_before_they_are_asked(name: str) -> None:
    packages_for.cache_clear()
    mounts = packages_for(name)
    assert [one for one in (OWN_PARSERS, *map(Path, mounts.values())) if one.is_dir() and not is_compiled(one)] == []
