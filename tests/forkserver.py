"""`faircopy` in a process of its own, without the second in which Python imports all of it.

A server has imported it, has read what it comes with, and forks for each run. It runs the code of this checkout: a test
that changes code, or what Python itself starts with, starts Python (`run_task`).

A limit of getrlimit(2) is set after all imports, so it is that of the command's own work. What such a run says goes
into pipes: a limit on the size of files is one on what is said into files.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import FileIO, StringIO
from pathlib import Path

from waiting import LIMIT_SECONDS

SERVER = """
import json, os, resource, signal, sys
from importlib import import_module
from faircopy.cli import COMMANDS, main
for module, _, _ in COMMANDS.values():
    import_module(module)
import asyncio
import faircopy.build.build
import faircopy.settings
from faircopy.checklists.pages.assets import read_assets
from faircopy.lint.check import known_rules
from faircopy.lint.rules.misspelling import dictionary
from faircopy.snippets.checkers import all_checkers
for remembered in (all_checkers, known_rules, dictionary, read_assets):
    remembered()
for line in iter(sys.stdin.readline, ""):
    run = json.loads(line)
    child = os.fork()
    if child:
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
        continue
    signal.alarm(run["seconds"])
    os.chdir(run["folder"])
    os.environ.clear()
    os.environ.update(run["environment"])
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    for number, name in enumerate(run["streams"]):
        os.dup2(os.open(name, os.O_RDWR), number)
    for name, value in run["limits"].items():
        resource.setrlimit(getattr(resource, name), (value, value))
    sys.exit(main(run["arguments"]))
"""


@dataclass(frozen=True)
class ForkServer:
    """A process that runs `faircopy`, as often as it is asked to."""

    process: "subprocess.Popen[str]"

    def run(
        self, folder: Path, *arguments: str, limits: Mapping[str, int] | None = None, **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run `faircopy` with `arguments` in `folder`, to its end; `limits` are those of getrlimit(2)."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with streams(pipes=bool(limits)) as (out, error):
            run = {
                "folder": str(folder),
                "arguments": arguments,
                "seconds": int(LIMIT_SECONDS),
                "environment": {**os.environ, **environment},
                "streams": [os.devnull, out.name, error.name],
                "limits": {**(limits or {})},
            }
            print(json.dumps(run), file=self.process.stdin, flush=True)
            status = int(self.process.stdout.readline())
            # As a file that is read as text: any end of a line is one.
            texts = (StringIO((file.read() or b"").decode(), newline=None).read() for file in (out, error))
            return subprocess.CompletedProcess(["faircopy", *arguments], status, *texts)


@contextmanager
def streams(*, pipes: bool) -> Iterator[list[FileIO]]:
    """Give a place for what is said on standard output and on standard error; a pipe has room for 64 KiB."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        files = [Path(folder, "out"), Path(folder, "error")]
        for file in files:
            os.mkfifo(file) if pipes else file.touch()
        # Open for both, so that what is in a pipe stays until it is read; and a read of an empty one does not wait.
        yield [opened.enter_context(FileIO(str(file), opener=open_both)) for file in files]


def open_both(name: str, _flags: int) -> int:
    return os.open(name, os.O_RDWR | os.O_NONBLOCK)


@contextmanager
def fork_server(plugins: Path) -> Iterator[ForkServer]:
    """Start a server that imports `faircopy` from `plugins`; it ends with the block."""
    environment = {**os.environ, "PYTHONPATH": str(plugins)}
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield ForkServer(process)
