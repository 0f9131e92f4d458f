"""Each moment is given to one part."""

import subprocess
import sys

import pytest

from build_parts import ELSE, Stopwatch
from conftest import ROOT

ALL_PARTS = """
import time
from build_parts import Stopwatch, time_checks, time_pelican, time_plugins
stopwatch = Stopwatch(time.process_time)
for add in (time_pelican, time_checks, time_plugins):
    add(stopwatch)
"""


# In a process of its own, because it replaces what is timed.
@pytest.mark.slow
def test_what_is_timed_is_there() -> None:
    subprocess.run([sys.executable, "-c", ALL_PARTS], cwd=ROOT / "benchmarks", check=True)


def test_a_part_is_not_given_the_time_of_those_that_it_calls() -> None:
    now = [0.0]
    stopwatch = Stopwatch(lambda: now[0])

    def work(seconds: float) -> None:
        now[0] += seconds

    def outer() -> str:
        work(1)
        inner(10)
        work(2)
        inner(20)
        return "done"

    inner = stopwatch.timed("inner", work)
    work(100)
    assert stopwatch.timed("outer", outer)() == "done"
    work(200)
    stopwatch.pass_time()
    assert stopwatch.seconds == {ELSE: 300, "outer": 3, "inner": 30}
    assert sum(stopwatch.seconds.values()) == now[0]
