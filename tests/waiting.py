"""How tests wait: until something is so, and never for a time."""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

Found = TypeVar("Found")
# Only a fault takes so long, however busy the machine is. Whatever a test waits for has this limit and no other;
# a test of a limit sets the limit that it tests.
LIMIT_SECONDS = 300.0


# Most of what is waited for comes at once. What does not, comes no sooner for being asked after all the time: each look
# takes from the processor that it waits for, and one at a page in a browser is several processes' work.
SHORTEST_PAUSE, LONGEST_PAUSE = 0.005, 0.1


def looks() -> Iterator[None]:
    """Yield for each look: at once, and then after pauses that grow, until the limit."""
    last, pause = time.monotonic() + LIMIT_SECONDS, SHORTEST_PAUSE
    yield
    while time.monotonic() < last:
        time.sleep(pause)
        pause = min(1.5 * pause, LONGEST_PAUSE)
        yield


def wait_until(condition: Callable[[], Found], what: str) -> Found:
    """Return what `condition` returns as soon as that is true; the test fails where `what` does not come about."""
    for _ in looks():
        if found := condition():
            return found
    pytest.fail(f"waited {LIMIT_SECONDS:g} seconds, and not so: {what}")


def expect_equal(look: Callable[[], object], wanted: object) -> None:
    """Look until what is seen equals `wanted`; where it never does, the test fails and shows what was seen last."""
    seen: object = None
    for _ in looks():
        if (seen := look()) == wanted:
            return
    assert seen == wanted
