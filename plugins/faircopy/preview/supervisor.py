"""Holds the port, and restarts the worker process that answers."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from faircopy.diagnostics.model import Diagnostic
from faircopy.preview import worker
from faircopy.preview.broken_site import BrokenSite
from faircopy.preview.port import FIRST_PORT, LOOPBACK, first_free_socket
from faircopy.preview.rules import WORKER_ENDED


def serve(settings_file: Path, opener: str, report: Callable[[str], None]) -> None:
    """Serve the site that `opener` ('module:function') opens from `settings_file`, until interrupted.

    `report` receives each line for the terminal. Raises NoFreePortError.
    """
    with first_free_socket() as opened:
        port = opened.getsockname()[1]
        taken = f"port {FIRST_PORT} is taken; " if port != FIRST_PORT else ""
        report(f"http://{LOOPBACK}:{port}/  ({taken}Ctrl-C ends it)")
        command = [sys.executable, "-m", "faircopy.preview.worker", str(opened.fileno()), opener, str(settings_file)]
        try:
            while True:
                status = run(command, opened.fileno())
                if status == worker.RESTART_STATUS:
                    report("a plugin or a setting has changed: starting anew")
                else:
                    # It did not end on purpose, and would end again: wait until something has changed.
                    site = BrokenSite(settings_file).because([ended(status, settings_file)])
                    worker.serve(opened.dup(), settings_file, site)
        except KeyboardInterrupt:
            report("")


def run(command: list[str], descriptor: int) -> int:
    """Run the worker, and return its status. It ends with us."""
    with subprocess.Popen(command, pass_fds=[descriptor], stdin=subprocess.PIPE) as process:  # noqa: S603  # ourselves
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.terminate()
            try:
                process.wait(worker.SHUTDOWN_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                process.kill()
            raise


def ended(status: int, settings_file: Path) -> Diagnostic:
    return WORKER_ENDED.at(
        str(settings_file), 1, f"the process that makes the pages ended with status {status}", "the terminal says why"
    )
