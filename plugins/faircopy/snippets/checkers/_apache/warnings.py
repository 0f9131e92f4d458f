"""What Apache warns of in a configuration that it takes."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at, place_at
from faircopy.snippets.checkers._each import CHECKED, lower_first
from faircopy.snippets.model import Finding

WARNED = Rule(
    "SN323",
    Severity.WARNING,
    "Apache accepts a directive with a warning: it has no effect, or not the expected one",
    "the message has Apache's own reason",
)

# By the number of its message. Others are about the machine: a name that it cannot resolve, a folder that is not there.
NUMBERS = frozenset(
    (
        *("00113", "00117", "00545", "00548", "00671", "00901"),
        # Of the MPMs: numbers that Apache changes, and old names.
        *("00188", "00497", "00499", "00502", "00504", "00507", "00509", "00511", "00513", "00515", "00517", "00519"),
        *("00521", "02436"),
    )
)
MESSAGE = re.compile(r"^(?:\[[^\]\n]*\] )*AH(?P<number>\d{5}): (?P<message>.+)$", re.MULTILINE)
PLACE = re.compile(
    r"[ \t]*(?:in (?P<file>/\S+) at line (?P<line>\d+)|in line (?P<number>\d+) of (?P<path>/\S+?)\.?$"
    r"|(?P<name>/[^\s:]+):(?P<place>\d+))"
)
# https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html#rewritecond has these as `%{NAME}`.
SHELL_VARIABLE = re.compile(
    r"^[ \t]*Rewrite(?:Cond|Rule)[ \t][^\n]{0,400}?(?P<variable>\$\{(?P<name>HTTPS?|HTTP_(?:HOST|USER_AGENT|REFERER"
    r"|COOKIE|ACCEPT|FORWARDED)|(?:SERVER|REMOTE)_(?:NAME|ADDR|PORT|HOST|USER)|REQUEST_(?:URI|METHOD|FILENAME|SCHEME)"
    r"|QUERY_STRING|THE_REQUEST|DOCUMENT_ROOT)\})",
    re.MULTILINE | re.IGNORECASE,
)
WORD = re.compile(r"[A-Z][a-z]+(?:[A-Z][A-Za-z]*)+")


def warnings_in(output: str, code: str) -> Iterator[Finding]:
    """Yield what Apache warned of in the lines of a snippet; a directive of no place is looked for by its name."""
    for found in MESSAGE.finditer(output):
        if found["number"] not in NUMBERS:
            continue
        message = found["message"].removeprefix("WARNING: ")
        place = PLACE.search(message)
        fact = lower_first(PLACE.sub("", message).strip(" ."))
        if place is None:
            names = (line_of(name[0], code) for name in WORD.finditer(message))
            line = next(filter(None, names), 0)
        elif CHECKED in (place["file"], place["path"], place["name"]):
            line = int(place["line"] or place["number"] or place["place"])
        else:
            line = 0
        if line:
            yield Finding(0, WARNED, fact, line, tool_message=message)


def shell_variables(code: str) -> Iterator[Finding]:
    """Yield each variable of mod_rewrite that is written as one of Apache's own files, which is not defined."""
    for found in SHELL_VARIABLE.finditer(code):
        if re.search(rf"^[ \t]*Define[ \t]+{found['name']}\b", code, re.MULTILINE | re.IGNORECASE):
            continue
        fact = f"'${{{found['name']}}}' is not a request variable; Apache uses it as plain text"
        line, column = place_at(code, found.start("variable"))
        yield Finding(0, WARNED, fact, line, column, f"write '%{{{found['name']}}}'")


def line_of(name: str, code: str) -> int:
    """Return the first line with a directive; 0 if there is none."""
    found = re.search(rf"^[ \t]*{name}\b", code, re.MULTILINE | re.IGNORECASE)
    return line_at(code, found.start()) if found else 0
