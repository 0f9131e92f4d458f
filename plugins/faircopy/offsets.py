"""The line and the column of an offset in a text.

From a table of where lines begin: counting from the beginning for each of many offsets takes time by the square.
"""

import re
from array import array
from bisect import bisect_right
from functools import lru_cache

LINE_END = re.compile("\n")


@lru_cache(maxsize=2)  # many offsets of one text, and of what was made of it, are asked for one after the other
def line_starts(text: str) -> "array[int]":
    """Return the offset at which each line of a text begins."""
    return array("I", (0, *(found.end() for found in LINE_END.finditer(text))))


def line_at(text: str, offset: int) -> int:
    """Return the line of an offset, from 1; an offset before the text is on its first line."""
    return max(bisect_right(line_starts(text), offset), 1)


def place_at(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both from 1."""
    line = line_at(text, offset)
    return line, offset - line_starts(text)[line - 1] + 1
