"""`faircopy` in a process of its own, without the second in which Python imports all of it.

A server has imported it, has read what it comes with, and forks for each run. It runs the code of this checkout: a test
that changes code, or what Python itself starts with, starts Python (`run_task`).
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from waiting import LIMIT_SECONDS

SERVER = """
import json, os, signal, sys
from importlib import import_module
from faircopy.cli import COMMANDS, main
for module, _, _ in COMMANDS.values():
    import_module(module)
import asyncio
import faircopy.build.build
import faircopy.settings
from faircopy.checklists.assets import read_assets
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
    for number, name in enumerate(run["streams"]):
        os.dup2(os.open(name, os.O_RDWR), number)
    sys.exit(main(run["arguments"]))
"""


@dataclass(frozen=True)
class ForkServer:
    """A process that runs `faircopy`, as often as it is asked to."""

    process: "subprocess.Popen[str]"

    def run(self, folder: Path, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """Run `faircopy` with `arguments` in `folder`, to its end."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        with tempfile.TemporaryDirectory() as streams:
            out, error = Path(streams, "out"), Path(streams, "error")
            out.touch()
            error.touch()
            run = {
                "folder": str(folder),
                "arguments": arguments,
                "seconds": int(LIMIT_SECONDS),
                "environment": {**os.environ, **environment},
                "streams": [os.devnull, str(out), str(error)],
            }
            print(json.dumps(run), file=self.process.stdin, flush=True)
            status = int(self.process.stdout.readline())
            texts = (file.read_text(encoding="utf-8") for file in (out, error))
            return subprocess.CompletedProcess(["faircopy", *arguments], status, *texts)


@contextmanager
def fork_server(plugins: Path) -> Iterator[ForkServer]:
    """Start a server that imports `faircopy` from `plugins`; it ends with the block."""
    environment = {**os.environ, "PYTHONPATH": str(plugins)}
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield ForkServer(process)
