"""Names in a fence that the text right above or below it calls unsupported, or gone: nobody copies them."""

import re
from collections.abc import Sequence
from itertools import dropwhile, islice, takewhile

from faircopy.snippets.reading.text_above import text_above

DISCLAIMED = "the text beside it says that this is not supported"
MAX_LINES, MAX_CHARS = 8, 2000  # of the paragraph below
GONE = re.compile(
    r"\b(?:unsupported|deprecated|obsolete|discontinued)\b|\b(?:not|n['\u2019]t|never|no longer)\b[^.]{0,40}"
    r"\b(?:supported?|available|valid|recogni[sz]ed|implemented|allowed)\b"
    r"|\b(?:was|were|been|is|are) (?:removed|dropped)\b",
    re.IGNORECASE,
)
NAME = re.compile(r"`[\"']?(?P<name>[A-Za-z][\w.-]{0,60}):?[\"']?`")
END = re.compile(r"(?<=[.!?])\s+")


def disclaimed_names(lines: Sequence[str], line: int, end_line: int) -> tuple[str, ...]:
    """Return the names that a sentence right above or below a fence, at these lines (from 1), calls unsupported."""
    filled = dropwhile(lambda one: not one.strip(), islice(lines, end_line, end_line + MAX_LINES))
    below = " ".join(takewhile(str.strip, filled))[:MAX_CHARS]
    sentences = (text_above(lines, line).last_sentence, *END.split(below))
    return tuple(found["name"] for one in sentences if GONE.search(one) for found in NAME.finditer(one))
