"""Plain fences of Apache: parts of a file, and which messages matter to a reader who copies one."""

import re

from faircopy.offsets import line_at
from faircopy.snippets.checkers._plain.files import COMMANDS
from faircopy.snippets.checkers._plain.text import indent_of, kinds_of

# Where a fence may stand, likeliest first.
CONTEXTS = ("server", "vhost", "directory", "location")
OTHER_BEGINNINGS = kinds_of(
    (COMMANDS, "commands"),
    (r"[\w.-]+(?: [^{}<>]*)?\{$|(?:server_name|listen|proxy_pass|root) [^;]*;$", "a configuration of nginx"),
    (r"<\?(?:php|xml)|<!DOCTYPE|<(?:html|head|body|div|script|p|a)\b", "HTML, XML or PHP"),
    (r"(?:\d{1,3}\.){3}\d{1,3} - |\[\w{3} \w{3} \d\d ", "a log"),
    (r"AH\d{5}:|Syntax (?:OK|error)|Enabling module", "output"),
    (r"\[[\w .-]+\]$", "another configuration file"),
)
TAG = re.compile(r"^[ \t]*<(?P<end>/?)(?P<name>[A-Za-z]\w*)\b[^\n]*>[ \t]*$", re.MULTILINE)
# What Apache says of the text itself, and not of modules, files and hosts that stand elsewhere.
OF_THE_TEXT = re.compile(
    r"takes |^either all options|illegal option|was not closed|without matching|expected </|missing closing|is missing"
    r"|bad flag|bad argument|cannot compile|unknown (?:flag|option|authz)|must be|invalid(?: |$)|regular expression"
    r"|no longer|requires? |needs |multiple <|can't parse|unable to parse|wrong number|not a valid",
    re.IGNORECASE,
)


def whole(code: str) -> str:
    """Return a fragment with missing section ends added, if its indentation shows where; line numbers stay."""
    opened: list[tuple[int, str]] = []
    lines = code.split("\n")
    filled = [line for line in lines if line.strip()]
    for found in TAG.finditer(code):
        indent, number = indent_of(found[0]), line_at(code, found.start()) - 1
        if not found["end"]:
            opened.append((indent, found["name"]))
        elif opened:
            opened.pop()
        elif indent < indent_of(filled[0]):
            lines[number] = ""
    if opened and all(indent < indent_of(filled[-1]) for indent, _ in opened):
        lines += [f"</{name}>" for _, name in reversed(opened)]
    return "\n".join(lines)


def without_brackets(code: str) -> str:
    """Return the code without the brackets of its sections, which look like those of a placeholder."""
    return TAG.sub(lambda found: found[0].replace("<", " ", 1).rpartition(">")[0], code)


def is_inside(code: str, line: int) -> bool:
    """Tell whether a line (from 1) stands in a section of the code itself."""
    depth = 0
    for found in TAG.finditer(code):
        if line_at(code, found.start()) >= line:
            break
        depth += -1 if found["end"] else 1
    return depth > 0
