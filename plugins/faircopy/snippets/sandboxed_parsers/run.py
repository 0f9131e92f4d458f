"""The program that runs a parser in the sandbox: texts as JSON on stdin, their faults as JSON on stdout."""

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TextIO

# What Python allows a program by default. How deeply a text may be nested must not depend on who called us.
MAX_DEPTH = 1000
# Of one text. Who has more of them does not read them all, and an answer of any length would be cut off.
MAX_FAULTS = 500


def loaded(parser: str, *folders: str) -> Callable[[TextIO, TextIO], None]:
    """Return what reads a list of texts and writes the faults of each, by a parser that is loaded."""
    sys.path[:0] = [str(Path(__file__).parent), *folders]
    faults = importlib.import_module(parser).faults

    def answer(source: TextIO, target: TextIO) -> None:
        sys.setrecursionlimit(MAX_DEPTH + depth())
        json.dump([faults(text)[:MAX_FAULTS] for text in json.load(source)], target)

    return answer


def depth() -> int:
    """Return how many functions are being called."""
    frame: FrameType | None = sys._getframe()  # noqa: SLF001  # what `inspect` calls, which takes longer to import than most parsers
    count = 0
    while frame:
        count, frame = count + 1, frame.f_back
    return count


def main(arguments: list[str], source: TextIO, target: TextIO) -> None:
    loaded(*arguments)(source, target)


if __name__ == "__main__":
    main(sys.argv[1:], sys.stdin, sys.stdout)
