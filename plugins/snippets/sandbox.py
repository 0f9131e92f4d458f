"""The one place that starts a process: with a root of its own, no network, and limits.

A snippet is untrusted text. The programs that check it see a file tree made for the occasion, the
machine's /usr read-only, and nothing else of the machine: no /etc, no home, no other processes, no network.
"""

import os
import select
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Self

from snippets.platforms import why_no_sandbox

# Where Debian keeps programs; the user's PATH is no business of a checker.
PROGRAM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
ENVIRONMENT = {"PATH": PROGRAM_PATH, "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": "/tmp"}  # noqa: S108  # the sandbox's own
# Parts of /etc that programs of /usr cannot start without.
NEEDED_OF_ETC = ("alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d")
# Nobody's data: enough for programs that look up a user by name.
USERS = (  # names, no passwords
    "root:x:0:0:root:/root:/bin/sh\n"
    "daemon:x:1:1:daemon:/:/usr/sbin/nologin\n"
    "www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin\n"
    "sshd:x:100:65534::/run/sshd:/usr/sbin/nologin\n"
    "nobody:x:65534:65534:nobody:/:/usr/sbin/nologin\n"
)
GROUPS = "root:x:0:\ndaemon:x:1:\nadm:x:4:\nsyslog:x:104:\nsudo:x:27:\nwww-data:x:33:\nnogroup:x:65534:\n"
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


@dataclass(frozen=True, slots=True)
class Completed:
    """What a program left behind."""

    status: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Room:
    """What a program finds around it."""

    files: Mapping[str, str | bytes]  # absolute path -> content; read-only
    borrowed: tuple[str, ...] = ()  # absolute paths of the machine that it may read besides /usr
    writable: tuple[str, ...] = ()  # folders that are empty and may be written to, besides /tmp and /run
    capabilities: tuple[str, ...] = ()  # like "CAP_NET_ADMIN": over its own network, which has no cable


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

    def __init__(self, kind: str | None) -> None:
        """`kind` is "bwrap", "unshare", or None when neither works: then every run raises ToolMissingError."""
        self.kind = kind
        self.idle: dict[str, list[Server]] = {}
        self.servers = ExitStack()
        self.lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.idle.clear()
        self.servers.close()

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
        ):
            try:
                process.communicate(stdin.encode(), timeout=limits.seconds)
            except subprocess.TimeoutExpired:
                raise TimeLimitError(f"{command[0]} took longer than {limits.seconds:g} seconds") from None
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
        return Server(self.servers.enter_context(started(prepared, subprocess.PIPE, None)))

    @contextmanager
    def prepared(self, command: Sequence[str], room: Room, limits: Limits) -> Iterator[list[str]]:
        """Lay out the room, and give the command line that runs `command` in it."""
        if self.kind is None:
            raise ToolMissingError("; ".join(why_no_sandbox(PROGRAM_PATH)))
        if not self.find(command[0]):
            raise ToolMissingError(command[0])
        with tempfile.TemporaryDirectory(prefix="snippets-") as folder:
            root = Path(folder)
            lay_out(root, room)
            enter = bubblewrap(root, room) if self.kind == "bwrap" else unshare(root, room)
            yield [*limiting(limits), *enter, *command]


@cache
def working_kind() -> str | None:
    """Return the best kind that works here. Containers often forbid what bubblewrap needs, so it is tried."""
    for kind in ("bwrap", "unshare"):
        if not shutil.which(kind, path=PROGRAM_PATH):
            continue
        try:
            if Sandbox(kind).run(["/usr/bin/true"], Room({})).status == 0:
                return kind
        except (OSError, ToolMissingError, TimeLimitError):
            continue
    return None


# The room


def lay_out(root: Path, room: Room) -> None:
    """Make the root folder of a room: the group's files, mount points, and a minimal /etc."""
    stubs = {"/etc/passwd": USERS, "/etc/group": GROUPS}
    for path, content in {**stubs, **room.files}.items():
        target = root / path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    for folder in ("usr", "proc", "dev", "tmp", "run", "etc", *(path.lstrip("/") for path in room.writable)):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for source in borrowed(room):
        target = root / source.lstrip("/")
        if Path(source).is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch()
    for name in ("bin", "sbin", "lib", "lib64"):
        # Debian has them as links into /usr; where they are folders of their own they are borrowed.
        if Path("/", name).is_symlink() and not (root / name).exists():
            (root / name).symlink_to(f"usr/{name}")


def borrowed(room: Room) -> list[str]:
    own = [f"/{name}" for name in ("bin", "sbin", "lib", "lib64") if Path("/", name).is_dir()]
    real = [path for path in own if not Path(path).is_symlink()]
    return [
        path for path in (*real, *(f"/etc/{name}" for name in NEEDED_OF_ETC), *room.borrowed) if Path(path).exists()
    ]


def bubblewrap(root: Path, room: Room) -> list[str]:
    command = ["bwrap", "--unshare-all", "--unshare-user", "--uid", "0", "--gid", "0", "--die-with-parent"]
    command += ["--new-session", "--clearenv", "--cap-drop", "ALL"]
    for capability in room.capabilities:
        command += ["--cap-add", capability]
    for name, value in ENVIRONMENT.items():
        command += ["--setenv", name, value]
    command += ["--ro-bind", str(root), "/", "--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev", "/dev"]
    for folder in ("/tmp", "/run", *room.writable):  # noqa: S108  # the sandbox's own
        command += ["--tmpfs", folder]
    # After the empty folders: what is borrowed may live in the machine's own /tmp.
    for source in borrowed(room):
        command += ["--ro-bind", source, source]
    return [*command, "--chdir", "/", "--"]


def unshare(root: Path, room: Room) -> list[str]:
    """The same room by util-linux alone: mounts in a name space of its own, chroot, then no capabilities."""
    script = ['set -e; root="$1"; shift; mount --bind "$root" "$root"']
    script.append('mount -t proc proc "$root/proc"; mount -t tmpfs tmpfs "$root/dev"')
    script += [
        f'touch "$root/dev/{device}"; mount --bind "/dev/{device}" "$root/dev/{device}"'
        for device in ("null", "zero", "full", "random", "urandom")
    ]
    script.append('ln -s /proc/self/fd "$root/dev/fd"')
    script += [f'ln -s /proc/self/fd/{n} "$root/dev/{name}"' for n, name in enumerate(("stdin", "stdout", "stderr"))]
    script += [f'mount -t tmpfs tmpfs "$root{folder}"' for folder in ("/tmp", "/run", *room.writable)]  # noqa: S108
    # After the empty folders: what is borrowed may live in the machine's own /tmp.
    script += [borrow(source) for source in ("/usr", *borrowed(room))]
    script.append('mount -o remount,bind,ro "$root"; cd "$root"; set +e')
    variables = " ".join(f"{name}={value}" for name, value in ENVIRONMENT.items())
    kept = "".join(f",+{name.removeprefix('CAP_').lower()}" for name in room.capabilities)
    confined = f"setpriv --no-new-privs --inh-caps=-all --bounding-set=-all{kept}"
    # Not `exec`: this shell is what turns a deadly signal into a status.
    script.append(f'env -i {variables} chroot "$root" {confined} "$@"; exit "$?"')
    flags = ["--user", "--map-root-user", "--net", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child"]
    return ["unshare", *flags, "--", "sh", "-c", "\n".join(script), "sh", str(root)]


def borrow(source: str) -> str:
    """Return the commands that show `source` in the room, read-only, at a mount point that may have to be made."""
    name, folder = shlex.quote(source), shlex.quote(str(Path(source).parent))
    make = f'mkdir -p "$root"{name}' if Path(source).is_dir() else f'mkdir -p "$root"{folder}; touch "$root"{name}'
    show = f'mount --bind {name} "$root"{name}; mount -o remount,bind,ro "$root"{name}'
    return f'[ -e "$root"{name} ] || {{ {make}; }}; {show}'


# The process


def limiting(limits: Limits) -> list[str]:
    return [
        "prlimit",
        f"--cpu={limits.cpu_seconds}",
        f"--as={limits.memory}",
        f"--fsize={limits.file_size}",
        "--core=0",
        "--nofile=1024",
        "--",
    ]


@contextmanager
def started(
    command: Sequence[str], stdout: IO[bytes] | int, stderr: IO[bytes] | None
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a process in a group of its own, and end the whole group when the block is left."""
    process = subprocess.Popen(  # noqa: S603  # what this module is for
        command,
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
    file.seek(0)
    return file.read(OUTPUT_LIMIT).decode("utf-8", "replace")
