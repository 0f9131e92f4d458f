"""The command `snippets merge`."""

import argparse
import os
import sys
from pathlib import Path

import msgspec

from faircopy.console import progress
from faircopy.diagnostics.formats import as_github, as_sarif, problems
from faircopy.diagnostics.model import has_errors
from faircopy.markdown.files import open_regular
from faircopy.snippets.check import all_rules
from faircopy.snippets.command.merge import FoundReport, UnmergeableError, merged, place_of, report_in
from faircopy.terminal import inert

EXAMPLES = """\
examples:
  %(prog)s report-*.json                      write one JSON report of all parts
  %(prog)s report-*.json --format github      write annotations, in a step of a GitHub workflow

exit status: 0 nothing wrong, 1 at least one error, 2 a report is damaged, missing or given twice
"""
MAX_REPORT_BYTES = 256_000_000


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "merge",
        help="join the JSON reports of 'snippets check --shard'",
        description="Join the JSON reports of all parts of 'snippets check --shard I/N --format json'.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("reports", nargs="+", type=Path, metavar="REPORT", help="the report of one part")
    command.add_argument(
        "--format",
        choices=("json", "text", "sarif", "github"),
        default="json",
        help="the format of the report (default: %(default)s)",
    )
    command.set_defaults(run=run_merge)


def run_merge(options: argparse.Namespace) -> int:
    try:
        whole = merged([report_at(path) for path in options.reports])
    except UnmergeableError as error:
        progress(f"snippets merge: {error}")
        return 2
    sys.stdout.write(formatted(options.format, whole))
    return 1 if has_errors(map(place_of, whole.diagnostics)) else 0


def report_at(path: Path) -> FoundReport:
    try:
        with open_regular(path) as file:
            data = file.read(MAX_REPORT_BYTES + 1)
        if len(data) > MAX_REPORT_BYTES:
            raise UnmergeableError(f"it has more than {MAX_REPORT_BYTES} bytes")  # noqa: TRY301  # with its path, as the others
        return report_in(data)
    except (OSError, UnmergeableError) as error:
        raise UnmergeableError(f"'{path}': {error.strerror if isinstance(error, OSError) else error}") from None


def formatted(name: str, whole: FoundReport) -> str:
    diagnostics = [place_of(one) for one in whole.diagnostics]
    match name:
        case "json":
            return inert(msgspec.json.format(msgspec.json.encode(whole), indent=1).decode(), kept="\n") + "\n"
        case "sarif":
            return as_sarif("snippets", diagnostics, all_rules())
        case "github":
            return as_github(diagnostics)
        case _:
            colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
            counted = f"{whole.fences.snippets} snippets, {len(diagnostics)} findings"
            return "\n\n".join([*problems(diagnostics, {}, colour=colour), counted]) + "\n"
