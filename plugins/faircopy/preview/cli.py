"""The command `faircopy serve`."""

import signal
from collections.abc import Sequence
from pathlib import Path

from faircopy.console import command_parser, progress
from faircopy.preview.editor import EditorUrlError
from faircopy.preview.listening import NoFreePortError
from faircopy.preview.serve import serve


def main(arguments: Sequence[str], prog: str = "faircopy serve") -> int:
    """Serve the site until interrupted; return the exit status."""
    # As Ctrl-C: what was begun is tidied up.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    command_parser(prog, "Serve the site on 127.0.0.1, on the first free port from 8000.").parse_args(arguments)
    try:
        serve(Path("pelicanconf.py"), progress)
    except (NoFreePortError, EditorUrlError) as error:
        progress(f"error: {error}")
        return 1
    return 0
