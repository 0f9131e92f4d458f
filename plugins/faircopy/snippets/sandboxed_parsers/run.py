"""Started in the sandbox: the names of a parser and of folders as arguments; texts in, their faults out, as JSON."""

import importlib
import json
import sys
from pathlib import Path
from typing import TextIO


def main(arguments: list[str], source: TextIO, target: TextIO) -> None:
    parser, *folders = arguments
    sys.path[:0] = [str(Path(__file__).parent), *folders]
    faults = importlib.import_module(parser).faults
    json.dump([faults(text) for text in json.load(source)], target)


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdin, sys.stdout)
