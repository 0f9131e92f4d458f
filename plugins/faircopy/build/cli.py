"""The command `faircopy build`."""

import argparse
import os
import signal
from collections.abc import Sequence
from pathlib import Path

from faircopy.build.build import BuildFailedError, build_site
from faircopy.build.run import load_settings
from faircopy.build.siteurl import is_stand_in
from faircopy.cache.clear import clear_namespaces
from faircopy.cache.namespaces import INCREMENTAL
from faircopy.console import command_parser, is_missing, progress, result
from faircopy.diagnostics.formats import count
from faircopy.diagnostics.model import Diagnostic
from faircopy.incremental.state import STATE, BuildReport, BuildState

SETTINGS = "publishconf.py"
EXAMPLES = """\
examples:
  SITEURL=https://example.org/blog faircopy build
  faircopy build --explain 2017/09/fail2ban/     why that page was made anew, or was not
  faircopy build --clean                         make everything anew
"""


def main(arguments: Sequence[str], prog: str = "faircopy build") -> int:
    """Build the site; return the exit status."""
    # As Ctrl-C: what was begun is tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = parser(prog).parse_args(arguments)
    if is_missing(prog, SETTINGS):
        return 2
    report = BuildReport()
    if options.clean:
        clear_namespaces([INCREMENTAL], Path())
    if not os.environ.get("SITEURL") and goes_to_stand_in():
        progress("warning: SITEURL is not set, so links go to a stand-in; make build SITEURL=https://…")
    try:
        warnings = build_site(Path(SETTINGS), options.output, {STATE: BuildState(report=report)})
    except BuildFailedError as error:
        for diagnostic in error.diagnostics:
            result(str(diagnostic))
        progress(f"not built: {count(len(error.diagnostics), 'problem')}; the old output is untouched")
        return 1
    for diagnostic in warnings:
        result(str(diagnostic))
    made = count(len(report.rendered), "page")
    progress(f"built into {options.output}/: {made} made, {len(report.kept)} as they were")
    if options.explain:
        result(report.explain(options.explain))
    return 0


def goes_to_stand_in() -> bool:
    """Tell whether the settings know no address either; of settings that cannot be read, the build tells."""
    settings = load_settings(Path(SETTINGS), {})
    return not isinstance(settings, Diagnostic) and is_stand_in(str(settings["SITEURL"]))


def parser(prog: str) -> argparse.ArgumentParser:
    made = command_parser(prog, "Build the site for the world. When anything is wrong, the old output stays.", EXAMPLES)
    made.add_argument("--output", type=Path, default=Path("output"), metavar="FOLDER", help="(%(default)s)")
    made.add_argument("--clean", action="store_true", help="forget what earlier builds have left")
    made.add_argument("--explain", default="", metavar="ADDRESS", help="say why the page there was made anew, or not")
    return made
