"""No test takes for ever: where one waits for what does not come, it fails, and the others go on."""

import gc
import signal
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from hypothesis import settings

from examples import THOROUGH
from waiting import LIMIT_SECONDS

# Whatever a test itself waits for has LIMIT_SECONDS. This is for what has no limit: a `join`, a read from a pipe.
TEST_SECONDS = 2 * LIMIT_SECONDS
# What cleans up after a test may wait for the same as the test, so it is interrupted, too.
AGAIN_SECONDS = 10.0


def interrupt(_number: int, _frame: FrameType | None) -> None:
    pytest.fail(f"a test may take {TEST_SECONDS:g} seconds, however busy the machine is")


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Have what takes longer fail, by a timer: a thread that watches would be in the way of tests that fork."""
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@pytest.hookimpl(wrapper=True)
def bounded() -> Generator[None, object, object]:
    # A profile for thousands of examples takes as long as it takes.
    with limited(TEST_SECONDS if settings().max_examples <= THOROUGH else 0):
        return (yield)


pytest_runtest_setup = pytest_runtest_call = pytest_runtest_teardown = bounded


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Do not look for garbage where nearly all stays: that takes more than a third of the time of collecting."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
