"""Unbound's configuration, by unbound-checkconf. One with modules that are programs is not given to it."""

import re
from collections.abc import Mapping

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._daemons import Daemon
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement
from faircopy.snippets.checkers._includes import Includes, by_lines
from faircopy.snippets.checkers._stubs import name_files
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN620", Severity.ERROR, "unbound-checkconf refuses it", "the message has its own reason")
RUNS_CODE = Rule(
    "SN621", Severity.ERROR, "unbound would load a program of the configuration", "leave `python:` and `dynlib:` out"
)

MODULE = re.compile(r"^[ \t]*(?P<name>python|dynlib|python-script|dynlib-file)[ \t]*:", re.MULTILINE)

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
    of_the_machine=re.compile(r"does not exist|No such file|user '\w+'|is not a (?:file|directory)"),
    needs=lambda _: {"/etc/unbound/.there": "", "/var/lib/unbound/.there": "", **name_files("", ("unbound",))},
    hints={"unknown keyword": "unbound.conf(5) lists the options; each stands below `server:` or the like"},
)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    for code in (snippet.code, *files.values()):
        if found := MODULE.search(code):
            fact = f"'{found['name']}' has unbound load a program"
            line = snippet.code.count("\n", 0, found.start()) + 1 if code == snippet.code else 0
            return Judgement(Level.PARSED, (Finding(0, RUNS_CODE, fact, line),))
    return daemon.judge(snippet, files, sandbox)


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
    files=("/etc/unbound/*.conf", "*/unbound.conf"),
    fragment_languages=frozenset({"unbound"}),
    contexts=frozenset({"file"}),
    includes=Includes(
        by_lines(r"include(?:-toplevel)?: *", most=1), "/etc/unbound", ("/etc/unbound/unbound.conf.d/*[*]*",)
    ),
)
