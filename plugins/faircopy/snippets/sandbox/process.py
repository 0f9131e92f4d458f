"""Starts a process with limits, and kills it with all its children."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import IO

from faircopy.snippets.sandbox.command import SandboxedCommand

# Where Debian keeps programs; the user's PATH is no business of a checker.
PROGRAM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
ENVIRONMENT = {
    "PATH": PROGRAM_PATH,
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "HOME": "/tmp",  # noqa: S108  # the sandbox's own
    # A snippet may be an openssl.cnf, and that names libraries to load. No sandbox has a file below /proc of that name.
    "OPENSSL_CONF": "/dev/null",
    "OPENSSL_ENGINES": "/proc/none",
    "OPENSSL_MODULES": "/proc/none",
}
MAX_OUTPUT_BYTES = 1_000_000  # of an answer that are read
MAX_OPEN_FILES = 1024


class ToolMissingError(Exception):
    """The program, or a sandbox for it, is not available; the message names it."""


class TimeLimitError(Exception):
    """The program was killed because it took too long."""


class ProgramEndedError(Exception):
    """A server has exited unexpectedly; the message says what it was asked for."""


@dataclass(frozen=True, slots=True)
class ResourceLimits:
    """The resource limits of a program. A checker normally needs a small part of them."""

    seconds: float = 60.0  # of wall-clock time, then the whole process group is killed
    cpu_seconds: int = 10
    memory: int = 2 << 30  # bytes of address space
    file_size: int = 16 << 20  # bytes of any file that it writes, its output included
    processes: int = 512  # at a time, their threads included; of these tools none needs a tenth


@dataclass(frozen=True, slots=True)
class Completed:
    """The output and status of a finished program."""

    status: int
    stdout: str
    stderr: str


class Server:
    """A program in a sandbox that answers each input line with an output line."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process
        self.ending = ExitStack()  # what ends it, and takes its sandbox away

    def ask(self, question: str, seconds: float) -> str:
        """Send a line, and return the answer.

        Raises TimeLimitError after a timeout, and ProgramEndedError; the server is unusable then.
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


def limiting(limits: ResourceLimits) -> list[str]:
    return [
        "prlimit",
        f"--cpu={limits.cpu_seconds}",
        f"--as={limits.memory}",
        f"--fsize={limits.file_size}",
        "--core=0",
        f"--nofile={MAX_OPEN_FILES}",
    ]


def status_at_end(process: "subprocess.Popen[bytes]", stdin: str, seconds: float) -> int | None:
    """Give a program its input, wait for its end, and return its status; None if it takes longer than `seconds`.

    Popen looks for the end again and again, and pauses longer each time: half as long as many programs run.
    """
    with suppress(subprocess.TimeoutExpired):
        if stdin:
            process.communicate(stdin.encode(errors="replace"), timeout=seconds)
            return process.returncode
        if process.stdin:
            process.stdin.close()
        return process.wait(timeout=0 if waited_for_end(process.pid, seconds) else seconds)
    return None


def waited_for_end(process: int, seconds: float) -> bool:
    """Wait until a process has ended, `seconds` at most; tell whether the system can wait so (Linux 5.3 and later)."""
    try:
        descriptor = os.pidfd_open(process)
    except (OSError, AttributeError):
        return False
    try:
        ended = select.poll()
        ended.register(descriptor, select.POLLIN)
        ended.poll(seconds * 1000)
    finally:
        os.close(descriptor)
    return True


@contextmanager
def started(
    prepared: SandboxedCommand, stdout: IO[bytes] | int, stderr: IO[bytes] | None
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a process in its own group, and kill the whole group when the block is left."""
    process = subprocess.Popen(  # noqa: S603  # what this module is for
        prepared.command,
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=stderr if stderr is not None else subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
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
    """Return the output that a program wrote."""
    file.seek(0)
    return file.read(MAX_OUTPUT_BYTES).decode("utf-8", "replace")


# Of programs that GHC has compiled, as shellcheck: its EXIT_HEAPOVERFLOW, https://gitlab.haskell.org/ghc/ghc.
NO_MEMORY_LEFT = 251


def completed(program: str, limits: ResourceLimits, status: int | None, stdout: str, stderr: str) -> Completed:
    """Return a program's output, without the kernel's release, which no sandbox can hide.

    `status` is None after a timeout. Raises TimeLimitError.
    """
    if status is None:
        raise TimeLimitError(f"{program} took longer than {limits.seconds:g} seconds")
    if status in (-signal.SIGXCPU, 128 + signal.SIGXCPU, -signal.SIGKILL, 128 + signal.SIGKILL):
        raise TimeLimitError(f"{program} used more than {limits.cpu_seconds} seconds of processor time")
    if status == NO_MEMORY_LEFT:
        raise TimeLimitError(f"{program} used more memory than it may")
    release = os.uname().release
    return Completed(status, stdout.replace(release, "RELEASE"), stderr.replace(release, "RELEASE"))
