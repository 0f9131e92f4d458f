"""The command `faircopy serve`."""

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
  faircopy serve
  FAIRCOPY_EDITOR_URL='vscode://file{path}:{line}:{column}' faircopy serve     places open in your editor
"""
STATUS = "exit status: 0 it was ended, 1 no port is free, or FAIRCOPY_EDITOR_URL is wrong, 2 wrong usage"


def main(arguments: Sequence[str], prog: str = "faircopy serve") -> int:
    """Serve the site until interrupted; return the exit status."""
    # As Ctrl-C: what was begun is tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    about = "Serve the site on 127.0.0.1, on the first free port from 8000. Ctrl-C ends it."
    command_parser(prog, about, EXAMPLES, STATUS).parse_args(arguments)
    if is_missing(prog, SETTINGS):
        return 2
    try:
        serve(Path(SETTINGS), progress)
    except (NoFreePortError, EditorUrlError) as error:
        progress(f"error: {error}")
        return 1
    return 0
