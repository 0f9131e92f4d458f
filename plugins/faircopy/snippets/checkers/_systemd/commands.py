"""Commands of units that are written for a shell: systemd runs a program, and asks no shell."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Finding

FOR_A_SHELL = Rule(
    "SN342",
    Severity.ERROR,
    "a command of a unit is written for a shell, but systemd starts none",
    "the message says what systemd offers instead; otherwise write `/bin/sh -c '…'`",
)

SPECIFIER = Rule(
    "SN349",
    Severity.ERROR,
    "a unit's command gives `date` a format with a single `%`, which systemd replaces with its own value",
    "double each `%`: `date +%%Y-%%m-%%d`",
)

COMMAND = re.compile(r"[ \t]*Exec(?:Condition|StartPre|StartPost|Start|Reload|StopPost|Stop)[ \t]*=(?P<command>.*)")
PREFIXES = re.compile(r"[-@:+!|]*")
WORD = re.compile(r"\"(?:\\.|[^\"\\])*\"?|'(?:\\.|[^'\\])*'?|[^\s\"']\S*")
ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
# systemd.service(5), COMMAND LINES: redirection, pipes, programs in the background "and other elements of shell syntax
# are not supported". `;` divides commands there, too.
REDIRECTION = re.compile(r"(?:\d|&)?>{1,2}(?:&\d|[/\w.$%-]\S*)?|<{1,2}")
OPERATORS = ("|", "||", "&&", "&", "|&")
# systemd.unit(5), SPECIFIERS: `%Y`, `%m` and `%d` are folders and an id there. `%%` is a percent sign.
FORM_OF_DATE = re.compile(r"\bdate\b[^|;&\n]{0,80}?[ \t\"'](?:\+[\"']?|--?\w+=\+)(?P<form>[^\s\"'`)]*)")
SINGLE = re.compile(r"(?<!%)(?:%%)*(?P<sign>%[A-Za-z])")
# What only a shell knows, and what systemd has for it.
BUILTINS = {
    "cd": "write WorkingDirectory=…",
    "export": "write Environment=NAME=value",
    "source": "write EnvironmentFile=…",
    ".": "write EnvironmentFile=…",
    "ulimit": "write LimitNOFILE=… or the like",
    "umask": "write UMask=…",
    **dict.fromkeys(("if", "for", "while", "set", "eval", "[[", "alias", "trap"), "write /bin/sh -c '…'"),
}


def shell_syntax(code: str) -> Iterator[Finding]:
    """Yield a finding for each command that a shell would have to read: the first thing in it that says so."""
    first, is_reported = False, True  # whether the next word is a program; whether a finding names the command already
    continued = False
    for number, line in enumerate(code.split("\n"), 1):
        if line.lstrip().startswith(("#", ";")):
            continue  # within a command that goes on, too
        command = COMMAND.match(line)
        start = 0 if continued else command.start("command") if command else len(line)
        if not continued:
            first, is_reported = True, False
        for word in WORD.finditer(line.removesuffix("\\"), start):
            fault = None if is_reported else fault_of(word[0], is_program=first)
            if fault:
                fact, hint = fault
                yield Finding(0, FOR_A_SHELL, fact, number, word.start() + 1, hint)
            first, is_reported = word[0] == ";", is_reported or fault is not None
        continued = (continued or command is not None) and line.endswith("\\")


def forms_of_dates(code: str) -> Iterator[Finding]:
    """Yield a finding for each form of a date whose signs systemd would take for its own."""
    for number, line in enumerate(code.split("\n"), 1):
        command = COMMAND.match(line)
        form = FORM_OF_DATE.search(line, command.start("command")) if command else None
        single = SINGLE.search(form["form"]) if form else None
        if form and single:
            fact = f"systemd replaces '{single['sign']}' before `date` sees it"
            yield Finding(0, SPECIFIER, fact, number, form.start("form") + single.start("sign") + 1, SPECIFIER.remedy)


def fault_of(word: str, *, is_program: bool) -> tuple[str, str] | None:
    """Return what is wrong with a word of a command, and a hint."""
    name = word[PREFIXES.match(word).end() :] if is_program else ""  # type: ignore[union-attr]  # it matches nothing, too
    if name in BUILTINS:
        return f"systemd looks for a program '{name}', which is a shell keyword", BUILTINS[name]
    if ASSIGNMENT.match(name):
        variable = excerpt(name)
        return f"systemd takes '{variable}' as the program", f"write Environment={variable} on its own line"
    fact = f"systemd gives '{excerpt(word)}' to the program as an argument"
    if REDIRECTION.fullmatch(word):
        return fact, "write StandardOutput=append:/path/of/log or the like, or /bin/sh -c '…'"
    if word in OPERATORS or (word.startswith(("$(", "`")) and not is_program):
        return fact, "write /bin/sh -c '…' around the whole command"
    return None
