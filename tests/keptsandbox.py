"""A sandbox that all tests of a process share: parsers and fail2ban's worker are started for the first that asks.

What each program says is the same in it, see `test_shared.py`. What is started, ended or limited has one of its own.
"""

from contextlib import ExitStack
from functools import cache
from threading import Thread

from faircopy.snippets.sandbox.runner import Sandbox, working_kind

ENDING = ExitStack()


@cache
def kept_sandbox() -> Sandbox:
    return ENDING.enter_context(Sandbox(working_kind()))


def end_kept_sandbox() -> None:
    ENDING.close()
    kept_sandbox.cache_clear()


def kept_processes() -> set[int]:
    """Return the servers that wait in the shared sandbox for the next test."""
    if not kept_sandbox.cache_info().currsize:
        return set()
    return {server.process.pid for servers in kept_sandbox().idle.values() for server in servers}


def kept_threads() -> set[Thread]:
    """Return the thread that has started those servers: they end with it."""
    if not kept_sandbox.cache_info().currsize or not (starter := kept_sandbox().starter):
        return set()
    return {*starter._threads}
