"""Where a tool or the sandbox is not to be had, that is said with what to do, and nothing else suffers."""

import platform
import pwd
import resource
import shutil
import sys
from pathlib import Path

import pytest

from faircopy.snippets import check, cli, jobs
from faircopy.snippets.cache import Cache, default_folder
from faircopy.snippets.checkers import all_checkers
from faircopy.snippets.cli import main
from faircopy.snippets.model import Outcome, Task
from faircopy.snippets.sandbox import process, runner
from faircopy.snippets.sandbox.platforms import install, why_missing, why_no_sandbox

DOCUMENT = '# A\n\n```{.bash file="/opt/x.sh"}\necho a\n```\n\n```json\n{"a": 1}\n```\n'


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    file = tmp_path / "a.md"
    file.write_text(DOCUMENT)
    return file


def only(folder: Path, programs: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a machine with some programs and no others."""
    folder.mkdir()
    for name in programs:
        (folder / name).symlink_to(shutil.which(name) or "/bin/false")
    for module in (runner, jobs, cli):
        monkeypatch.setattr(module, "PROGRAM_PATH", str(folder))
    monkeypatch.setitem(process.ENVIRONMENT, "PATH", str(folder))
    # Asked anew, and not kept for the tests that follow.
    monkeypatch.setattr(runner, "sandbox_user", runner.sandbox_user.__wrapped__)
    monkeypatch.setattr(check, "working_kind", runner.working_kind.__wrapped__)
    monkeypatch.setattr(cli, "working_kind", runner.working_kind.__wrapped__)


@pytest.mark.parametrize(
    ("programs", "fact", "remedy"),
    [
        ((), "there is no sandbox to check it in: 'prlimit' is not there", "util-linux"),
        (("bwrap",), "there is no sandbox to check it in: 'prlimit' is not there", "util-linux"),
        (("prlimit",), "there is no sandbox to check it in: 'bwrap' is not there", "bubblewrap"),
    ],
)
def test_without_a_sandbox_each_snippet_that_needs_it_is_not_verified(
    document: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    programs: tuple[str, ...],
    fact: str,
    remedy: str,
) -> None:
    only(document.parent / "programs", programs, monkeypatch)
    assert main(["check", str(document), "--no-cache"]) == 0
    output = capsys.readouterr().out
    assert f"warning SN190 {fact}" in output
    assert remedy in output
    assert "this snippet is not verified here" in output
    assert "2 not verified, tool missing" in output
    assert main(["check", str(document), "--no-cache", "--strict"]) == 1
    assert f"error SN190 {fact}" in capsys.readouterr().out
    assert main(["checkers"]) == 0
    assert fact in capsys.readouterr().out


@pytest.mark.parametrize(("system", "name"), [("darwin", "macOS"), ("win32", "Windows"), ("freebsd14", "freebsd14")])
def test_another_system_is_named(monkeypatch: pytest.MonkeyPatch, system: str, name: str) -> None:
    monkeypatch.setattr(sys, "platform", system)
    fact, hint = why_no_sandbox("/nowhere")
    assert fact == f"the sandbox that snippets are checked in needs Linux, and this is {name}"
    assert "container" in hint


def test_a_sandbox_that_is_forbidden_is_told_from_one_that_is_missing(tmp_path: Path) -> None:
    for name in ("prlimit", "bwrap"):
        (tmp_path / name).touch(0o755)
    assert "does not let it work" in why_no_sandbox(str(tmp_path))[0]


@pytest.mark.parametrize(
    ("kind", "limit", "fact"),
    [
        (
            resource.RLIMIT_NOFILE,
            64,
            "64 open files are the most that a program may have here, and a sandbox gives 1024",
        ),
        (resource.RLIMIT_NPROC, 50, "50 processes are the most that a program may have here, and a sandbox gives 512"),
        (resource.RLIMIT_AS, 1 << 30, "1048576 KiB of memory are the most"),
        (resource.RLIMIT_FSIZE, 1 << 20, "1024 KiB in a file are the most"),
        (resource.RLIMIT_CPU, 9, "9 seconds of processor time are the most"),
    ],
)
def test_a_limit_that_leaves_no_sandbox_is_named(
    kind: int, limit: int, fact: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("prlimit", "bwrap"):
        (tmp_path / name).symlink_to("/bin/false")
    monkeypatch.setattr(resource, "getrlimit", lambda one: (0, limit if one == kind else resource.RLIM_INFINITY))
    said, hint = why_no_sandbox(str(tmp_path))
    assert fact in said
    assert hint.startswith("start it where 'ulimit -H")


def test_a_missing_tool_is_no_missing_sandbox() -> None:
    fact, hint = why_missing("nginx", "bwrap", "/nowhere")
    assert fact == "nginx is not installed here"
    assert hint.startswith("install it: docs/platforms.md")


@pytest.mark.parametrize(
    ("release", "command"),
    [
        ({"ID": "debian"}, "sudo apt-get install --no-install-recommends bubblewrap"),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "sudo apt-get install --no-install-recommends bubblewrap"),
        ({"ID": "fedora"}, "sudo dnf install bubblewrap"),
        ({"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "sudo dnf install bubblewrap"),
        ({"ID": "arch"}, "sudo pacman -S bubblewrap"),
        ({"ID": "opensuse-leap", "ID_LIKE": "suse opensuse"}, "sudo zypper install bubblewrap"),
        ({"ID": "alpine"}, "sudo apk add bubblewrap"),
        ({"ID": "void"}, "install the package 'bubblewrap'"),
        (None, "install the package 'bubblewrap'"),
    ],
)
def test_the_command_is_the_distributions(
    monkeypatch: pytest.MonkeyPatch, release: dict[str, str] | None, command: str
) -> None:
    def found() -> dict[str, str]:
        if release is None:
            raise FileNotFoundError
        return release

    monkeypatch.setattr(platform, "freedesktop_os_release", found)
    assert install("bubblewrap") == command


def test_a_user_without_a_home_keeps_nothing_and_has_everything_checked(
    document: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As in a container that is given a number for a user."""

    def nobody(number: int) -> object:
        raise KeyError(f"getpwuid(): uid not found: {number}")

    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    document.write_text('```json\n{"a": 1}\n```\n')
    assert main(["check", str(document)]) == 0
    assert "passed" in capsys.readouterr().out
    cache = Cache(default_folder(), dict)
    cache.put("key", Outcome(()))
    assert cache.get("key", Task((), {})) is None
    assert all_checkers()
    assert default_folder() is None
