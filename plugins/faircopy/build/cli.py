"""The command `faircopy build`. It imports Pelican only if there is something to build."""

import argparse
import os
import signal
from collections.abc import Sequence
from pathlib import Path

from faircopy.build.unchanged.inputs import BuildPlace
from faircopy.build.unchanged.record import BuildOutcome, beginning, outcome_that_holds
from faircopy.cache.clear import clear_namespaces
from faircopy.cache.namespaces import BUILDS, INCREMENTAL
from faircopy.console import command_parser, is_missing, progress, result
from faircopy.diagnostics.formats import count
from faircopy.incremental.report import BuildReport

SETTINGS = "publishconf.py"
EXAMPLES = """\
examples:
  SITEURL=https://example.org/blog %(prog)s
  %(prog)s --explain 2017/09/fail2ban/     show why this page was rebuilt, or was not
  %(prog)s --clean                         rebuild everything
"""


def main(arguments: Sequence[str], prog: str = "faircopy build") -> int:
    """Build the site; return the exit status."""
    # As Ctrl-C: what was begun is tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = parser(prog).parse_args(arguments)
    if is_missing(prog, SETTINGS):
        return 2
    if options.clean:
        clear_namespaces([INCREMENTAL, BUILDS], Path())
    begin = beginning(BuildPlace(Path.cwd(), Path(os.path.abspath(options.output))))  # noqa: PTH100  # `..` is resolved
    report: BuildReport | None
    if outcome := outcome_that_holds(begin):
        report = say_again(outcome)
    else:
        from faircopy.build.recording import build_and_record  # noqa: PLC0415  # with Pelican, which takes longer than all above

        report = build_and_record(SETTINGS, options.output, begin)
    if report is None:
        return 1
    made = count(len(report.rendered), "page")
    progress(f"built into {options.output}/: {made} made, {len(report.kept)} as they were")
    if options.explain:
        result(report.explain(options.explain))
    return 0


def say_again(outcome: BuildOutcome) -> BuildReport:
    for line in outcome.notes:
        progress(line)
    for line in outcome.warnings:
        result(line)
    return BuildReport(kept=[*outcome.pages])


def parser(prog: str) -> argparse.ArgumentParser:
    made = command_parser(
        prog, "Build the site for production. After any error, the old output stays as it was.", EXAMPLES
    )
    made.add_argument(
        "--output", type=Path, default=Path("output"), metavar="FOLDER", help="where to build (default: %(default)s)"
    )
    made.add_argument("--clean", action="store_true", help="ignore the cache, and rebuild everything")
    made.add_argument(
        "--explain", default="", metavar="ADDRESS", help="show why the page at this address was rebuilt, or was not"
    )
    return made
