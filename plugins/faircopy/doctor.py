"""The command `faircopy doctor`: lists what is installed of everything that Faircopy can use."""

import platform
import shutil
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version

from faircopy.console import command_parser, result
from faircopy.snippets.checkers import all_checkers
from faircopy.snippets.sandbox.process import PROGRAM_PATH
from faircopy.snippets.sandbox.runner import Sandbox, working_kind

LIBRARIES = ("pelican", "Markdown", "markdown-it-py", "Pygments", "selectolax", "matplotlib", "pagefind", "watchfiles")
PROGRAMS = ("git", "bwrap", "unshare", "node")
OF_THE_SANDBOX = ("bwrap", "unshare")
MISSING = "MISSING"
EXAMPLES = """\
examples:
  %(prog)s
  %(prog)s | grep MISSING     show only what is missing
"""
STATUS = "exit status: 0 whatever is missing, 2 wrong usage"


def main(arguments: Sequence[str], prog: str = "faircopy doctor") -> int:
    """Print a table; the exit status is always 0."""
    about = "Show what is installed, with versions, and what is missing."
    command_parser(prog, about, EXAMPLES, STATUS).parse_args(arguments)
    rows = [("Python", platform.python_version()), *libraries(), *programs(), *tools()]
    width = max(len(name) for name, _ in rows)
    for name, state in rows:
        result(f"{name.ljust(width)}  {state}")
    return 0


def libraries() -> Iterator[tuple[str, str]]:
    for name in ("pelican-faircopy", *LIBRARIES):
        try:
            yield name, version(name)
        except PackageNotFoundError:
            yield name, MISSING


def programs() -> Iterator[tuple[str, str]]:
    for name in PROGRAMS:
        # The sandbox in which checkers run their tools.
        yield name, shutil.which(name, path=PROGRAM_PATH if name in OF_THE_SANDBOX else None) or MISSING


def tools() -> Iterator[tuple[str, str]]:
    """Yield each checker's tool, and the sandbox."""
    with Sandbox(working_kind()) as sandbox:
        yield "sandbox", sandbox.kind or f"{MISSING}: snippets cannot be checked on {sys.platform}"
        if sandbox.kind:
            yield "sandbox: processes", sandbox.who_limits_processes()
        for checker in all_checkers():
            found = checker.tool_version(sandbox)
            yield f"snippets: {checker.name}", f"{checker.tool} {found}" if found else f"{checker.tool} {MISSING}"
