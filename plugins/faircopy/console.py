"""What the commands share: printing at the edge, and parsers with examples."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

Given = ParamSpec("Given")

ENDED_BY_SIGPIPE = 128 + signal.SIGPIPE  # as a shell tells of a program that was ended so

STATUS = "exit status: 0 done, 1 at least one error, 2 wrong usage"


def progress(text: str) -> None:
    """Print how far the work is, on standard error."""
    print(text, file=sys.stderr, flush=True)


def result(text: str) -> None:
    """Print a result, at once, so that it stands in order among what `progress` prints."""
    print(text, flush=True)


def ends_with_reader(command: Callable[Given, int]) -> Callable[Given, int]:
    """Have a command end without a word when what reads its output stops reading, as `head` does."""

    @wraps(command)
    def ending(*arguments: Given.args, **named: Given.kwargs) -> int:
        try:
            try:
                return command(*arguments, **named)
            finally:  # also after `--help`, which exits
                sys.stdout.flush()
        except BrokenPipeError:
            # Python flushes once more when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return ENDED_BY_SIGPIPE

    return ending


def command_parser(prog: str, description: str, examples: str, status: str = STATUS) -> argparse.ArgumentParser:
    """Return a parser whose help ends with examples as they are written, and with what the exit status means."""
    shape = argparse.RawDescriptionHelpFormatter
    epilog = f"{examples.rstrip()}\n\n{status}"
    return argparse.ArgumentParser(prog=prog, description=description, epilog=epilog, formatter_class=shape)


def is_missing(prog: str, settings_file: str) -> bool:
    """Tell whether a command is called in a folder that is no site's, and say so: that is wrong usage."""
    if Path(settings_file).exists():
        return False
    progress(f"{prog}: there is no '{settings_file}' here; call it in the folder of a site")
    return True
