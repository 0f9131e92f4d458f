"""The command `snippets`."""

import argparse
from collections.abc import Sequence

from faircopy.console import CommandParser, as_command
from faircopy.snippets.checkers import Checker, all_checkers
from faircopy.snippets.command import check_command, merge_command
from faircopy.snippets.sandbox.platforms import why_no_sandbox
from faircopy.snippets.sandbox.process import PROGRAM_PATH
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from faircopy.snippets.try_log import cli as trying

EXAMPLES = """\
examples:
  %(prog)s check content                      check every Markdown file below content/
  %(prog)s check README.md docs --strict      treat a missing tool as an error, for CI
  %(prog)s check . --format sarif > out.sarif write a report for code scanning
  %(prog)s try sshd auth.log                  show whom fail2ban would ban for this log
  %(prog)s checkers                           list the checkers and their tools

exit status: 0 nothing wrong, 1 at least one error, 2 wrong usage
"""


@as_command
def main(arguments: Sequence[str] | None = None, prog: str = "snippets") -> int:
    """Run the command; return its exit status."""
    options = parser(prog).parse_args(arguments)
    status: int = options.run(options)
    return status


def parser(prog: str = "snippets") -> argparse.ArgumentParser:
    top: argparse.ArgumentParser = CommandParser(
        prog=prog,
        description="Check the code in Markdown: fences are written out as the files that they claim to be, and "
        "loaded by the real programs.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    check_command.add_command(commands, prog)
    merge_command.add_command(commands)
    trying.add_command(commands)
    checkers = commands.add_parser(
        "checkers",
        help="list the checkers, and whether their tools are installed",
        description="List the checkers, and whether their tools are installed.",
        epilog="example:\n  %(prog)s | grep MISSING     show only what is missing",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    checkers.set_defaults(run=run_checkers)
    return top


def run_checkers(_: argparse.Namespace) -> int:
    with Sandbox(working_kind()) as sandbox:
        print(f"sandbox: {sandbox.kind or '; '.join(why_no_sandbox(PROGRAM_PATH))}")
        for checker in all_checkers():
            version = state_of(checker, sandbox)
            answers = [*checker.files, *sorted(checker.languages | checker.fragment_languages)]
            print(f"{checker.name:12} {checker.tool} {version}")
            print(f"{'':12} {', '.join(answers)}")
    return 0


def state_of(checker: Checker, sandbox: Sandbox) -> str:
    """Return the version of a checker's tool, or why it is unavailable."""
    try:
        return checker.tool_version(sandbox) or "MISSING"
    except Exception as error:  # noqa: BLE001  # a fault of one checker is no reason to hide the others
        return f"FAILED with {type(error).__name__}: please report it"
