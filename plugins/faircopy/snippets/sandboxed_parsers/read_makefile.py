"""Makefiles, as GNU make reads them before it runs anything: lines that are nothing to it, and what is not closed.

After the manual's "How make Parses a Makefile". Nothing is expanded and nothing run: what a variable or a function puts
in is taken on trust.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

CONDITION = re.compile(r"(?:else[ \t]+(?=if))?(?P<name>ifeq|ifneq|ifdef|ifndef|else|endif)(?![\w-])")
WORDS = re.compile(
    r"-?include(?![\w-])|sinclude(?![\w-])|(?:un)?export(?![\w-])|override(?![\w-])|private(?![\w-])|undefine(?![\w-])"
    r"|vpath(?![\w-])|-?load(?![\w-])"
)
MODIFIED = r"(?>(?:(?:override|export|private)[ \t]++)*)"
ASSIGNMENT = re.compile(rf"{MODIFIED}[^\s:=#]*[ \t]*[:?+!]{{0,3}}=")
DEFINE = re.compile(rf"{MODIFIED}define(?![\w-])")
PREFIX = re.compile(r"\.RECIPEPREFIX[ \t]*:{0,3}=[ \t]*(?P<sign>\S?)")
REFERENCE = re.compile(r"\$[({][^(){}\n]*[)}]")
# No name of a target has these, so a line with a colon is none of rules.
OF_A_COMMAND = re.compile(r"://|[\"']|^\s*[@-]\w")
MISSING = "missing separator"


@dataclass(slots=True)
class ReadingState:
    """Where the reading of a makefile has come to."""

    in_rule: bool = False  # whether lines with the prefix are those of a recipe
    has_rule: bool = False  # whether there was any
    prefix: str = "\t"
    conditions: list[tuple[str, int]] = field(default_factory=list)  # the open ones, and their lines
    defines: list[int] = field(default_factory=list)  # the lines of the open ones


def faults(text: str) -> list[Fault]:
    state, found = ReadingState(), []
    for number, line in logical_lines(text):
        found += [
            (kind, number, column, fact, tool_message)
            for kind, column, fact, tool_message in line_faults(line, number, state)
        ]
    for name, number in state.conditions:
        found.append(("open", number, 1, f"'{name}' has no 'endif'", "missing 'endif'"))
    for number in state.defines:
        found.append(("open", number, 1, "'define' has no 'endef'", "missing 'endef', unterminated 'define'"))
    return sorted(found, key=lambda fault: fault[1:3])


def logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines with the number of their first; one that ends with a backslash goes on in the next."""
    lines, number = text.split("\n"), 0
    while number < len(lines):
        start, parts = number + 1, [lines[number].rstrip("\r")]
        while parts[-1].endswith("\\") and number + 1 < len(lines):
            number += 1
            parts[-1] = parts[-1][:-1]
            parts.append(lines[number].rstrip("\r"))
        number += 1
        yield start, " ".join(parts)


def unclosed_reference(line: str) -> tuple[int, str] | None:
    """Return the place and the words of the first `$(…` or `${…` that ends nowhere, as make counts its brackets.

    `$$(` is one of the shell's. Each sign is looked at once.
    """
    opened: list[tuple[str, int]] = []  # brackets within a reference, and those that begin one
    pairs = {"(": ")", "{": "}"}
    at = 0
    while at < len(line):
        sign = line[at]
        if sign == "#" and not opened:
            return None
        if sign == "$" and line[at + 1 : at + 2] == "$":
            at += 2
            continue
        if sign == "$" and line[at + 1 : at + 2] in pairs:
            opened.append((pairs[line[at + 1]], at))
            at += 2
            continue
        if opened and sign in pairs and pairs[sign] == opened[-1][0]:
            opened.append((pairs[sign], -1))
        elif opened and sign == opened[-1][0]:
            opened.pop()
        at += 1
    first = next((place for _, place in opened if place >= 0), -1)
    return None if first < 0 else (first, line[first:].split(" ", maxsplit=1)[0])


def line_faults(line: str, number: int, state: ReadingState) -> Iterator[tuple[str, int, str, str]]:
    words = line.strip()
    if not state.defines and (unclosed := unclosed_reference(line)):
        column, name = unclosed
        yield "open", column + 1, f"'{name[:40]}' is not closed", "unterminated variable reference"
    if state.defines:
        in_definition(words, number, state)
    elif not words or words.startswith("#") or (line.startswith(state.prefix) and state.in_rule):
        return
    elif DEFINE.match(words):
        state.defines.append(number)
    elif found := CONDITION.match(words):
        if words[found.end() :].startswith("(") and found["name"] in ("ifeq", "ifneq"):
            fact = f"'{found['name']}' needs a space before its bracket"
            yield "syntax", line.index(found["name"]) + 1, fact, "missing separator"
        yield from condition_faults(found["name"], is_else=words.startswith("else"), number=number, state=state)
    else:
        yield from statement_faults(line, state)


def in_definition(words: str, number: int, state: ReadingState) -> None:
    if DEFINE.match(words):
        state.defines.append(number)
    elif words.split("#", maxsplit=1)[0].strip() == "endef":
        state.defines.pop()


def condition_faults(
    name: str, *, is_else: bool, number: int, state: ReadingState
) -> Iterator[tuple[str, int, str, str]]:
    if name.startswith("if") and not is_else:
        state.conditions.append((name, number))
    elif not state.conditions:
        yield "open", 1, f"'{name}' without an 'ifeq' or the like above it", f"extraneous '{name}'"
    elif name == "endif":
        state.conditions.pop()


def statement_faults(line: str, state: ReadingState) -> Iterator[tuple[str, int, str, str]]:
    words = line.strip()
    if found := PREFIX.match(words):
        state.prefix = found["sign"] or "\t"
    bare = without_references(words)
    if ASSIGNMENT.match(bare) or WORDS.match(words):
        state.in_rule = False
        return
    if ":" in bare and not (line.startswith(" ") and state.in_rule and OF_A_COMMAND.search(bare)):
        if not re.search(r"^\s*[^\s:]|\0", bare):
            yield "syntax", 1, "a rule has no target", "missing target pattern"
        state.in_rule = state.has_rule = True
        return
    if "\0" in bare and not re.search(r"\w", bare):
        return  # what it puts in may be anything
    if line.startswith(" ") and state.has_rule:
        yield "tab", 1, "a recipe line begins with spaces; make needs a tab", MISSING
    elif line.startswith("\t"):
        yield "tab", 1, "a recipe line comes before any rule", "recipe commences before first target"
    else:
        yield "syntax", 1, f"the line '{words[:60]}' is not a rule, a variable or a directive", MISSING


def without_references(text: str) -> str:
    """Return the text with a sign for each `$(…)`: a colon within one makes no rule."""
    text = text.split("#", maxsplit=1)[0]
    for _ in range(20):
        shorter = REFERENCE.sub("\0", text)
        if shorter == text:
            break
        text = shorter
    return text
