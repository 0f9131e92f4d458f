"""A server within a sandbox that runs programs one after another, each isolated as if it were alone.

It imports nothing of ours. Python, and what a parser imports, are loaded once. Each request is served by forks:

    server  waits for a request, and reads none of it: nothing of one is in its memory when the next comes
      keeper  makes name spaces of processes, IPC and users, reads the request, answers it
        worker  process 1 in there, so that all that it has started ends with it; is, or becomes, the program

Neither keeper nor worker has any rights left when the request is read. Nothing can be written in this sandbox, so
nothing is left for the next request. A request is a line of JSON on standard input, its answer one on standard output:

    {"id": "…", "command": ["bash", "-n"], "environment": {}, "stdin": "…", "seconds": 60.0, "cpu_seconds": 10,
     "output_bytes": 1000000}
    {"id": "…", "status": 0, "stdout": "…", "stderr": "…"}

`status` is null for a worker that was ended after `seconds`. There is no answer, and the server ends,
where a worker was ended by any signal but those of a limit, wrote too much, or cannot have name spaces.
"""

import ctypes
import gc
import importlib.util
import json
import os
import resource
import select
import signal
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn, TextIO

# linux/sched.h, linux/prctl.h and linux/capability.h
CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID = 0x08000000, 0x10000000, 0x20000000
PR_CAPBSET_DROP = 24
CAPABILITY_VERSION_3, MAX_CAPABILITIES = 0x20080522, 64

# What a loaded script gives: it reads standard input and writes standard output.
Loaded = Callable[[TextIO, TextIO], None]


def main(command: list[str]) -> None:
    """Serve requests until standard input ends; `command` is a Python script to preload."""
    libc = ctypes.CDLL(None, use_errno=True)
    loaded = load(command[0], command[1:]) if command else None
    gc.freeze()  # a collection of garbage would copy to each fork all that it shares
    while True:
        # Not by Python's own stream, which would read more than it gives.
        select.select([0], [], [])
        keeper = os.fork()
        if keeper == 0:
            end_after(lambda: keep(libc, loaded))
        if os.waitpid(keeper, 0)[1] != 0:
            return


def load(script: str, arguments: Sequence[str]) -> Loaded:
    spec = importlib.util.spec_from_file_location("script", script)
    if spec is None or spec.loader is None:
        raise ImportError(script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    loaded: Loaded = module.loaded(*arguments)
    return loaded


def end_after(work: Callable[[], int]) -> NoReturn:
    """Exit with the status that `work` returns; never return to the parent's code."""
    status = 1
    try:
        status = work()
    finally:
        os._exit(status)


def keep(libc: ctypes.CDLL, loaded: Loaded | None) -> int:
    """Answer one request; return 0 if another may follow."""
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWIPC) != 0:
        return 1
    give_up_rights(libc)
    request = json.loads(read_line(0))
    files = [os.memfd_create(name) for name in ("stdin", "stdout", "stderr")]
    write_all(files[0], request["stdin"].encode(errors="replace"))
    os.lseek(files[0], 0, os.SEEK_SET)
    # For the worker: this process itself needs next to none.
    resource.setrlimit(resource.RLIMIT_CPU, (request["cpu_seconds"],) * 2)
    worker = forked(loaded, files) if loaded else spawned(request, files)
    status = status_of(worker, request["seconds"])
    if status is not None and status < 0:
        if -status not in (signal.SIGKILL, signal.SIGXCPU):
            return 1
        status = 128 - status  # as a shell tells it
    # The signal for that does not end a process 1.
    if any(os.fstat(file).st_size >= resource.getrlimit(resource.RLIMIT_FSIZE)[0] for file in files):
        return 1
    out, err = (os.pread(file, request["output_bytes"], 0).decode("utf-8", "replace") for file in files[1:])
    answer = {"id": request["id"], "status": status, "stdout": out, "stderr": err}
    write_all(1, json.dumps(answer).encode() + b"\n")
    return 0


def give_up_rights(libc: ctypes.CDLL) -> None:
    """Drop all capabilities in the namespaces, for this process and its children. Raises OSError."""
    for capability in range(MAX_CAPABILITIES):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break  # the kernel knows no more of them
    header, none = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0), (ctypes.c_uint32 * 6)()
    if libc.capset(header, none) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def read_line(file: int) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        chunk = os.read(file, 1 << 16)
        if not chunk:
            raise EOFError
        line += chunk
    return line


def write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]


def spawned(request: Mapping[str, Any], files: Sequence[int]) -> int:
    """Start a program with three file descriptors only: those that Python opens are closed on exec."""
    actions = [(os.POSIX_SPAWN_DUP2, file, number) for number, file in enumerate(files)]
    command = request["command"]
    # Python ignores these signals, and a program would inherit that.
    defaults = (signal.SIGPIPE, signal.SIGXFSZ)
    # In a session of its own: a signal to its group is not to reach us.
    return os.posix_spawnp(
        command[0], command, request["environment"], file_actions=actions, setsid=True, setsigdef=defaults
    )


def forked(loaded: Loaded, files: Sequence[int]) -> int:
    """Start the preloaded script with three file descriptors only."""
    worker = os.fork()
    if worker == 0:
        os.setsid()
        for number, file in enumerate(files):
            os.dup2(file, number)
            os.close(file)
        end_after(lambda: work(loaded))
    return worker


def work(loaded: Loaded) -> int:
    try:
        with open(0, encoding="utf-8") as source, open(1, "w", encoding="utf-8") as target:
            loaded(source, target)
    except BaseException:  # noqa: BLE001  # as Python does with what nothing catches
        with open(2, "w", encoding="utf-8", errors="backslashreplace") as target:
            traceback.print_exc(file=target)
        return 1
    return 0


def status_of(worker: int, seconds: float) -> int | None:
    """Wait for a process. Return its status, negative for a signal; None after a timeout."""
    descriptor = os.pidfd_open(worker)
    is_over = bool(select.select([descriptor], [], [], seconds)[0])
    if not is_over:
        os.kill(worker, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1])
    return status if is_over else None


if __name__ == "__main__":
    main(sys.argv[1:])
