"""What in a shell fence is not shell: prompts and output of a session, placeholders, and signs of a word processor."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.model import Finding

SESSION = Rule(
    "SN303",
    Severity.NOTE,
    "a session with prompts stands where a script should",
    "mark it as `console`, or leave out the prompts and the output; its commands were checked",
)
PLACEHOLDER = Rule(
    "SN304",
    Severity.NOTE,
    "a placeholder in angle brackets, which the shell would take for a file to read",
    "write a value that a reader knows to replace, such as `example.org` or `$NAME`; the rest was checked",
)
LOOKALIKE = Rule(
    "SN305",
    Severity.ERROR,
    "a typographic sign stands where the shell needs a plain one",
    "delete it and type it again; look whether the publishing system makes such signs",
)

# What bash, zsh and others print before a command: `$`, `ada@host:~$`, `[root@host ~]#`, `sh-5.2$`, `(venv) $`.
PROMPT = re.compile(
    r"[ \t]*(?:\([\w.-]+\)[ \t]*)?"
    r"(?:\[?[\w.-]+@[\w.-]+(?:[:\s][^\n$#%>]*)?\]?[$#%]|(?:ba|z|k)?sh-[\d.]+[$#]|\$)[ \t]+(?=\S)"
)
CONTINUED = re.compile(r"(?:\\\\)*\\$")
SECOND_PROMPT = re.compile(r"[ \t]*>[ \t]")
HEREDOC = re.compile(r"(?<!<)<<(?P<tabs>-?)[ \t]*\\?(?P<quote>[\"']?)(?P<name>\w+)(?P=quote)")
NAME_IN_BRACKETS = re.compile(r"<(?P<name>[A-Za-z][\w.-]*(?:[ |/-][\w.-]+){0,5})>(?![&>(\w])")
DASH = re.compile(r"(?<!\S)(?P<sign>[‐‑‒–—―−])+(?=[A-Za-z])")  # noqa: RUF001 - these very signs
DASHES = "'{}' is a dash of a text, not the hyphen that begins an option"


def is_session(code: str) -> bool:
    """Return whether the first line that is no comment begins with a prompt, which no command does."""
    lines = (line for line in code.split("\n") if line.strip() and not line.lstrip().startswith("#"))
    return PROMPT.match(next(lines, "")) is not None


def commands_of(code: str) -> str:
    """Return a session with blanks for prompts and output: what is left are its commands, each in its place."""
    lines: list[str] = []
    # Of the line before: whether it is of a command, and whether that goes on; the end of a here-document.
    is_command, goes_on, ends = False, False, ""
    for line in code.split("\n"):
        if ends:
            lines.append(line)
            ends = "" if line.strip() == ends else ends
            continue
        found = PROMPT.match(line) or (SECOND_PROMPT.match(line) if is_command else None)
        is_command = found is not None or goes_on
        if not is_command:
            lines.append("")
            continue
        command = " " * found.end() + line[found.end() :] if found else line
        lines.append(command)
        goes_on = CONTINUED.search(command) is not None
        opened = HEREDOC.search(command)
        ends = opened["name"] if opened else ""
    return "\n".join(lines)


def placeholders(code: str) -> tuple[str, list[Finding]]:
    """Return the code with a word for each placeholder, as long as it was, and what to say of each name."""
    findings: dict[str, Finding] = {}
    for found in outside_text(code, NAME_IN_BRACKETS):
        line, column = place(code, found.start())
        fact = f"'{found[0]}' is a placeholder; the shell would read a file of that name"
        findings.setdefault(found[0], Finding(0, PLACEHOLDER, fact, line, column))
        code = code[: found.start()] + "x" * len(found[0]) + code[found.end() :]
    return code, list(findings.values())


def lookalikes(code: str) -> list[Finding]:
    """Return a finding for each dash of a text that stands where an option begins."""
    return [
        Finding(0, LOOKALIKE, DASHES.format(found[0]), *place(code, found.start()), "write '-', or '--'")
        for found in outside_text(code, DASH)
    ]


def place(code: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both from 1."""
    return code.count("\n", 0, offset) + 1, offset - code.rfind("\n", 0, offset)


def outside_text(code: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield what `pattern` finds outside of quotes, comments and here-documents."""
    spans = [*text_spans(code), (len(code), len(code))]
    number = 0
    for found in pattern.finditer(code):
        while spans[number][1] <= found.start() and number < len(spans) - 1:
            number += 1
        if found.end() <= spans[number][0]:
            yield found


def text_spans(code: str) -> Iterator[tuple[int, int]]:
    """Yield where quotes, comments and here-documents are, in order. Takes time in proportion to the code."""
    ends: dict[str, list[int]] = {}
    offset = 0
    for line in code.split("\n"):
        ends.setdefault(line.lstrip("\t"), []).append(offset)
        offset += len(line) + 1
    spot = 0
    while found := TEXT.search(code, spot):
        name = found["end"]
        below = ends.get(name, []) if name else []
        after = bisect_right(below, found.end())
        spot = below[after] + len(name) if after < len(below) else found.end()
        if name is None or after < len(below):
            yield found.start(), spot


# An escaped sign, a quoted text, a comment, or what begins a here-document.
TEXT = re.compile(
    r"\\."
    r"|\$?'[^']*'"
    r'|"(?:\\.|[^"\\])*"'
    r"|(?:(?<=\s)|(?<![^\n]))#[^\n]*"
    r"|(?<!<)<<-?[ \t]*\\?(?P<quote>[\"']?)(?P<end>\w+)(?P=quote)",
    re.DOTALL,
)
