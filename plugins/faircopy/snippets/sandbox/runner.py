"""The only module that starts checked programs: in their own root, without network, and with limits.

A snippet is untrusted. The programs that check it see a temporary file tree and, read-only, the machine's programs and
libraries; no /etc, no home, no /proc, no /sys, no host name, no other processes, no network. They never run as root.
"""

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Self

from faircopy.snippets.sandbox.command import (
    Ownership,
    SandboxedCommand,
    entering,
    is_for_all,
    is_within_reach,
    mounts_of,
)
from faircopy.snippets.sandbox.platforms import why_no_sandbox
from faircopy.snippets.sandbox.process import (
    ENVIRONMENT,
    PROGRAM_PATH,
    Completed,
    ResourceLimits,
    Server,
    TimeLimitError,
    ToolMissingError,
    completed,
    limiting,
    started,
    status_at_end,
    text_of,
)
from faircopy.snippets.sandbox.process_watch import LOW_PRIORITY, kernel_limits, watched, who_limits
from faircopy.snippets.sandbox.root import MaterialiseError, SandboxRoot, alternatives, materialise
from faircopy.snippets.sandbox.shared import RUNS_BEFORE_SERVER, SharedSandboxes
from faircopy.system_errors import is_of_machine

# Whom programs belong to when root runs us: a number that Debian reserves and gives to nobody (Debian Policy, 9.2.2).
SANDBOX_USER = 65533


class Sandbox:
    """Runs programs in sandboxes, by bubblewrap, or by unshare if that is missing or forbidden.

    It is a reentrant context manager: the outermost exit ends the servers. Programs share a sandbox only within the
    context.
    """

    def __init__(
        self, kind: str | None, user: int | None = -1, runs_before_server: int | None = RUNS_BEFORE_SERVER
    ) -> None:
        """`kind` is "bwrap", "unshare", or None if neither works: then every run raises ToolMissingError.

        `user` is the user for programs, None for our own; by default the best that works here. `runs_before_server` is
        how many runs of one kind get a separate sandbox before a shared one is started; None: all.
        """
        self.kind = kind
        self.given_user = user
        self.shared = SharedSandboxes(runs_before_server)
        self.entered = 0
        self.idle: dict[str, list[Server]] = {}
        self.servers = ExitStack()
        self.lock = threading.Lock()
        self.starter: ThreadPoolExecutor | None = None  # one thread, which starts all servers

    def __enter__(self) -> Self:
        self.entered += 1
        return self

    def __exit__(self, *_: object) -> None:
        self.entered -= 1
        if self.entered == 0:
            self.idle.clear()
            self.servers.close()
            if self.starter:
                self.starter.shutdown()
                self.starter = None

    @property
    def user(self) -> int | None:
        return sandbox_user(self.kind) if self.given_user == -1 else self.given_user

    def who_limits_processes(self) -> str:
        """Return what protects the machine from a fork bomb, for people."""
        return who_limits(os.uname().release, owner(self.user))

    def find(self, program: str) -> str | None:
        """Return the path of a program that can be run here, or None."""
        if self.kind is None:
            return None
        return program if Path(program).is_absolute() else shutil.which(program, path=PROGRAM_PATH)

    def run(
        self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits | None = None, stdin: str = ""
    ) -> Completed:
        """Run a command in a sandbox and return its output.

        Raises ToolMissingError, and TimeLimitError after `limits.seconds`.
        """
        limits = limits or ResourceLimits()
        if self.entered and root.shared and (done := self.shared.run(self, command, root, limits, stdin)):
            return done
        with (
            self.prepared(command, root, limits) as prepared,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
            started(prepared, out, err) as process,
            watched(process.pid, prepared.watch_limit) as watch,
        ):
            status = status_at_end(process, stdin, limits.seconds)
            if watch and watch.exceeded:
                raise TimeLimitError(f"{command[0]} started more than {limits.processes} processes")
            return completed(command[0], limits, status, text_of(out), text_of(err))

    @contextmanager
    def server(self, name: str, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits) -> Iterator[Server]:
        """Yield a server of that name, idle or new, to one thread at a time."""
        with self.lock:
            server = self.idle[name].pop() if self.idle.get(name) else self.start(command, root, limits)
        try:
            yield server
        except BaseException:
            server.ending.close()  # it may be in the middle of something
            raise
        with self.lock:
            self.idle.setdefault(name, []).append(server)

    def start(self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits) -> Server:
        # A server dies with the thread that starts it, because that is its parent for `--die-with-parent`. So it is
        # started by a thread of its own, which outlives the calling threads.
        self.starter = self.starter or ThreadPoolExecutor(1)
        return self.starter.submit(self.start_here, command, root, limits).result()

    def start_here(self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits) -> Server:
        with ExitStack() as stack:
            prepared = stack.enter_context(self.prepared(command, root, limits))
            process = stack.enter_context(started(prepared, subprocess.PIPE, None))
            stack.enter_context(watched(process.pid, prepared.watch_limit))
            server = Server(process)
            server.ending = stack.pop_all()
            self.servers.callback(server.ending.close)
            return server

    @contextmanager
    def prepared(self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits) -> Iterator[SandboxedCommand]:
        """Lay out the sandbox, and return the command line for `command`. Raises MaterialiseError."""
        if self.kind is None:
            raise ToolMissingError("; ".join(why_no_sandbox(PROGRAM_PATH)))
        program = self.find(command[0])
        if not program:
            raise ToolMissingError(command[0])
        with tempfile.TemporaryDirectory(prefix="snippets-") as folder:
            directory = Path(folder)
            ownership = self.ownership(directory, root)
            materialise(directory, root, ownership.user, alternatives(program))
            environment = {**ENVIRONMENT, **root.environment}
            limits_kept = kernel_limits(os.uname().release, owner(ownership.user))
            inside = ["prlimit", f"--nproc={limits.processes}", "--"] if limits_kept else [*LOW_PRIORITY]
            prepared = entering(
                self.kind, directory, root, ownership, environment, [*limiting(limits), "--", *inside, *command]
            )
            yield prepared if limits_kept else replace(prepared, watch_limit=limits.processes)

    def ownership(self, directory: Path, root: SandboxRoot) -> Ownership:
        """Return the ownership of the programs in a sandbox."""
        if self.kind is None or self.user is None:
            return Ownership(None)
        mounts = mounts_of(directory, root)
        can_reach = is_within_reach(directory, mounts)
        can = can_reach or (is_for_all(mounts, directory) and can_hand_over(self.kind))
        return Ownership(self.user if can else None, can_reach=can_reach)


@cache
def can_hand_over(kind: str) -> bool:
    """Tell whether root may bind-mount its own folders for that user; in a container it may not."""
    with tempfile.TemporaryDirectory(prefix="snippets-") as folder:
        materialise(Path(folder), SandboxRoot({}), SANDBOX_USER)
        prepared = entering(
            kind,
            Path(folder),
            SandboxRoot({}),
            Ownership(SANDBOX_USER, can_reach=False),
            ENVIRONMENT,
            [*limiting(ResourceLimits()), "--", "/usr/bin/true"],
        )
        with started(prepared, subprocess.DEVNULL, None) as process:
            process.communicate()
            return process.returncode == 0


@cache
def working_kind() -> str | None:
    """Return the best kind of sandbox that works here; it is tried, because containers often forbid bubblewrap."""
    # One with a user of its own has been tried.
    kinds = ("bwrap", "unshare")
    return next((kind for kind in kinds if sandbox_user(kind) is not None or works(kind, None)), None)


@cache
def sandbox_user(kind: str | None) -> int | None:
    """Return the user for programs if we run as root; otherwise None, and they run as we do.

    Some machines allow sandboxes only to root; there the programs run as root, but with the same isolation.
    """
    return SANDBOX_USER if kind and os.geteuid() == 0 and works(kind, SANDBOX_USER) else None


def owner(user: int | None) -> int:
    return os.geteuid() if user is None else user


def works(kind: str, user: int | None) -> bool:
    if not shutil.which(kind, path=PROGRAM_PATH):
        return False
    try:
        return Sandbox(kind, user).run(["/usr/bin/true"], SandboxRoot({})).status == 0
    except (OSError, MaterialiseError, ToolMissingError, TimeLimitError, subprocess.SubprocessError) as error:
        # On a full disk, every kind would seem to be missing, and all snippets would pass unchecked.
        if is_of_machine(error):
            raise
        return False
