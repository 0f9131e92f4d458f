"""Unbound's configuration, by unbound-checkconf. One with modules that are programs is not given to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at
from faircopy.snippets.checkers._daemons import Daemon
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement
from faircopy.snippets.checkers._includes import Includes, by_pattern, without_comments
from faircopy.snippets.checkers._plain.files import COMMANDS, plain_judge
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._stubs import name_files
from faircopy.snippets.checkers._unbound_numbers import no_numbers
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN620", Severity.ERROR, "unbound-checkconf refuses it", "the message has its own reason")
RUNS_CODE = Rule(
    "SN621",
    Severity.ERROR,
    "unbound would load a program that the configuration names",
    "leave `python:` and `dynlib:` out",
)

COMMENT = re.compile(r"""(?P<kept>"[^"\n]*"|'[^'\n]*')|#[^\n]*""")
# Statements may follow each other on a line.
MODULE = re.compile(r"(?<![\w-])(?P<name>python|dynlib|python-script|dynlib-file)[ \t]*:")
# What it says of the machine ends so; before that, a value of the snippet may stand in quotes, and say anything.
OF_THE_MACHINE = re.compile(
    r"""^(?:user '\w+'\s*|(?:[^'"\n]|'[^'\n]*'|"[^"\n]*")*?)"""
    r"(?:does not exist|No such file or directory|is not a (?:file|directory))[^'\"\n]*$"
)

daemon = Daemon(
    name="unbound-checkconf",
    place=CHECKED,
    command=("unbound-checkconf", CHECKED),
    message=re.compile(
        rf"^(?:{re.escape(CHECKED)}:(?P<line>\d+): error: "
        r"|\[\d+\] unbound-checkconf\[\d+:\d+\] (?:fatal error|error): )"
        r"(?P<message>.*)$",
        re.MULTILINE,
    ),
    refused=REFUSED,
    of_the_machine=OF_THE_MACHINE,
    needs=lambda _: {"/etc/unbound/.there": "", "/var/lib/unbound/.there": "", **name_files("", ("unbound",))},
    hints={"unknown keyword": "unbound.conf(5) lists the options; each belongs below `server:` or another clause"},
)


# A clause, below which options stand: those of a plain fence may be of one that it does not show.
CLAUSE = re.compile(r"^[ \t]*[a-z][a-z-]*:[ \t]*(?:#.*)?$", re.MULTILINE)
CLAUSES = ("server", "forward-zone", "stub-zone", "auth-zone", "remote-control", "view")
NAME = re.compile(r"^[ \t]*name[ \t]*:", re.MULTILINE)
OTHER_BEGINNINGS = kinds_of((rf"{COMMANDS}|unbound(?:-\w+)*(?:[ \t]|$)", "commands"), (r"\[\d+\] unbound", "a log"))
INCLUDES = Includes(
    by_pattern("include(?:-toplevel)?:", COMMENT), "/etc/unbound", ("/etc/unbound/unbound.conf.d/*[*]*",)
)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    if snippet.context in CLAUSES:
        is_named = NAME.search(snippet.code) or snippet.context in ("server", "remote-control")
        name = "" if is_named else 'name: "." '
        snippet = replace(snippet, code=f"{snippet.context}: {name}{snippet.code}")
    for code in (snippet.code, *files.values()):
        if found := MODULE.search(without_comments(code, COMMENT)):
            fact = f"'{found['name']}' makes unbound load a program"
            line = line_at(snippet.code, found.start()) if code == snippet.code else 0
            return Judgement(Level.PARSED, (Finding(0, RUNS_CODE, fact, line),))
    judged = daemon.judge(snippet, files, sandbox)
    # What follows an unknown keyword on its line is told as unknown, too.
    by_line: dict[int, Finding] = {}
    for finding in judged.findings:
        by_line.setdefault(finding.line, finding)

    def ask(code: str) -> Iterator[tuple[int, str]]:
        again = daemon.judge(replace(snippet, code=code), files, sandbox)
        return ((finding.line, finding.message) for finding in again.findings)

    for finding in no_numbers(snippet.code, ask):
        by_line.setdefault(finding.line, finding)
    return Judgement(judged.level, tuple(by_line.values()))


def contexts_of(code: str) -> tuple[str, ...]:
    """Return the clauses that the options of a plain fence may stand below; `file` if it shows that itself."""
    return ("file",) if CLAUSE.search(code) else CLAUSES


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "unbound-checkconf", ("-h",), r"Version (\d[\w.]*)")


CHECKER = EachChecker(
    name="unbound",
    tool="unbound-checkconf",
    command="`unbound-checkconf`",
    level=Level.LOADED,
    programs={"unbound-checkconf": "unbound"},
    judge=judge,
    find_version=find_version,
    version=2,
    files=("/etc/unbound/*.conf", "*/unbound.conf"),
    languages=frozenset({"unbound"}),
    fragment_languages=frozenset({"unbound"}),
    contexts=frozenset({"file", *CLAUSES}),
    plain=plain_judge(
        judge,
        OTHER_BEGINNINGS,
        INCLUDES,
        REFUSED,
        contexts=contexts_of,
        more_kinds=(),  # its clauses look like YAML
        # A newer one may know it.
        is_harm=lambda one: one.rule is not RUNS_CODE and "unknown keyword" not in one.tool_message,
    ),
    includes=INCLUDES,
)
