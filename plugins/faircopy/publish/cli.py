"""The commands `faircopy publish` and `faircopy unpublish-last`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from faircopy.console import command_parser

SETTINGS = "publishconf.py"
EXAMPLES = """\
examples:
  SITEURL=https://you.github.io/blog %(prog)s --dry-run
  %(prog)s --allow-gone /2017/09/old/ --reason "it was wrong"
"""
UNDO_EXAMPLES = """\
examples:
  %(prog)s --dry-run     show what would change
  %(prog)s
"""


def publish(arguments: Sequence[str], prog: str = "faircopy publish") -> int:
    """Publish the committed site; return the exit status."""
    given = parser(prog).parse_args(arguments)
    from faircopy.publish import run  # noqa: PLC0415  # with Pelican, which takes longer than to say how it is used

    if given.artifact:
        return run.artifact(SETTINGS, given.artifact)
    gone = tuple(given.allow_gone)
    return run.publish(SETTINGS, run.PublishOptions(given.dry_run, given.diff, given.allow_shrink, gone, given.reason))


def parser(prog: str) -> argparse.ArgumentParser:
    made = command_parser(prog, "Check the committed site, show what changes, and publish it.", EXAMPLES)
    made.add_argument("--dry-run", action="store_true", help="show what would change, and publish nothing")
    made.add_argument("--diff", action="store_true", help="show the changed words of each page")
    made.add_argument(
        "--allow-gone",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="allow this address to disappear without a redirect; may be repeated",
    )
    made.add_argument("--reason", default="", help="why addresses may disappear; goes into the commit message")
    made.add_argument("--allow-shrink", action="store_true", help="allow the site to shrink by more than a fifth")
    into = "publish nothing, but write the checked site into this empty folder (for CI)"
    made.add_argument("--artifact", type=Path, metavar="FOLDER", help=into)
    return made


def unpublish_last(arguments: Sequence[str], prog: str = "faircopy unpublish-last") -> int:
    """Restore the site that was published before; return the exit status."""
    made = command_parser(prog, "Restore the site that was published before the current one.", UNDO_EXAMPLES)
    made.add_argument("--dry-run", action="store_true", help="show what would change, and publish nothing")
    options = made.parse_args(arguments)
    from faircopy.publish import run  # noqa: PLC0415  # as above

    return run.unpublish_last(SETTINGS, dry_run=options.dry_run)
