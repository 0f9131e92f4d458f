"""The kinds of sandbox that this machine allows."""

from collections.abc import Callable
from functools import cache

import pytest

from conftest import missing
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

KINDS = ["bwrap", pytest.param("unshare", marks=pytest.mark.slow)]


@cache
def works(kind: str) -> bool:
    """Asked once, not for each test."""
    return Sandbox(kind).run(["/usr/bin/true"], SandboxRoot({})).status == 0


def sandbox_of(kind: str, need: Callable[[str], str]) -> Sandbox:
    """Return a sandbox of a kind; one that this machine forbids is named."""
    need(kind)
    if not works(kind):
        missing(f"{kind} is not allowed here")
    return Sandbox(kind)
