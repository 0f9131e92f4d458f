"""The commands of an action, which fail2ban gives to /bin/sh: whether a shell takes them, and what fail2ban puts in."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.filters import FileProblem
from faircopy.snippets.checkers._fail2ban.ini import Ini, Option, ValueLine
from faircopy.snippets.checkers._shell.faults import number_of
from faircopy.snippets.checkers._shell.harms import NOT_OF_SH
from faircopy.snippets.checkers._shell.linters import of_bash, of_shellcheck
from faircopy.snippets.checkers._version import wheel_program
from faircopy.snippets.model import Finding
from faircopy.snippets.sandbox.runner import Sandbox

COMMAND_REFUSED = Rule(
    "SN258",
    Severity.ERROR,
    "fail2ban: a shell refuses a command of an action",
    "close what is open; a line of a value goes on below it, indented",
)
COMMAND_OF_BASH = Rule(
    "SN259",
    Severity.WARNING,
    "fail2ban: a command of an action has what only bash knows, and fail2ban gives it to /bin/sh",
    "write what every shell knows, or put the command into a script of its own",
)
WITHOUT_BAN = Rule(
    "SN260",
    Severity.WARNING,
    "fail2ban: a command of an action that runs without a ban has a tag that only a ban has",
    "leave the tag out, or move the command to `actionban`",
)
QUOTED_VALUE = Rule(
    "SN261",
    Severity.WARNING,
    "fail2ban: a tag for lines of a log stands in single quotes, so the command gets the name of a variable",
    "write double quotes around the tag",
)

# server/action.py: for the first four fail2ban has an empty ban; in the others it leaves such a tag as it is.
WITH_EMPTY_BAN = ("actionstart", "actionstop", "actionflush", "actionreload")
WITH_NO_BAN = ("actioncheck", "actionrepair")
OF_A_BAN = ("ip", "ip-rev", "ip-host", "fid", "matches", "ipmatches", "ipjailmatches", "raw-ticket")
# What a stranger has written may have any sign, so fail2ban hands it to the shell as a variable (ESCAPE_CRE).
OF_A_LOG = ("matches", "ipmatches", "ipjailmatches", "raw-ticket")
TAG = re.compile(r"<(?P<name>[A-Za-z][\w.-]*)>")
QUOTED = re.compile(r"\\.|\"(?>(?:\\.|[^\"\\])*)\"?|'(?P<text>[^']*+)'?", re.DOTALL)


def read_by_shell(answer: Mapping[str, Any], names: Iterable[str], sandbox: Sandbox) -> dict[str, list[Finding]]:
    """Return what a shell says of the commands of some actions: by option, with lines of the command."""
    found: dict[str, list[Finding]] = {}
    for name in names:
        commands: Mapping[str, str] = answer.get("actions", {}).get(name, {}).get("commands", {})
        for option, command in commands.items():
            # Which file of an action has the option is known where its places are.
            found[f"{name} {option}"] = [*findings_of(command, sandbox)] if command.strip() else []
    return found


def findings_of(command: str, sandbox: Sandbox) -> Iterator[Finding]:
    refused = of_bash(command, "sh", sandbox) if sandbox.find("bash") else []
    yield from refused[:1]
    comments = of_shellcheck(command, "sh", sandbox) if not refused and wheel_program("shellcheck") else []
    of_bash_only = [one for one in comments if number_of(one) in NOT_OF_SH] if isinstance(comments, list) else []
    yield from {one.line: one for one in reversed(of_bash_only)}.values()


def lint_commands(
    ini: Ini, name: str, of_shell: Mapping[str, list[Finding]], tags: Collection[str]
) -> Iterator[FileProblem]:
    """Yield what is wrong with the commands of an action. `tags` are those that no option of it defines."""
    for option in ini.options:
        if option.key.startswith("action"):
            yield from of_a_shell(option, of_shell.get(f"{name} {option.key}", ()))
            yield from tags_without_ban(option, tags)
            yield from tags_in_quotes(option)


def of_a_shell(option: Option, found: Iterable[Finding]) -> Iterator[FileProblem]:
    for one in found:
        line = line_of(option, one.line)
        at = (line.line, line.column) if line else option.place
        if number_of(one):
            fact = f"fail2ban gives this command to /bin/sh, and only bash knows it: {one.message}"
            yield FileProblem(COMMAND_OF_BASH, fact, COMMAND_OF_BASH.remedy, *at)
        else:
            fact = f"the shell that fail2ban gives this command to refuses it: {one.message}"
            yield FileProblem(COMMAND_REFUSED, fact, COMMAND_REFUSED.remedy, *at)


def line_of(option: Option, number: int) -> ValueLine | None:
    """Return a line of a command as the file has it; None where it is not known which one that is."""
    return option.lines[number - 1] if 0 < number <= len(option.lines) else None


def tags_without_ban(option: Option, tags: Collection[str]) -> Iterator[FileProblem]:
    effect = "is empty there" if option.key in WITH_EMPTY_BAN else "is not replaced, and a shell takes it for files"
    for line in option.lines if option.key in (*WITH_EMPTY_BAN, *WITH_NO_BAN) else ():
        for tag in TAG.finditer(line.text):
            if (tag["name"] in OF_A_BAN and tag["name"] in tags) or tag["name"].startswith("F-"):
                fact = f"'{option.key}' runs without a ban, so '{tag[0]}' {effect}"
                yield FileProblem(WITHOUT_BAN, fact, WITHOUT_BAN.remedy, line.line, line.column + tag.start())


def tags_in_quotes(option: Option) -> Iterator[FileProblem]:
    for quoted in QUOTED.finditer(option.value):
        for tag in TAG.finditer(quoted["text"] or ""):
            if tag["name"] in OF_A_LOG or tag["name"].startswith("F-"):
                before = option.value[: quoted.start("text") + tag.start()]
                line = option.lines[before.count("\n")]
                fact = f"the shell does not expand '{tag[0]}' in single quotes: the command gets '$f2bV_…'"
                column = line.column + len(before.rpartition("\n")[2])
                yield FileProblem(QUOTED_VALUE, fact, QUOTED_VALUE.remedy, line.line, column)
