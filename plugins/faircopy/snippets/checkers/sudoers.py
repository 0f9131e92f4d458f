"""sudoers, by visudo's own test."""

import re
from collections.abc import Mapping

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._includes import Includes, by_lines
from faircopy.snippets.checkers._stubs import name_files
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN350", Severity.ERROR, "visudo refuses it")
DOUBTFUL = Rule("SN351", Severity.WARNING, "visudo warns of it")

MESSAGE = re.compile(
    rf"^(?P<warning>Warning: )?{re.escape(CHECKED)}:(?P<line>\d+)(?::(?P<column>\d+))?: (?P<message>.*)$", re.MULTILINE
)
HINTS = {
    "fully-qualified path": "write the command with its whole path, like `/usr/bin/systemctl`",
    "unknown defaults entry": "sudoers(5) lists the options under SUDOERS OPTIONS",
    "referenced but not defined": "define the alias above, or correct its name",
    "syntax error": "a rule is `user host = (runas) command`, a group starts with `%`",
}


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    root = SandboxRoot({**files, CHECKED: snippet.code, **name_files("", ())})
    tested = sandbox.run(["visudo", "-c", "-f", CHECKED], root)
    found = [finding_of(one) for one in MESSAGE.finditer(tested.stdout + tested.stderr)]
    refused = any(finding.rule is REFUSED for finding in found)
    accepted = f"{CHECKED}: parsed OK" in tested.stdout
    if refused == accepted or accepted != (tested.status == 0):
        return Judgement(Level.PARSED, (unparsed("visudo", tested),))
    return Judgement(Level.LOADED, tuple(found))


def finding_of(found: re.Match[str]) -> Finding:
    message = found["message"]
    hint = next((hint for part, hint in HINTS.items() if part in message), "")
    rule = DOUBTFUL if found["warning"] else REFUSED
    return Finding(0, rule, lower_first(message), int(found["line"]), int(found["column"] or 1), hint, message)


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "visudo", ("-V",), r"version (\S+)")


CHECKER = EachChecker(
    name="sudoers",
    tool="visudo",
    command="`visudo -c`",
    level=Level.LOADED,
    programs={"visudo": "sudo"},
    judge=judge,
    find_version=find_version,
    files=("/etc/sudoers", "/etc/sudoers.d/*"),
    fragment_languages=frozenset({"sudoers"}),
    contexts=frozenset({"file"}),
    includes=Includes(
        by_lines(r"[@#]include(?:dir)? +", most=1),
        "/etc",
        ("/etc/sudoers.d",),
    ),
)
