"""What the commands share: printing at the edge, and parsers with examples."""

import argparse
import sys
from pathlib import Path

STATUS = "exit status: 0 done, 1 at least one error, 2 wrong usage"


def progress(text: str) -> None:
    """Print how far the work is, on standard error."""
    print(text, file=sys.stderr, flush=True)


def result(text: str) -> None:
    """Print a result, at once, so that it stands in order among what `progress` prints."""
    print(text, flush=True)


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
