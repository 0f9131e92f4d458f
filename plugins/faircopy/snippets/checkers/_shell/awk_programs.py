"""Programs of awk in double quotes, of which the shell takes the fields for its own arguments."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.checkers._shell.text import is_outside_text, text_spans
from faircopy.snippets.model import Finding

FIELD_OF_SHELL = Rule(
    "SN293",
    Severity.WARNING,
    "a program of awk stands in double quotes, so the shell puts its own arguments in place of the fields",
    "write single quotes around the program, or a backslash before each `$`",
)

# `awk "{print $2}"`: where nothing is given to it, a shell puts nothing in for $2, and awk prints the whole line.
PROGRAM = re.compile(
    r"(?<![\w./-])(?P<name>g?awk|mawk)"
    r"(?>(?:[ \t]+-(?:F[ \t]*(?:'[^'\n]*'|\"[^\"\n]*\"|[^\s'\"]+)|v[ \t]+\S+|\w+))*)[ \t]+"
    r"\"(?P<text>(?>(?:[^\"\\\n]|\\.)*))"
)
PRINTS, FIELD = re.compile(r"\bprintf?\b"), re.compile(r"(?<!\\)\$\d")
# Where a script or a function has arguments, one of them may be meant.
HAS_ARGUMENTS = re.compile(
    r"\A#!|^[ \t]*(?:function[ \t]|[\w-]+[ \t]*\(\))|\$\{?[1-9@*#](?![^\n]{0,200}\bg?awk)", re.MULTILINE
)


def fields_of_shell(code: str) -> Iterator[Finding]:
    """Yield a finding for each program of awk whose fields the shell fills in."""
    if "awk" not in code:
        return
    spans = [*text_spans(code)]
    for found in PROGRAM.finditer(code):
        field = printed_field(found["text"])
        if field is None or not is_outside_text(found.start("name"), spans):
            continue
        if HAS_ARGUMENTS.search(code, 0, found.start()):
            return
        fact = f"the shell takes '{field[0]}' for an argument of its own, and awk gets none"
        place = place_at(code, found.start("text") + field.start())
        yield Finding(0, FIELD_OF_SHELL, fact, *place, FIELD_OF_SHELL.remedy)


def printed_field(program: str) -> re.Match[str] | None:
    """Return the first field of a program, if a block of it prints before that."""
    field, block = FIELD.search(program), program.find("{")
    return field if field and block >= 0 and PRINTS.search(program, block, field.start()) else None
