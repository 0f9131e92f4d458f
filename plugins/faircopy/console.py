"""Shared by the commands: output, argument parsers with examples, and exit statuses."""

import argparse
import io
import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import NoReturn, ParamSpec, TextIO

from faircopy.system_errors import explain
from faircopy.terminal import inert

Given = ParamSpec("Given")

STANDARD_OUTPUT = "standard output"
STANDARD_ERROR = 2  # the last of the three numbers that a program begins with
ENDED_BY_SIGINT = 128 + signal.SIGINT
ENDED_BY_SIGPIPE = 128 + signal.SIGPIPE  # as a shell tells of a program that was ended so

LAYOUT = "\n\t"  # of a text of several lines

STATUS = "exit status: 0 done, 1 at least one error, 2 wrong usage"


def progress(text: str) -> None:
    """Print progress on standard error."""
    print(inert(text, kept=LAYOUT), file=sys.stderr, flush=True)


def result(text: str) -> None:
    """Print a result and flush, so that it stays in order with the output of `progress`."""
    print(inert(text, kept=LAYOUT))
    flush_output()


def flush_output() -> None:
    """Flush standard output. Raises OSError with a name for its destination."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror, STANDARD_OUTPUT) from None


def as_command(command: Callable[Given, int]) -> Callable[Given, int]:
    """Make a command return an exit status even if the operating system refuses something.

    It ends silently if the reader of its output stops reading, as `head` does; with one word on Ctrl-C; and with place,
    fact and remedy if, for example, a disk is full or a file is not writable.
    """

    @wraps(command)
    def ending(*arguments: Given.args, **named: Given.kwargs) -> int:
        open_standard_streams()
        try:
            try:
                return command(*arguments, **named)
            finally:  # also after `--help`, which exits
                flush_output()
        except BrokenPipeError:
            forget(sys.stdout)
            return ENDED_BY_SIGPIPE
        except KeyboardInterrupt:
            progress("interrupted")
            return ENDED_BY_SIGINT
        except OSError as error:
            return refused(error)

    return ending


def open_standard_streams() -> None:
    """Open closed standard streams: otherwise the next file that is opened would receive what programs print."""
    while (opened := os.open(os.devnull, os.O_RDWR)) <= STANDARD_ERROR:
        os.set_inheritable(opened, True)
    os.close(opened)
    # Python's own: None for one that was closed.
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115  # open to the end
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115  # open to the end
        elif isinstance(stream := getattr(sys, name), io.TextIOWrapper) and stream.errors == "strict":
            # A character that a terminal of another encoding lacks is written as '\u2019', and ends nothing.
            stream.reconfigure(errors="backslashreplace")


def refused(error: OSError) -> int:
    """Print what the operating system refused; return the exit status for that."""
    fact, remedy = explain(error)
    if error.filename == STANDARD_OUTPUT:
        forget(sys.stdout)
    try:
        progress(f"error: {fact}; {remedy}")
    except OSError:  # there is nowhere to print an error
        forget(sys.stderr)
    return 1


def forget(stream: TextIO) -> None:
    """Discard what a stream could not write: Python would try again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class CommandParser(argparse.ArgumentParser):
    """A parser whose errors do nothing in a terminal: an argument may be the name of a stranger's file."""

    def error(self, message: str) -> NoReturn:
        super().error(inert(message, kept=LAYOUT))


def command_parser(prog: str, description: str, examples: str, status: str = STATUS) -> argparse.ArgumentParser:
    """Return a parser whose help ends with verbatim examples and the meaning of the exit status."""
    shape = argparse.RawDescriptionHelpFormatter
    epilog = f"{examples.rstrip()}\n\n{status}"
    return CommandParser(prog=prog, description=description, epilog=epilog, formatter_class=shape)


def is_missing(prog: str, settings_file: str) -> bool:
    """Tell whether a command was called outside a site's folder, and print an error: that is wrong usage."""
    if Path(settings_file).exists():
        return False
    progress(f"{prog}: there is no '{settings_file}' here; call it in the folder of a site")
    return True
