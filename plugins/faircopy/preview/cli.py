"""The command `faircopy serve`."""

import os
import signal
from collections.abc import Sequence
from pathlib import Path

from faircopy.console import command_parser, is_missing, progress
from faircopy.preview.editor import EditorUrlError
from faircopy.preview.port import NoFreePortError
from faircopy.preview.serve import serve

SETTINGS = "pelicanconf.py"
EXAMPLES = """\
examples:
  %(prog)s
  %(prog)s --settings ../other-site/pelicanconf.py     preview any Pelican site, with its theme and plugins
  FAIRCOPY_EDITOR_URL='vscode://file{path}:{line}:{column}' %(prog)s     open places in your editor
"""
STATUS = "exit status: 0 stopped, 1 no port is free or FAIRCOPY_EDITOR_URL is wrong, 2 wrong usage"


def main(arguments: Sequence[str], prog: str = "faircopy serve") -> int:
    """Serve the site until interrupted; return the exit status."""
    # As Ctrl-C: what was begun is tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    about = "Serve the site on 127.0.0.1, on the first free port from 8000. Stop it with Ctrl-C."
    parser = command_parser(prog, about, EXAMPLES, STATUS)
    parser.add_argument(
        "--settings",
        type=Path,
        default=Path(SETTINGS),
        metavar="FILE",
        help=f"the site's settings (default: {SETTINGS})",
    )
    settings = parser.parse_args(arguments).settings
    if settings == Path(SETTINGS) and is_missing(prog, SETTINGS):
        return 2
    if not settings.is_file():
        progress(f"{prog}: there is no file '{settings}'")
        return 2
    # Plugins, themes and caches are looked for from there, as when Pelican is run there.
    os.chdir(settings.parent)
    try:
        serve(Path(settings.name), progress)
    except (NoFreePortError, EditorUrlError) as error:
        progress(f"error: {error}")
        return 1
    return 0
