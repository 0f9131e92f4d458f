"""Sessions of Python: `>>>` and `In [1]:`, with what was printed between."""

import re

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at
from faircopy.snippets.checkers._plain.text import FenceReading
from faircopy.snippets.checkers._plain.typos import is_inside
from faircopy.snippets.model import Finding

SESSION = Rule(
    "SN452",
    Severity.NOTE,
    "a session with `>>>` or `In [1]:` is marked as a program; its statements were checked, its output was not",
    "mark it as `pycon`, or leave out the prompts and the output",
)

PROMPT = re.compile(r"^(?P<prompt>[ \t]*(?:>>> ?|\.\.\.(?: |$)|In \[\d+\]: ?)|\s+\.\.\.: ?)(?P<rest>.*)$")
FIRST_PROMPT = re.compile(r"^[ \t]*(?:>>> |In \[\d+\]:)", re.MULTILINE)


def is_session(code: str) -> bool:
    """Return whether the first line that is no comment has a prompt."""
    lines = (line for line in code.split("\n") if line.strip() and not line.lstrip().startswith("#"))
    return FIRST_PROMPT.match(next(lines, "")) is not None


def statements_of(code: str) -> FenceReading | None:
    """Return a session without output and prompts, line numbers unchanged; None if it is none.

    Lines above the first prompt are a program.
    """
    prompted = FIRST_PROMPT.search(code)
    if prompted is None:
        return None
    above = line_at(code, prompted.start()) - 1
    lines = code.split("\n")
    typed: list[str] = []
    statement, goes_on = "", False  # one that goes on within brackets, with or without a prompt
    for line in lines[above:]:
        found = PROMPT.match(line)
        rest = found["rest"] if found else line if goes_on else ""
        typed.append(rest)
        is_more = found is None or found["prompt"].strip().startswith("...")
        statement = f"{statement}\n{rest}" if is_more else rest
        goes_on = bool(rest.strip()) and is_inside(statement)
    fact = "this is a session: whoever copies it copies the prompts too"
    finding = Finding(0, SESSION, fact, above + 1, hint="mark it as `pycon`, or leave out prompts and output")
    return FenceReading("\n".join([*lines[:above], *typed]), (finding,))
