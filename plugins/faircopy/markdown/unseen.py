"""Invisible characters that make a line of text differ from how it looks."""

import unicodedata

# Unicode categories: controls, formats (directions included), surrogates, unassigned characters, line and paragraph
# separators.
UNFIT = {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}
# Persian and Indian scripts need these between two letters, and emoji between two of theirs.
JOINERS = "\u200c\u200d"


def unfit_in(line: str) -> str:
    """Return the first forbidden invisible character of a line, such as "U+202E"; "" if there is none."""
    for number, character in enumerate(line):
        if unicodedata.category(character) in UNFIT and not joins(line, number):
            return f"U+{ord(character):04X}"
    return ""


def joins(line: str, number: int) -> bool:
    """Tell whether the character at an index is a joiner between two visible non-ASCII characters."""
    before, after = line[number - 1 : number], line[number + 1 : number + 2]
    around = [one for one in (before, after) if not one.isascii() and unicodedata.category(one) not in UNFIT]
    return line[number] in JOINERS and len(around) == 2
