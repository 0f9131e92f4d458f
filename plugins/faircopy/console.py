"""What the commands share: printing at the edge, and parsers with examples."""

import argparse
import sys


def progress(text: str) -> None:
    """Print how far the work is, on standard error."""
    print(text, file=sys.stderr, flush=True)


def result(text: str) -> None:
    """Print a result, at once, so that it stands in order among what `progress` prints."""
    print(text, flush=True)


def command_parser(prog: str, description: str, examples: str = "") -> argparse.ArgumentParser:
    """Return a parser whose help ends with examples as they are written."""
    shape = argparse.RawDescriptionHelpFormatter
    return argparse.ArgumentParser(prog=prog, description=description, epilog=examples, formatter_class=shape)
