"""Plain shell fences: which lines are no commands."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at
from faircopy.snippets.checkers._plain.labelled import without_labelled
from faircopy.snippets.checkers._plain.text import (
    OMITTED,
    TAG,
    FenceReading,
    blanks,
    without_omissions,
    without_tags,
)
from faircopy.snippets.checkers._shell.beginnings import OTHER_BEGINNINGS, is_output
from faircopy.snippets.checkers._shell.text import is_outside_text, outside_text, text_spans
from faircopy.snippets.model import Finding
from faircopy.snippets.rules import OTHER_TEXT

USAGE = Rule(
    "SN306",
    Severity.NOTE,
    "a line describes how a command is used, with brackets that the shell would read differently",
    "mark it as `text`; the rest was checked",
)

USED = "this describes how a command is used; it is not a command"
# Of no shell: conditions and functions of make.
MAKEFILE = re.compile(
    r"^(?:ifn?eq[ \t]*[(\"']|ifn?def \w+$|\.PHONY:|[A-Z_]+ *[:?]=)"
    r"|\$\((?:shell|call|wildcard|patsubst|foreach|notdir|addprefix) [^)]",
    re.MULTILINE,
)
# Cmdlets behind a pipe or a bracket, outside of texts for another program.
OF_POWERSHELL = re.compile(
    r"[^\"'\n]*[|(][ \t]*(?:Select|Get|Set|New|Out|Where|ForEach|Sort|Write|Invoke|ConvertTo|ConvertFrom)-[A-Z]\w+"
)
# Flags of an expansion: https://zsh.sourceforge.io/Doc/Release/Expansion.html
OF_ZSH = re.compile(r"\$\{\([@A-Za-z]+\)")
# What ends a block of fish, and of no other shell: https://fishshell.com/docs/current/fish_for_bash_users.html
END_OF_FISH = re.compile(r"^[ \t]*end[ \t]*(?:#[^\n]*)?$", re.MULTILINE)
# An answer of a program, on more lines than one.
OPENS_JSON = re.compile(r"[{\[][ \t]*\n[ \t]*[\"{\[]")
# A block whose body is left to the reader.
EMPTY_BLOCK = re.compile(
    r"(?P<head>(?:\{|\bthen|\bdo|\belse)(?:[ \t]+#[^\n]*)?[ \t]*\n[ \t]*)#[^\n]*"
    r"(?=\n(?:[ \t]*#[^\n]*\n){0,40}[ \t]*(?:\}|fi\b|done\b|else\b))"
)
# A block without a body, which is the reader's.
NO_BODY = re.compile(r"(?P<word>\b(?:then|do|else))(?=[ \t]*\n\s*(?:fi|done|else|elif)\b)")
# What bash prints before each line that goes on with a command, below one that has lost its prompt.
SECOND_PROMPTS = re.compile(
    r"(?P<above>(?:\\|<<-?[ \t]*[\"']?\w+[^\n]*|\||&&|\bdo|\bthen|\belse|[{(])[ \t]*\n)"
    r"(?P<lines>(?:[ \t]*>(?![>&])[^\n]*(?:\n|\Z))+)"
)
REST_OF_PIPE = re.compile(r"\A(?:\s|#[^\n]*\n)*\|(?=[ \t]+[a-z])")  # of a command that the text has shown
# An editor or `cat`, and then what stands in the file.
OPENS_TEXT = re.compile(r"(?:sudo )?(?:vi|vim|nano|cat|less|more|gedit) +[\w./~-]+")
SPACED_SETTING = re.compile(r"[a-z][\w.-]* = \S")
# `allow-query { any; };`, and no function.
END_OF_BLOCK = re.compile(r"(?:^|[;{])[^;{}()]*\};")
SETTING = re.compile(r"[ \t]*(?P<key>[A-Za-z][\w.-]*)(?P<space>[ \t]*)=[ \t]*[^\n]*")
OMITTED_IN_COMMAND = re.compile(r"^[ \t]*+(?:#[ \t]*+)?(?:\.{3,}+|…)[^\n]*\\$", re.MULTILINE)
# `[OPTIONS]`, `[-x]`, `[--name=VALUE]`, `[FILE ...]`, `(start|stop)`, `{start|stop}`, `FILE...`.
USAGE_PART = re.compile(
    r"^[ \t]*\[[a-z_-]+(?: [a-z_-]+){0,5}\][ \t]*$|"
    r"(?<=[\s|])(?<!if )(?<!\bwhile )(?<!\buntil )\[(?:-{1,2}[\w?]|[A-Z][A-Z_-]+\b|[a-z_-]+(?: ?\.{3})? ?\]|<|[\w ]+\|)"
    r"|[\s(](?:\(|\{)[\w -]+(?:\|[\w -]+)+[)}]"
    r"|\[ --\w[^\]\n]{0,400}\]|\{ ?[\w-]+(?: \| [\w-]+)+ ?\}|\[\.\.\.|\[ \.\.\.|[A-Za-z>\])]\.{3}(?=\s|$)|\|<"
)
# What no command has that is meant as it stands: `[OPTIONS]`, `[--name=VALUE]...`.
SURE_USAGE = re.compile(
    r"(?<=[ \t])(?<!if )(?<!\bwhile )(?<!\buntil )\[(?:--?\w[^\]\n]{0,400}|[A-Z][A-Z_-]+)\](?:\.{3})?(?=[ \t]|$)",
    re.MULTILINE,
)
# Words that stand for others: `~(number of commits)`, `[...]`, `=base64(text)`.
WORDS = re.compile(
    r"(?<==)[\w.]+\((?:[^()\n]|\([^()\n]*\))*\)|(?<=[^\s$<>;&|()'\"=])\([a-z]+(?: [a-z]+)+\)|\[\.\.\.\]|\{\.\.\.\}|…"
)
# A comment in the place of what the reader is to write, within a command: `$(sed ##### add your solution here)`.
TO_FILL_IN = re.compile(
    r"(?<=[ \t])#+[ \t]*(?:(?:please[ \t]+)?(?:add|insert|put|write|enter|type|fill in|complete|paste)\b"
    r"[^\n)\"']{0,80}\b(?:your|here)\b|your\b|todo\b)[^\n)\"']*",
    re.IGNORECASE,
)


def guess_language(code: str) -> str:
    """Return what a fence really is if its first line is no command; "" if it is one."""
    lines = [line.rstrip() for line in code.split("\n") if line.strip()]
    if not lines:
        return ""
    lines_of_code = [line for line in lines if not line.lstrip().startswith("#") or line.startswith("#!")]
    first = next((line for line in lines_of_code if not OMITTED.fullmatch(line)), "").strip()
    if first in ("{", "[", "[{") and re.search(r'^[ \t]*"[^"]*"\s*[:,]', code, re.MULTILINE):
        return "JSON"
    if first == "{" and len(lines_of_code) > 1 and re.match(r"\s*[\w.]+ = ", lines_of_code[1]):
        return "a configuration file"
    kind = next((kind for pattern, kind in OTHER_BEGINNINGS if pattern.match(first)), "")
    if not kind and "<<" not in code and MAKEFILE.search(code):
        return "a Makefile"
    kind = kind or other_shell(code) or ("PowerShell" if OF_POWERSHELL.match(first) else "")
    return kind or kind_of_lines(first, lines_of_code)


def other_shell(code: str) -> str:
    if OF_ZSH.search(code):
        return "a script of zsh"
    is_fish = any(outside_text(code, END_OF_FISH))
    return "a script of another shell, or the form of a statement" if is_fish else ""


def kind_of_lines(first: str, lines: list[str]) -> str:
    """Return what lines are that are no commands, seen all together; "" if they may be."""
    if OPENS_TEXT.fullmatch(first) and any(map(SPACED_SETTING.match, lines)):
        return "a file that is opened, and its contents"
    if all(line.endswith((";", "{", "}")) for line in lines) and any(map(END_OF_BLOCK.search, lines)):
        return "a configuration file"
    return "settings of a program" if are_settings(lines) else ""


SPACED = 3  # settings of a list of them


def are_settings(lines: list[str]) -> bool:
    """Tell whether each line is an option of a configuration file, rather than a shell assignment."""
    named = [one for line in lines if (one := SETTING.fullmatch(line))]
    if not named or len(named) < len(lines):
        return False
    spaced = [one for one in named if one["space"] and not one["key"].isupper()]
    # Who puts blanks around several signs of a list writes no script.
    return len(spaced) >= SPACED or all("." in one["key"] or "-" in one["key"] or one in spaced for one in named)


def readings(code: str) -> Iterator[FenceReading]:
    """Yield the fence without template tags, usage lines and output."""
    code = NO_BODY.sub(r"\g<word> :", EMPTY_BLOCK.sub(lambda found: f"{found['head']}:", code))
    code = REST_OF_PIPE.sub(lambda found: blanks(found[0]), code)
    yield FenceReading(code)
    code = SECOND_PROMPTS.sub(lambda found: found["above"] + without_second_prompts(found["lines"]), code)
    yield FenceReading(code)
    plain = without_omissions(OMITTED_IN_COMMAND.sub(lambda found: blanks(found[0][:-1]) + "\\", code))
    tags = without_tags(plain, certain=TAG)
    findings = () if tags is None else tags.findings
    plain = plain if tags is None else tags.code
    if plain != code:
        yield FenceReading(plain, findings)
    words = re.sub(WORDS, lambda found: "x" * len(found[0]), TO_FILL_IN.sub(lambda found: "x" * len(found[0]), plain))
    if words != plain:
        yield FenceReading(words, findings)
    used, usage = without_usage(words)
    yield FenceReading(used, (*findings, *usage))
    left, output = without_output(without_labelled(used))
    yield FenceReading(left, (*findings, *usage, *output))


def without_second_prompts(lines: str) -> str:
    """Return lines without the sign and the blank at their start, since a here-document ends at the start of a line."""
    return "\n".join(line.lstrip().removeprefix(">").removeprefix(" ").rstrip() for line in lines.split("\n"))


def usage_notes(code: str) -> Iterator[Finding]:
    """Yield a note for the first usage line that the shell can parse."""
    for found in outside_text(code, SURE_USAGE):
        line = line_at(code, found.start())
        yield Finding(0, USAGE, USED, line, hint="mark it as `text`")
        return


def without_usage(code: str) -> tuple[str, tuple[Finding, ...]]:
    """Return the code without usage lines, and one note for the first."""
    code_lines = code.split("\n")
    lines = list(code_lines)
    numbers = [
        number for number, line in enumerate(lines) if USAGE_PART.search(line) and not line.lstrip().startswith("#")
    ]
    for number in numbers:
        lines[number] = blanks(lines[number])
        # With the lines above that it goes on from.
        above = number - 1
        while above >= 0 and code_lines[above + 1][:1] in (" ", "\t") and code_lines[above].strip():
            lines[above] = blanks(lines[above])
            above -= 1
    return "\n".join(lines), (Finding(0, USAGE, USED, numbers[0] + 1, hint="mark it as `text`"),) if numbers else ()


def without_output(code: str) -> tuple[str, tuple[Finding, ...]]:
    """Return the code without lines that look like output, each to the end of its paragraph."""
    lines, first, inside, offset = code.split("\n"), 0, False, 0
    spans, goes_on = list(text_spans(code)), False
    for number, line in enumerate(lines):
        is_json = OPENS_JSON.match("\n".join(lines[number : number + 2])) is not None
        begins = not goes_on and is_outside_text(offset, spans) and (is_json or is_output(line.strip()))
        offset, goes_on = offset + len(line) + 1, line.endswith("\\")
        inside = bool(line.strip()) and (begins or inside)
        if inside:
            first = first or number + 1
            lines[number] = blanks(line)
    fact = "output, or a text in another language, is mixed with the commands; it was not checked"
    return "\n".join(lines), (Finding(0, OTHER_TEXT, fact, first, hint="give it a fence of its own"),) if first else ()
