"""Other systems lack what Linux has, and processes die: a build takes longer then, and writes the same files."""

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator

import pytest
from pelican.log import LimitFilter

import faircopy.incremental.plugin
from children import started
from conftest import ROOT
from faircopy import pool
from faircopy.cache.database import Store
from faircopy.incremental import incremental_writer, markdown
from faircopy.incremental.report import BuildReport
from faircopy.incremental.state import STATE, BuildState
from faircopy.pool import ForkPool
from smallsite import Site, tree
from stockpelican import StockPelican, build
from waiting import LIMIT_SECONDS

pytestmark = pytest.mark.slow

Patch = pytest.MonkeyPatch
POSTS = 12
# What is not on every system, or not in every Python.
ELSEWHERE = {
    os: ("sched_getaffinity", "fork", "posix_fadvise", "copy_file_range", "sendfile", "splice", "pidfd_open"),
    signal: ("sigtimedwait", "sigwaitinfo", "pidfd_send_signal"),
}
# A program that builds the site where a good deal is missing; its last line is what it has counted.
PROGRAM = f"""
import json, os, signal, sys
for name in {ELSEWHERE[os] + ("O_TMPFILE", "O_PATH", "getresuid", "memfd_create", "eventfd")}:
    if hasattr(os, name):
        delattr(os, name)
for name in {ELSEWHERE[signal]}:
    if hasattr(signal, name):
        delattr(signal, name)
sys.modules["_ctypes"] = None
import faircopy.incremental.plugin, stockpelican
settings, code = json.load(sys.stdin)
stockpelican.build({{**settings, "PLUGINS": [faircopy.incremental.plugin]}}, code)
"""


def no_room(*_: object, **__: object) -> object:
    raise OSError(28, "No space left on device")


def no_more_processes() -> None:
    raise BlockingIOError(11, "Resource temporarily unavailable")


def no_affinity(patch: Patch) -> None:
    patch.delattr(os, "sched_getaffinity")


def another_system(patch: Patch) -> None:
    patch.setattr(sys, "platform", "darwin")


def no_fork(patch: Patch) -> None:
    patch.delattr(os, "fork")


def no_process_more(patch: Patch) -> None:
    patch.setattr(os, "fork", no_more_processes)


def no_multiprocessing(patch: Patch) -> None:
    patch.setitem(sys.modules, "multiprocessing", None)


def no_context(patch: Patch) -> None:
    def get_context(method: str) -> None:
        raise ValueError(f"cannot find context for '{method}'")

    patch.setattr(multiprocessing, "get_context", get_context)


def no_folder_for_results(patch: Patch) -> None:
    patch.setattr(tempfile, "mkstemp", no_room)


def ended_with(end: Callable[[], object]) -> Callable[[Patch], None]:
    def patched(patch: Patch) -> None:
        work, number = pool.result_of, iter(range(1000))

        def result_of(*given: object) -> bytes:
            # In the middle of its share.
            return work(*given) if next(number) < 2 else end()  # type: ignore[arg-type, return-value]

        patch.setattr(pool, "result_of", result_of)

    return patched


def killed_at_once(patch: Patch) -> None:
    patch.setattr(pool, "do", lambda *_: os.kill(os.getpid(), signal.SIGKILL))


def garbage(patch: Patch) -> None:
    patch.setattr(pool, "result_of", lambda *_: b"\x80\x04c__main__\nNothing\n.")


def ends_are_not_told(patch: Patch) -> None:
    """As where whoever has started us ignores CHLD."""
    patch.setattr(pool, "processors", lambda: 2)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)


def no_locale(patch: Patch) -> None:
    patch.setenv("LC_ALL", "xx_XX.UTF-8")


LACKING: list[Callable[[Patch], None]] = [
    *(no_affinity, another_system, no_fork, no_process_more, no_multiprocessing, no_context, no_folder_for_results),
    *(killed_at_once, garbage, ends_are_not_told, no_locale),
    pytest.param(ended_with(lambda: os.kill(os.getpid(), signal.SIGKILL)), id="killed"),  # type: ignore[list-item]
    pytest.param(ended_with(lambda: os._exit(0)), id="ended as if all were well"),  # type: ignore[list-item]
    pytest.param(ended_with(sys.exit), id="exited"),  # type: ignore[list-item]
    pytest.param(ended_with(no_more_processes), id="raised"),  # type: ignore[list-item]
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site with more posts than one process makes here."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.settings["DEFAULT_PAGINATION"] = 100
    for number in range(4, POSTS):
        site.post(number, date=f"2024-02-{number + 1:02}")
    return site


@pytest.fixture(scope="module")
def clean(site: Site) -> dict[str, bytes]:
    """What stock Pelican makes of it."""
    stock = StockPelican()
    site.build_clean(stock)
    stock.close()
    return tree(site.folder / "clean")


@pytest.fixture(autouse=True)
def _as_before(site: Site, monkeypatch: Patch) -> Iterator[None]:
    for module in (incremental_writer, markdown):
        monkeypatch.setattr(module, "MIN_FORKED", 2)
    LimitFilter._raised_messages.clear()  # Pelican does not say the same twice in one process
    before = signal.getsignal(signal.SIGCHLD)
    yield
    signal.signal(signal.SIGCHLD, before)
    for name in ("out", "cache"):
        shutil.rmtree(site.folder / name, ignore_errors=True)


def made(site: Site) -> BuildReport:
    report = BuildReport()
    build(
        {**site.all_settings("out"), "PLUGINS": [faircopy.incremental.plugin], STATE: BuildState(report=report)},
        site.code,
    )
    return report


@pytest.mark.parametrize("lacks", LACKING)
def test_the_files_are_the_same(
    site: Site, clean: dict[str, bytes], monkeypatch: Patch, lacks: Callable[[Patch], None]
) -> None:
    if lacks not in (no_affinity, another_system):
        monkeypatch.setattr(pool, "processors", lambda: 2)  # whatever machine this is
    with monkeypatch.context() as patch:
        lacks(patch)
        made(site)
        assert tree(site.folder / "out") == clean
        if lacks is no_locale:
            # How dates are written follows the locale, so that pages are known for one only.
            assert made(site).rendered == {}
    if lacks is not no_locale:
        # What is known of them is the same, too: there is nothing to make.
        assert made(site).rendered == {}


@pytest.mark.parametrize("name", ["get", "keys", "put"])
def test_what_only_saves_time_costs_no_page(
    site: Site, clean: dict[str, bytes], monkeypatch: Patch, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Pelican leaves out a page whose reader raises, whatever it raises, and ends as if all were well."""
    plain = getattr(Store, name)

    def failing(self: Store, of: str, *rest: object) -> object:
        return no_room() if of == markdown.KIND else plain(self, of, *rest)

    monkeypatch.setattr(Store, name, failing)
    made(site)
    assert tree(site.folder / "out") == clean
    assert "converted pages are not kept in this build: OSError(28, 'No space left on device')" in caplog.text


def test_a_program_on_another_system_writes_the_same(site: Site, clean: dict[str, bytes]) -> None:
    """For real: a process in which all that is missing, and with an environment in which there is next to nothing."""
    code = "import sys; sys.path[:0] = {!r}\n".format([str(ROOT / "plugins"), str(ROOT / "tests")])
    with started(["env", "-i", sys.executable, "-c", code + PROGRAM], stdin=subprocess.PIPE) as process:
        assert process.stdin
        output = process.communicate(json.dumps([site.all_settings("out"), site.code]), LIMIT_SECONDS)[1]
    assert process.returncode == 0, output
    assert tree(site.folder / "out") == clean


def test_no_process_is_made_where_a_fork_is_not_safe(monkeypatch: Patch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert pool.processors() == 1
    monkeypatch.setattr(pool, "begin", lambda *_: pytest.fail("a process was made"))
    crew: ForkPool[int, int] = ForkPool(abs, 1, 1)
    crew.submit(1)
    assert list(crew.results()) == [None]
