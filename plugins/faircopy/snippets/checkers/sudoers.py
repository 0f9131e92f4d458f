"""sudoers, by visudo's own test."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from posixpath import basename, dirname

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at, place_at
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._includes import Includes, by_lines
from faircopy.snippets.checkers._plain.files import COMMANDS, PLACEHOLDER_AMONG_CAPITALS, plain_judge
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._stubs import name_files
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN350", Severity.ERROR, "visudo refuses it")
DOUBTFUL = Rule("SN351", Severity.WARNING, "visudo warns of it")

UNREAD = Rule(
    "SN352",
    Severity.ERROR,
    "sudo does not read a file of sudoers.d because of its name",
    "use a name without a dot or a final ~ (sudoers(5))",
)

NO_GROUP = Rule(
    "SN353",
    Severity.WARNING,
    "a sudoers rule names a group as if it were a user: a group begins with `%`",
    "write `%wheel`, or `%sudo`",
)
NO_COMMA = Rule(
    "SN354",
    Severity.WARNING,
    "a sudoers command follows another without a comma, so it is only an argument of that command",
    "separate the commands with a comma",
)
# And what may be left out: `[TAG:] command`.
PLACEHOLDER = re.compile(rf"{PLACEHOLDER_AMONG_CAPITALS.pattern}|\[[A-Z]+:\][ \t]")
# Groups that give the right to use sudo, in Debian and Ubuntu, and in Red Hat, Arch, Alpine and BSD; nobody has such a
# name.
GROUPS_OF_SUDO = re.compile(r"^(?P<name>wheel|sudo|sudoers|admins)[ \t]+(?P<host>[\w.,-]+)[ \t]*=", re.MULTILINE)

MESSAGE = re.compile(
    rf"^(?P<warning>Warning: )?{re.escape(CHECKED)}:(?P<line>\d+)(?::(?P<column>\d+))?: (?P<message>.*)$", re.MULTILINE
)
HINTS = {
    "fully-qualified path": "write the command with its whole path, like `/usr/bin/systemctl`",
    "unknown defaults entry": "sudoers(5) lists the options under SUDOERS OPTIONS",
    "referenced but not defined": "define the alias above, or correct its name",
    "syntax error": "a rule is `user host = (runas) command`, a group starts with `%`",
}


OTHER_BEGINNINGS = kinds_of(
    # `sudo ALL=(ALL) ALL` is a rule, of a user whom nobody has.
    (rf"(?!\S+[ \t]+\S+[ \t]*=)(?:{COMMANDS}|(?:visudo|usermod|adduser|su)(?:[ \t]|$))", "commands"),
    (r">>> |User \S+ (?:may|is not)|Matching Defaults", "output"),
)
INCLUDES = Includes(by_lines(r"[@#]include(?:dir)? +", most=1), "/etc", ("/etc/sudoers.d",))


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    root = SandboxRoot({**files, CHECKED: snippet.code, **name_files("", ())})
    tested = sandbox.run(["visudo", "-c", "-f", CHECKED], root)
    found = [finding_of(one) for one in MESSAGE.finditer(tested.stdout + tested.stderr)]
    refused = any(finding.rule is REFUSED for finding in found)
    accepted = f"{CHECKED}: parsed OK" in tested.stdout
    if accepted != (tested.status == 0) or not (accepted or refused):
        return Judgement(Level.PARSED, (unparsed("visudo", tested),))
    if accepted:  # without --strict it tells of an alias that nobody defines, and takes the file
        found = [replace(finding, rule=DOUBTFUL) for finding in found]
    found += [*missing_percents(snippet.code), *missing_commas(snippet.code)]
    name = basename(snippet.file or "")
    if dirname(snippet.file or "").endswith("sudoers.d") and ("." in name or name.endswith("~")):
        fact = f"sudo does not read '{name}': a dot, or ~ at the end, keeps a file in sudoers.d from being read"
        found.append(Finding(0, UNREAD, fact, 0, hint=f"call it '{re.sub(r'[.~]', '-', name).strip('-')}'"))
    return Judgement(Level.LOADED, tuple(found))


def missing_percents(code: str) -> Iterator[Finding]:
    for rule in GROUPS_OF_SUDO.finditer(code):
        line = line_at(code, rule.start())
        fact = f"'{rule['name']}' means a user here; for the group, write '%{rule['name']}'"
        yield Finding(0, NO_GROUP, fact, line, 1, f"write '%{rule['name']}'")


# A program among the arguments of itself, or any among those of one that starts none.
PATH = r"/(?:usr/(?:local/)?)?s?bin/"
NO_ARGUMENT = re.compile(
    rf"(?<=[\s:,=])(?P<program>{PATH}(?:(?P<alone>systemctl|service|journalctl|reboot|shutdown|poweroff|apt|apt-get|dnf"
    r"|yum|ufw|certbot)|[\w.-]+))(?=[ \t])[^,\n\\#]{0,300}?[ \t]"
    rf"(?P<second>(?(alone){PATH}[\w.-]+|(?P=program)))(?=[\s,]|$)",
    re.MULTILINE,
)


def missing_commas(code: str) -> Iterator[Finding]:
    for found in NO_ARGUMENT.finditer(code):
        fact = f"'{found['second']}' is an argument of '{found['program']}' here; commands are separated by commas"
        yield Finding(0, NO_COMMA, fact, *place_at(code, found.start("second")), "write a comma before it")


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
    version=3,
    files=("/etc/sudoers", "/etc/sudoers.d/*"),
    languages=frozenset({"sudoers"}),
    fragment_languages=frozenset({"sudoers"}),
    contexts=frozenset({"file"}),
    plain=plain_judge(
        judge,
        OTHER_BEGINNINGS,
        INCLUDES,
        REFUSED,
        # What visudo only warns of is an alias without a definition, which may stand elsewhere.
        is_harm=lambda one: one.rule is not DOUBTFUL,
        placeholder=PLACEHOLDER,
    ),
    includes=INCLUDES,
)
