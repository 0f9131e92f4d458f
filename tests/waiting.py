"""How tests wait: until something is so, and never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

import pytest

Found = TypeVar("Found")
# Only a fault takes so long, however busy the machine is. Whatever a test waits for has this limit and no other;
# a test of a limit sets the limit that it tests.
LIMIT_SECONDS = 300.0


def wait_until(condition: Callable[[], Found], what: str) -> Found:
    """Return what `condition` returns as soon as that is true; the test fails where `what` does not come about."""
    last = time.monotonic() + LIMIT_SECONDS
    while not (found := condition()):
        if time.monotonic() > last:
            pytest.fail(f"waited {LIMIT_SECONDS:g} seconds, and not so: {what}")
        time.sleep(0.01)
    return found


def expect_equal(look: Callable[[], object], wanted: object) -> None:
    """Look until what is seen equals `wanted`; where it never does, the test fails and shows what was seen last."""
    last = time.monotonic() + LIMIT_SECONDS
    while (seen := look()) != wanted and time.monotonic() < last:
        time.sleep(0.01)
    assert seen == wanted
