"""The one place that starts a process: with a root of its own, no network, and limits.

A snippet is untrusted text. The programs that check it see a file tree made for the occasion, the machine's programs
and libraries read-only, and nothing else of the machine: no /etc, no home, no /proc, no /sys, no host name, no other
processes, no network. Whoever runs it, the programs do not belong to root.
"""

import os
import select
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import IO, Any, Self

from faircopy.snippets.enter import Prepared, Whose, entering, is_for_all, is_within_reach, mounts_of
from faircopy.snippets.platforms import why_no_sandbox
from faircopy.snippets.room import Room, alternatives, lay_out
from faircopy.snippets.watching import LOW_PRIORITY, kernel_limits, watched, who_limits

# Where Debian keeps programs; the user's PATH is no business of a checker.
PROGRAM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
ENVIRONMENT = {
    "PATH": PROGRAM_PATH,
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "HOME": "/tmp",  # noqa: S108  # the sandbox's own
    # A snippet may be an openssl.cnf, and that names libraries to load. No room has a file below /proc of that name.
    "OPENSSL_CONF": "/dev/null",
    "OPENSSL_ENGINES": "/proc/none",
    "OPENSSL_MODULES": "/proc/none",
}
# Whom programs belong to when root runs us: a number that Debian reserves and gives to nobody (Debian Policy, 9.2.2).
ROOM_USER = 65533
OUTPUT_LIMIT = 1_000_000  # characters of an answer that are read


class ToolMissingError(Exception):
    """The program, or a sandbox to run it in, is not on this machine; the message names it."""


class TimeLimitError(Exception):
    """The program was ended because it took longer than its limit."""


class ProgramEndedError(Exception):
    """A program that was to stay up and answer has ended; the message says what it was asked for."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a program may use. A checker's answer takes a small part of this."""

    seconds: float = 60.0  # of wall-clock time, then the whole process group is killed
    cpu_seconds: int = 10
    memory: int = 2 << 30  # bytes of address space
    file_size: int = 16 << 20  # bytes of any file that it writes, its output included
    processes: int = 512  # at a time, their threads included; of these tools none needs a tenth


@dataclass(frozen=True, slots=True)
class Completed:
    """What a program left behind."""

    status: int
    stdout: str
    stderr: str


class Server:
    """A program in a room that answers each line on its standard input with a line on its standard output."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process

    def ask(self, question: str, seconds: float) -> str:
        """Return the answer to a line.

        Raises TimeLimitError when there is none in time, and ProgramEndedError; do not ask again then.
        """
        if self.process.stdin is None or self.process.stdout is None:
            raise ToolMissingError("the server's pipes")
        try:
            self.process.stdin.write(question.encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise ProgramEndedError("it has ended before it was asked") from None
        answer = b""
        deadline = time.monotonic() + seconds
        while not answer.endswith(b"\n"):
            if not select.select([self.process.stdout], [], [], max(0, deadline - time.monotonic()))[0]:
                raise TimeLimitError(f"no answer after {seconds:g} seconds")
            chunk = os.read(self.process.stdout.fileno(), 1 << 16)
            if not chunk:
                raise ProgramEndedError("it has ended without an answer")
            answer += chunk
        return answer.decode()


class Sandbox:
    """Runs programs in rooms, by bubblewrap or, where that is missing or forbidden, by unshare.

    A context manager: leaving it ends the servers that were started. A server also ends with the thread that
    started it, because that is what the kernel takes for the parent of `--die-with-parent`.
    """

    def __init__(self, kind: str | None, user: int | None = -1) -> None:
        """`kind` is "bwrap", "unshare", or None when neither works: then every run raises ToolMissingError.

        `user` is whom programs belong to, None for whoever runs us; by default what is best here.
        """
        self.kind = kind
        self.given_user = user
        self.idle: dict[str, list[Server]] = {}
        self.servers = ExitStack()
        self.lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.idle.clear()
        self.servers.close()

    @property
    def user(self) -> int | None:
        return user_of_rooms(self.kind) if self.given_user == -1 else self.given_user

    def who_limits_processes(self) -> str:
        """Return what keeps a fork bomb from taking the machine, for people."""
        return who_limits(os.uname().release, owner(self.user))

    def find(self, program: str) -> str | None:
        """Return the path of a program of the machine that can be run here, or None."""
        if self.kind is None:
            return None
        return program if Path(program).is_absolute() else shutil.which(program, path=PROGRAM_PATH)

    def run(self, command: Sequence[str], room: Room, limits: Limits | None = None, stdin: str = "") -> Completed:
        """Run a command in a room and return what it said.

        Raises ToolMissingError, and TimeLimitError after `limits.seconds`.
        """
        limits = limits or Limits()
        with (
            self.prepared(command, room, limits) as prepared,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as err,
            started(prepared, out, err) as process,
            watched(process.pid, prepared.watch_limit) as watch,
        ):
            try:
                process.communicate(stdin.encode(errors="replace"), timeout=limits.seconds)
            except subprocess.TimeoutExpired:
                raise TimeLimitError(f"{command[0]} took longer than {limits.seconds:g} seconds") from None
            if watch and watch.exceeded:
                raise TimeLimitError(f"{command[0]} started more than {limits.processes} processes")
            if process.returncode in (-signal.SIGXCPU, 128 + signal.SIGXCPU, -signal.SIGKILL, 128 + signal.SIGKILL):
                raise TimeLimitError(f"{command[0]} used more than {limits.cpu_seconds} seconds of processor time")
            return Completed(process.returncode, text_of(out), text_of(err))

    @contextmanager
    def server(self, name: str, command: Sequence[str], room: Room, limits: Limits) -> Iterator[Server]:
        """Give a server of that name to one thread at a time: an idle one, or a new one."""
        with self.lock:
            server = self.idle[name].pop() if self.idle.get(name) else self.start(command, room, limits)
        yield server
        # Not after an exception: it may be in the middle of something.
        with self.lock:
            self.idle.setdefault(name, []).append(server)

    def start(self, command: Sequence[str], room: Room, limits: Limits) -> Server:
        prepared = self.servers.enter_context(self.prepared(command, room, limits))
        process = self.servers.enter_context(started(prepared, subprocess.PIPE, None))
        self.servers.enter_context(watched(process.pid, prepared.watch_limit))
        return Server(process)

    @contextmanager
    def prepared(self, command: Sequence[str], room: Room, limits: Limits) -> Iterator[Prepared]:
        """Lay out the room, and give the command line that runs `command` in it. Raises LayoutError."""
        if self.kind is None:
            raise ToolMissingError("; ".join(why_no_sandbox(PROGRAM_PATH)))
        program = self.find(command[0])
        if not program:
            raise ToolMissingError(command[0])
        with tempfile.TemporaryDirectory(prefix="snippets-") as folder:
            root = Path(folder)
            whose = self.whose(root, room)
            lay_out(root, room, whose.user, alternatives(program))
            environment = {**ENVIRONMENT, **room.environment}
            limits_kept = kernel_limits(os.uname().release, owner(whose.user))
            inside = ["prlimit", f"--nproc={limits.processes}", "--"] if limits_kept else [*LOW_PRIORITY]
            prepared = entering(self.kind, root, room, whose, environment, [*limiting(limits), "--", *inside, *command])
            yield prepared if limits_kept else replace(prepared, watch_limit=limits.processes)

    def whose(self, root: Path, room: Room) -> Whose:
        """Return whom the programs in a room belong to."""
        if self.kind is None or self.user is None:
            return Whose(None)
        mounts = mounts_of(root, room)
        can_reach = is_within_reach(root, mounts)
        can = can_reach or (is_for_all(mounts, root) and can_hand_over(self.kind))
        return Whose(self.user if can else None, can_reach=can_reach)


@cache
def can_hand_over(kind: str) -> bool:
    """Tell whether root may show that user what it cannot reach: in a container root may not."""
    with tempfile.TemporaryDirectory(prefix="snippets-") as folder:
        lay_out(Path(folder), Room({}), ROOM_USER)
        prepared = entering(
            kind,
            Path(folder),
            Room({}),
            Whose(ROOM_USER, can_reach=False),
            ENVIRONMENT,
            [*limiting(Limits()), "--", "/usr/bin/true"],
        )
        with started(prepared, subprocess.DEVNULL, None) as process:
            process.communicate()
            return process.returncode == 0


@cache
def working_kind() -> str | None:
    """Return the best kind that works here. Containers often forbid what bubblewrap needs, so it is tried."""
    return next((kind for kind in ("bwrap", "unshare") if works(kind, user_of_rooms(kind))), None)


@cache
def user_of_rooms(kind: str | None) -> int | None:
    """Return the user that programs belong to where root runs us, or None where they belong to whoever runs us.

    Not every machine lets a user without rights have a room; there root's rooms are root's, and hold as little.
    """
    return ROOM_USER if kind and os.geteuid() == 0 and works(kind, ROOM_USER) else None


def owner(user: int | None) -> int:
    return os.geteuid() if user is None else user


def works(kind: str, user: int | None) -> bool:
    if not shutil.which(kind, path=PROGRAM_PATH):
        return False
    try:
        return Sandbox(kind, user).run(["/usr/bin/true"], Room({})).status == 0
    except (OSError, ToolMissingError, TimeLimitError, subprocess.SubprocessError):
        return False


# The process


def limiting(limits: Limits) -> list[str]:
    return [
        "prlimit",
        f"--cpu={limits.cpu_seconds}",
        f"--as={limits.memory}",
        f"--fsize={limits.file_size}",
        "--core=0",
        "--nofile=1024",
    ]


@contextmanager
def started(
    prepared: Prepared, stdout: IO[bytes] | int, stderr: IO[bytes] | None
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a process in a group of its own, and end the whole group when the block is left."""
    belonging: dict[str, Any] = {}
    if prepared.user is not None:
        belonging = {"user": prepared.user, "group": prepared.user, "extra_groups": ()}
    process = subprocess.Popen(  # noqa: S603  # what this module is for
        prepared.command,
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=stderr if stderr is not None else subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
        **belonging,
    )
    try:
        yield process
    finally:
        # While it has not been waited for, its id, and so the group's, cannot belong to another process.
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with suppress(BrokenPipeError):  # what was not read yet is of no interest now
                    pipe.close()


def text_of(file: IO[bytes]) -> str:
    """Return what a program wrote, without the release of this machine's kernel, which no room can hide from it."""
    file.seek(0)
    return file.read(OUTPUT_LIMIT).decode("utf-8", "replace").replace(os.uname().release, "RELEASE")
