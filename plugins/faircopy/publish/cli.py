"""The commands `faircopy publish` and `faircopy unpublish-last`."""

import argparse
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from faircopy.build.build import BuildFailedError
from faircopy.console import command_parser, progress, result
from faircopy.publish.artifact import make_artifact
from faircopy.publish.context import PublishOptions, Reporter
from faircopy.publish.publish import publish as publish_site
from faircopy.publish.refusal import PublishRefusedError
from faircopy.publish.undo import unpublish_last as put_back

SETTINGS = "publishconf.py"
EXAMPLES = """\
examples:
  SITEURL=https://you.github.io/blog faircopy publish --dry-run
  faircopy publish --allow-gone /2017/09/old/ --reason "it was wrong"
"""
UNDO_EXAMPLES = """\
examples:
  faircopy unpublish-last --dry-run     show what would change
  faircopy unpublish-last
"""


def publish(arguments: Sequence[str], prog: str = "faircopy publish") -> int:
    """Publish the committed site; return the exit status."""
    given = parser(prog).parse_args(arguments)
    reporter = Reporter(progress, result)
    if given.artifact:
        return status_of(lambda: make_artifact(Path(), SETTINGS, given.artifact, reporter))
    gone = tuple(given.allow_gone)
    options = PublishOptions(given.dry_run, given.diff, given.allow_shrink, gone, given.reason)
    return status_of(lambda: publish_site(Path(), SETTINGS, options, reporter))


def parser(prog: str) -> argparse.ArgumentParser:
    made = command_parser(prog, "Check the committed site, show what changes, and publish it.", EXAMPLES)
    made.add_argument("--dry-run", action="store_true", help="show what would change, and stop there")
    made.add_argument("--diff", action="store_true", help="show the words that change on each page")
    made.add_argument(
        "--allow-gone",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="an address that may be removed without a redirect; may stand several times",
    )
    made.add_argument("--reason", default="", help="why it may; the commit says so")
    made.add_argument("--allow-shrink", action="store_true", help="the site may lose more than a fifth")
    into = "publish nothing, and write the checked site into this empty folder (for CI)"
    made.add_argument("--artifact", type=Path, metavar="FOLDER", help=into)
    return made


def unpublish_last(arguments: Sequence[str], prog: str = "faircopy unpublish-last") -> int:
    """Put the previously published site back; return the exit status."""
    made = command_parser(prog, "Put the site back that was published before the last.", UNDO_EXAMPLES)
    made.add_argument("--dry-run", action="store_true", help="show what would change, and stop there")
    options = made.parse_args(arguments)
    reporter = Reporter(progress, result)
    return status_of(lambda: put_back(Path(), SETTINGS, reporter, dry_run=options.dry_run))


def status_of(run: Callable[[], object]) -> int:
    """Run a publication; return 1, with the reasons printed, where it is refused."""
    # As Ctrl-C: what was begun is tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run()
    except PublishRefusedError as error:
        for diagnostic in error.diagnostics:
            result(str(diagnostic))
        errors = sum(diagnostic.severity == "error" for diagnostic in error.diagnostics)
        progress(f"{error.standing}: {errors} problem(s)")
        return 1
    except BuildFailedError as error:
        for diagnostic in error.diagnostics:
            result(str(diagnostic))
        progress(f"not built: {len(error.diagnostics)} problem(s); the old output is untouched")
        return 1
    return 0
