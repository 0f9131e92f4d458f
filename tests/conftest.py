"""What tests of several packages share."""

import locale
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

import pytest
from hypothesis import settings

import bounds
from children import children, command_of
from examples import EVERY_DAY, NO_FAULT, THOROUGH
from forkserver import fork_server
from keptsandbox import end_kept_sandbox, kept_processes, kept_sandbox, kept_threads
from pages import Page, pages_of
from waiting import LIMIT_SECONDS, wait_until

ROOT = Path(__file__).parent.parent
# Machines differ in speed: a test says what is right, not how fast.
EASY = settings(deadline=None, suppress_health_check=NO_FAULT)
# What a commit is held up by are the same examples each time; new ones are looked for beside it, see CONTRIBUTING.md.
settings.register_profile("faircopy", EASY, max_examples=EVERY_DAY, derandomize=True)
# For `--hypothesis-profile`: of `make coverage`, of the workflow that explores, and for a whole night.
settings.register_profile("thorough", EASY, max_examples=THOROUGH, derandomize=True)
settings.register_profile("explore", EASY, max_examples=2 * THOROUGH, print_blob=True)
settings.register_profile("long", EASY, max_examples=5000)
settings.load_profile("faircopy")

# What a shell runs in the background ignores these, and so would all that the tests start. A function of ours, unlike
# "ignore", is not inherited; and what reaches this process is still without effect.
for ignored in (signal.SIGINT, signal.SIGHUP):
    if signal.getsignal(ignored) is signal.SIG_IGN:
        signal.signal(ignored, lambda *_: None)

NPM = ROOT / "tests" / "npm" / "node_modules"
SITEURL = "https://example.org/blog"
Run = Callable[..., "subprocess.CompletedProcess[str]"]
LONGEST = (
    "tests/tools/test_bootstrap.py::test_a_clone",
    "tests/install/",
    "tests/publish/test_cycle.py",
    "tests/snippets/sandbox/test_shared.py::test_verdicts",
    "tests/checklists/test_app_logic.py::test_logic[link",
    "tests/incremental/test_same_bytes.py",
)
OTHER_PLACES = (Path("/dev/shm"), Path("/var/tmp"))  # noqa: S108  # what a test makes there has a folder of its own
LOCALE = locale.setlocale(locale.LC_ALL)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """Give a folder on another file system than `tmp_path`, where there is one."""
    device = tmp_path.stat().st_dev
    others = (folder for folder in OTHER_PLACES if os.access(folder, os.W_OK) and folder.stat().st_dev != device)
    with TemporaryDirectory(dir=next(others, tmp_path)) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def pages(built_site: Path) -> list[Page]:
    return pages_of(built_site, SITEURL)


@pytest.fixture(scope="session")
def page(pages: list[Page]) -> dict[str, Page]:
    """The pages by their path, as in an address: "2017/09/a-post/"."""
    return {page.path: page for page in pages}


@pytest.fixture(scope="session")
def faircopy() -> Iterator[Run]:
    """Run `faircopy` in a folder: `faircopy(folder, "build", SITEURL="…")`. It is imported once, see `forkserver`."""
    with fork_server(ROOT / "plugins") as server:
        yield server.run


@pytest.fixture(scope="session")
def built_copy(faircopy: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources, built for production under a sub-path: its output, and what it has kept for the next."""
    site = copy_of_site(tmp_path_factory.mktemp("site") / "a site")
    result = faircopy(site, "build", SITEURL=SITEURL)
    assert result.returncode == 0, result.stdout + result.stderr
    return site


@pytest.fixture(scope="session")
def built_site(built_copy: Path) -> Path:
    """The production site, built once for all tests that read it."""
    return built_copy / "output"


@pytest.fixture
def site_copy(tmp_path: Path) -> Path:
    """A copy of the sources in which a test may break things."""
    return copy_of_site(tmp_path / "a site")


@pytest.fixture
def site_built_before(site_copy: Path, built_copy: Path) -> Path:
    """The same, where a build has been: the next takes half a second, not three."""
    shutil.copytree(built_copy / ".cache", site_copy / ".cache")
    return site_copy


def copy_of_site(target: Path) -> Path:
    """Copy the sources, but not our code, which is a thousand files: the site is built with that of this checkout."""
    for name in ("archetypes", "content", "theme"):
        shutil.copytree(ROOT / name, target / name)
    for name in ("pelicanconf.py", "publishconf.py", "tasks.py", "pyproject.toml", "spelling.txt"):
        shutil.copy(ROOT / name, target / name)
    return target


def copy_code(site: Path) -> None:
    """Give a site a copy of our code, for a test that changes it, or where it lies."""
    shutil.copytree(ROOT / "plugins", site / "plugins", ignore=shutil.ignore_patterns("__pycache__"))


def code_of(site: Path) -> Path:
    """Return the plugins that `run_task` builds a site with."""
    return next(one for one in (site / "plugins", ROOT / "plugins") if (one / "faircopy/__init__.py").is_file())


def run_task(folder: Path, *task: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run an invoke task with the plugins of `folder`, which may be a copy with faults, or else with ours."""
    return subprocess.run(
        [sys.executable, "-m", "invoke", *task],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(code_of(folder)), **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT_SECONDS,
        check=False,
    )


@pytest.fixture(scope="session")
def need() -> Callable[[str], str]:
    """Return the path of a program; where it is missing, skip the test by name, and fail on CI."""

    def path_of(command: str) -> str:
        found = shutil.which(command, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        if found is None:
            missing(f"'{command}' is not installed; `make doctor` says how to get it")
        return str(found)

    return path_of


@pytest.fixture(scope="session")
def npm_file() -> Callable[[str], Path]:
    """Return a file of an npm package that tests use; missing ones as in `need`."""

    def path_of(name: str) -> Path:
        if not (NPM / name).exists():
            missing(f"npm's '{name}' is not installed; install npm, then `make setup`")
        return NPM / name

    return path_of


def missing(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(bounds)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with tests that take very long: at the end, the other processor would have nothing to do meanwhile."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


def pytest_sessionfinish() -> None:
    end_kept_sandbox()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Say last, and so that nobody overlooks it, which programs were missed."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter and (skipped := reporter.stats.get("skipped")):
        reporter.write_line(incomplete([str(report.longrepr[2]) for report in skipped]), red=True, bold=True)


def incomplete(reasons: list[str]) -> str:
    each = ", ".join(sorted({reason.removeprefix("Skipped: ") for reason in reasons}))
    return f"INCOMPLETE: {len(reasons)} tests were skipped: {each}"


@pytest.fixture
def _kept_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the commands, too, run programs in the sandbox that the tests of this process share."""
    for module in ("check", "pages.filter_tools"):
        monkeypatch.setattr(f"faircopy.snippets.{module}.Sandbox", lambda _: kept_sandbox())


@pytest.fixture(autouse=True)
def _same_locale() -> Iterator[None]:
    """Pelican changes the locale of the whole process when it reads settings, and with it how files are read."""
    locale.setlocale(locale.LC_ALL, LOCALE)
    yield
    locale.setlocale(locale.LC_ALL, LOCALE)


@pytest.fixture(autouse=True)
def _same_folder_after() -> Iterator[None]:
    before = Path.cwd()
    yield
    os.chdir(before)


@pytest.fixture(autouse=True)
def _nothing_goes_on_after() -> Iterator[None]:
    """Neither a process nor a thread that a test has started: it would take time, a port or a file from the next."""
    processes, threads = children(), set(threading.enumerate())
    yield
    try:  # What is ending takes a moment to end.
        wait_until(lambda: not started_since(processes), "the processes that the test has started have ended")
        wait_until(lambda: not lasting(threads), "the threads that the test has started have ended")
    except pytest.fail.Exception as failure:
        left = started_since(processes)
        messages = [command_of(process) for process in left] + [str(thread) for thread in lasting(threads)]
        for process in left:
            os.kill(process, signal.SIGKILL)
        pytest.fail(f"{failure}: {'; '.join(messages)}")


def started_since(before: set[int]) -> set[int]:
    return children() - before - kept_processes()


def lasting(before: set[threading.Thread]) -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one not in before | kept_threads() and not one.daemon]
