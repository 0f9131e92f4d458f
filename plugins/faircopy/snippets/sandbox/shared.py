"""Runs programs that read only their standard input in a shared sandbox, one after another: see `fork_server`."""

import json
import secrets
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faircopy.snippets.sandbox.interpreter import PYTHON_OPTIONS, interpreter
from faircopy.snippets.sandbox.paths import SANDBOX_FOLDER
from faircopy.snippets.sandbox.process import (
    ENVIRONMENT,
    MAX_OUTPUT_BYTES,
    Completed,
    ProgramEndedError,
    ResourceLimits,
    TimeLimitError,
    completed,
)
from faircopy.snippets.sandbox.root import SandboxRoot, alternatives

if TYPE_CHECKING:
    from faircopy.snippets.sandbox.runner import Sandbox

SERVER = f"{SANDBOX_FOLDER}/fork_server.py"
# As much as a server's start costs, in runs of a program in a sandbox of its own.
RUNS_BEFORE_SERVER = 4
# Then none of them works here, and each takes time to find that out.
MAX_FAILURES = 3
GRACE_S = 10.0  # for a server's answer, beside the time that the program has
# A server lives as long as a run; each program has the limit that it would have alone.
SERVER_CPU_S = 36_000


class SharedSandboxes:
    """The shared sandboxes, one for each kind of program."""

    def __init__(self, runs_before_server: int | None = RUNS_BEFORE_SERVER) -> None:
        """With `runs_before_server` None, no servers are started."""
        self.runs_before_server = runs_before_server
        self.lock = threading.Lock()
        self.runs: Counter[str] = Counter()
        self.failures = 0

    def run(
        self, sandbox: "Sandbox", command: Sequence[str], root: SandboxRoot, limits: ResourceLimits, stdin: str
    ) -> Completed | None:
        """Run a command. None means that it must run in a separate sandbox.

        Raises TimeLimitError.
        """
        program = sandbox.find(command[0])
        # A chroot, which util-linux alone has to use, cannot have name spaces of users in it.
        if sandbox.kind != "bwrap" or not program or alternatives(program):
            return None
        python = interpreter()
        is_python = tuple(command[:4]) == (python.program, *PYTHON_OPTIONS)
        name = repr((sorted(root.bind_mounts.items()), replace(limits, seconds=0.0), is_python and command))
        if not self.is_worth_it(name, is_python=is_python):
            return None
        serving = [python.program, *PYTHON_OPTIONS, SERVER, *(command[4:] if is_python else ())]
        try:
            with sandbox.server(name, serving, server_root(root), replace(limits, cpu_seconds=SERVER_CPU_S)) as server:
                request = request_for(command, root, limits, stdin)
                status, out, err = answer_to(server.ask(json.dumps(request), limits.seconds + GRACE_S), request)
        except TimeLimitError:
            status, out, err = None, "", ""
        except (ProgramEndedError, ValueError, TypeError, KeyError):
            # The cause is unknown: run it alone, where it gets its own verdict.
            self.failures += 1
            return None
        return completed(command[0], limits, status, out, err)

    def is_worth_it(self, name: str, *, is_python: bool) -> bool:
        """Count a run, and tell whether to use a shared sandbox."""
        if self.runs_before_server is None or self.failures >= MAX_FAILURES:
            return False
        with self.lock:
            self.runs[name] += 1
        # Python starts as a server does, and a parser takes longer to load than the rest of all that.
        return is_python or self.runs[name] > self.runs_before_server


def server_root(root: SandboxRoot) -> SandboxRoot:
    """Return the root of a shared sandbox: the program's, and Python."""
    python = interpreter()
    bind_mounts = {**root.bind_mounts, **python.bind_mounts, SERVER: str(Path(__file__).with_name("fork_server.py"))}
    return SandboxRoot({}, bind_mounts, python.hidden, environment=python.environment, shared=True)


def request_for(command: Sequence[str], root: SandboxRoot, limits: ResourceLimits, stdin: str) -> dict[str, Any]:
    return {
        # No guess at it can be taken for an answer.
        "id": secrets.token_hex(16),
        "command": list(command),
        "environment": {**ENVIRONMENT, **root.environment},
        "stdin": stdin,
        "seconds": limits.seconds,
        "cpu_seconds": limits.cpu_seconds,
        "output_bytes": MAX_OUTPUT_BYTES,
    }


def answer_to(line: str, request: dict[str, Any]) -> tuple[int | None, str, str]:
    """Parse an answer into status, output and errors. Raises ValueError, TypeError and KeyError."""
    answer = json.loads(line)
    status, out, err = answer["status"], answer["stdout"], answer["stderr"]
    if answer["id"] != request["id"] or not isinstance(status, int | None) or not isinstance(out + err, str):
        raise ValueError("an answer to something else")
    return status, out, err
