"""What the tests start gets every signal, and ends with the test, whatever shell started the tests."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from children import children, is_running, started
from waiting import LIMIT_SECONDS, wait_until

# A script's shell has what it starts with `&` ignore the first, and `nohup` the second.
IGNORED = (signal.SIGINT, signal.SIGHUP)
TELL = "import signal, sys; print(signal.getsignal(int(sys.argv[1])).__class__.__name__, file=sys.stderr)"
WITH_A_CHILD = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {deaf!r}])
print(child.pid, file=sys.stderr, flush=True)
child.wait()
"""
STARTER = """
import sys, time
from children import started
with started([sys.executable, "-c", {deaf!r}]) as process:
    print(process.pid, file=sys.stderr, flush=True)
    time.sleep(900)
"""
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(900)"


@pytest.fixture
def _ignoring() -> Iterator[None]:
    before = [signal.signal(one, signal.SIG_IGN) for one in IGNORED]
    yield
    for one, handler in zip(IGNORED, before, strict=True):
        signal.signal(one, handler)


@pytest.mark.usefixtures("_ignoring")
@pytest.mark.parametrize("number", IGNORED)
def test_what_this_process_ignores_its_programs_do_not(number: signal.Signals) -> None:
    with started([sys.executable, "-c", TELL, str(int(number))]) as process:
        output = process.communicate(timeout=LIMIT_SECONDS)[1]
    # INT has Python's own handler, the others have none.
    assert output.strip() == ("builtin_function_or_method" if number == signal.SIGINT else "Handlers")


def test_a_program_that_a_failed_test_has_started_ends_with_its_own_children() -> None:
    children_of_it: list[int] = []
    with pytest.raises(AssertionError), started([sys.executable, "-c", WITH_A_CHILD.format(deaf=DEAF)]) as process:  # noqa: PT012
        assert process.stderr
        children_of_it.append(int(process.stderr.readline()))
        raise AssertionError
    wait_until(lambda: not any(map(is_running, children_of_it)), "the deaf one has ended")
    assert process.pid not in children()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a program that its parent has ended")
def test_a_program_ends_when_the_tests_that_have_started_it_are_killed(root: Path) -> None:
    code, path = STARTER.format(deaf=DEAF), os.pathsep.join([str(root / "tests"), *sys.path])
    with started([sys.executable, "-c", code], environment={"PYTHONPATH": path}) as tests:
        assert tests.stderr
        program = int(tests.stderr.readline())
        assert is_running(program)
        tests.kill()
        wait_until(lambda: not is_running(program), "what they have started has ended")


@pytest.mark.slow
def test_a_test_that_leaves_something_running_fails(root: Path, tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(
        "import subprocess, sys, threading, conftest\n"
        "conftest.wait_until.__globals__['LIMIT_SECONDS'] = 0.5\n"
        "left, stop = [], threading.Event()\n"
        "def test_process():\n"
        f"    left.append(subprocess.Popen([sys.executable, '-c', {DEAF!r}]))\n"
        "def test_that_it_has_been_ended(): assert left[0].wait() == -9\n"
        "def test_thread(): threading.Thread(target=stop.wait, name='the one').start()\n"
        "def test_the_end(): stop.set()\n"
    )
    (tmp_path / "conftest.py").write_bytes((root / "tests/conftest.py").read_bytes())
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root / "tests"), "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "4 passed, 2 errors" in result.stdout, result.stdout + result.stderr
    assert "the processes that the test has started have ended" in result.stdout
    assert "Thread(the one, started" in result.stdout
