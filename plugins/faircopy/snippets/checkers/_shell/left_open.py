"""Commands whose last line ends with a backslash: the shell of who pastes them waits for another line."""

import re
from collections.abc import Iterator
from itertools import takewhile

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.model import Finding

LEFT_OPEN = Rule(
    "SN291",
    Severity.WARNING,
    "the last line of a command ends with a backslash, so the shell waits for another",
    "leave the backslash out, or write the rest of the command",
)

ENDS_OPEN = re.compile(r"[^\s\\][ \t]+\\$")
# Of a command that the text has shown, or goes on to show.
PART = re.compile(r"[ \t]*(?:--?\w|[|&#]|\.{3}|…)")


def left_open(code: str) -> Iterator[Finding]:
    """Yield a finding if the last command of some lines goes on behind its end."""
    lines = code.rstrip().split("\n")
    if not ENDS_OPEN.search(lines[-1]):
        return
    above = [*takewhile(lambda line: line.endswith("\\"), reversed(lines[:-1]))]
    if not any(map(PART.match, ([*above] or lines[-1:])[-1:])):
        fact = "nothing follows this backslash: the shell does not run the command, but waits"
        yield Finding(0, LEFT_OPEN, fact, len(lines), len(lines[-1]), LEFT_OPEN.remedy)
