"""The text right above a fence, which may say what the fence is."""

import re
from collections.abc import Sequence
from itertools import dropwhile, takewhile
from typing import NamedTuple

MAX_LINES = 60  # among which the paragraph and its heading are
MAX_CHARS = 1000  # of a sentence: what is longer is none
FULL_STOPS = "\u3002\uff01\uff1f"  # of Chinese and Japanese, without a blank after them
NAME = re.compile(r"`(?P<name>[\w.~/@-]+)`")
END = re.compile(rf"(?<=[.!?])\s+|(?<=[{FULL_STOPS}])")
FENCE = re.compile(r"[ \t]*(?:`{3}|~{3})")
TAB = re.compile(r"[ \t]*<Tab(?:Item|Panel)?\b")
END_OF_TAB = re.compile(r"[ \t]*(?:`{3}|~{3}|</|#{1,6}[ \t])")  # or another fence in it


class TextAbove(NamedTuple):
    """The lines above a fence, the nearest first."""

    lines: list[str]  # from the paragraph's last on, whatever they are
    paragraph: list[str]  # without blanks at their ends; empty at the top of a file

    @property
    def label(self) -> str:
        """The nearest line, which may be all that stands there."""
        return self.paragraph[0] if self.paragraph else ""

    @property
    def tab(self) -> str:
        """The line that begins the tab in which the fence is the first, above whatever text; "" outside of one."""
        inside = takewhile(lambda one: not END_OF_TAB.match(one), self.lines)
        return next(filter(TAB.match, inside), "")

    @property
    def last_sentence(self) -> str:
        text = " ".join(reversed(self.paragraph)).rstrip(FULL_STOPS)
        return END.split(text)[-1][-MAX_CHARS:]

    @property
    def names(self) -> list[str]:
        """What stands alone in backticks in the last sentence, as names of files do."""
        return [found["name"] for found in NAME.finditer(self.last_sentence)]


def text_above(lines: Sequence[str], line: int) -> TextAbove:
    """Return the text right above a fence that begins at a line (from 1) of a text."""
    above = reversed(lines[max(0, line - 1 - MAX_LINES) : line - 1])
    filled = [*dropwhile(lambda one: not one.strip(), above)]
    # What stands in another fence right above is no text.
    return TextAbove(filled, [one.strip() for one in takewhile(is_text, filled)])


def is_text(line: str) -> bool:
    return bool(line.strip()) and FENCE.match(line) is None
