"""logrotate's configuration, by its own debug run, which rotates nothing."""

import re
from collections.abc import Iterator, Mapping

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._includes import Includes, by_lines
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._plain.files import COMMANDS, plain_judge
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._stubs import name_files
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN390", Severity.ERROR, "logrotate refuses a line, or ignores it")
NOT_CLOSED = Rule("SN391", Severity.ERROR, "a block or a script of a logrotate file has no end")

MESSAGE = re.compile(rf"^error: {re.escape(CHECKED)}:(?P<line>\d+),? (?P<message>.*)$", re.MULTILINE)
# What follows this line is about the logs of the machine, of which a sandbox has none.
END_OF_READING = "Reading state from file"
# A folder of logs that the sandbox has not says nothing of the reader's machine.
OF_THE_MACHINE = re.compile(r"error verifying (?:log file|olddir) path .*: No such file or directory")
UNKNOWN = re.compile(r"unknown option '([^']+)'")
PEOPLE = re.compile(r"^[ \t]*(?:su|create|createolddir)\b(?P<words>[^\n#]*)", re.MULTILINE)
SCRIPTS = ("prerotate", "postrotate", "firstaction", "lastaction", "preremove")
OPTIONS = (
    *("compress", "nocompress", "compresscmd", "uncompresscmd", "compressext", "compressoptions", "delaycompress"),
    *("nodelaycompress", "copy", "nocopy", "copytruncate", "nocopytruncate", "create", "nocreate", "createolddir"),
    *("nocreateolddir", "hourly", "daily", "weekly", "monthly", "yearly", "dateext", "nodateext", "dateformat"),
    *("dateyesterday", "datehourago", "extension", "addextension", "ifempty", "notifempty", "include", "mail"),
    *("nomail", "mailfirst", "maillast", "maxage", "maxsize", "minage", "minsize", "missingok", "nomissingok"),
    *("olddir", "noolddir", "renamecopy", "norenamecopy", "rotate", "sharedscripts", "nosharedscripts", "shred"),
    *("noshred", "shredcycles", "size", "start", "su", "tabooext", "taboopat", "allowhardlink", "noallowhardlink"),
    *("ignoreduplicates", *SCRIPTS, "endscript"),
)


OTHER_BEGINNINGS = kinds_of(
    (rf"{COMMANDS}|logrotate(?:[ \t]|$)", "commands"),
    (r"(?:reading config|rotating pattern|considering log|Handling )", "output"),
)
INCLUDES = Includes(by_lines(r"include(?: *=| +)", most=1), "/etc", ("/etc/logrotate.d",))


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    users = [word for found in PEOPLE.finditer(snippet.code) for word in found["words"].split()]
    root = SandboxRoot({**files, CHECKED: snippet.code, **name_files("", users)}, writable=("/var/log",))
    tested = sandbox.run(["logrotate", "--debug", "--state", "/tmp/state", CHECKED], root)  # noqa: S108  # the sandbox's
    reading, end, _ = tested.stderr.partition(END_OF_READING)
    if not end or f"reading config file {CHECKED}" not in reading:
        return Judgement(Level.PARSED, (unparsed("logrotate", tested),))
    # The status is no help: 0 after an unknown option, 1 for a log that is not there.
    messages = (one for one in MESSAGE.finditer(reading) if not OF_THE_MACHINE.match(one["message"]))
    nearest = SuggestionFinder()
    found = [*unclosed(snippet.code), *(finding_of(one, nearest) for one in messages)]
    return Judgement(Level.LOADED, tuple(found))


def unclosed(code: str) -> Iterator[Finding]:
    """Yield the blocks and scripts that nothing ends; logrotate takes them in silence."""
    block = script = 0
    for number, line in enumerate(code.split("\n"), 1):
        words = line.split()
        text = "" if line.lstrip().startswith("#") else line.strip()
        if script:
            script = 0 if words[:1] == ["endscript"] else script
        elif words[:1] and words[0] in SCRIPTS:
            script = number
        elif text.endswith("{"):
            block = block or number
        elif text.endswith("}"):
            block = 0
    if script:
        yield Finding(0, NOT_CLOSED, "this script has no end", script, hint="end it with a line `endscript`")
    elif block:
        yield Finding(0, NOT_CLOSED, "this block has no end", block, hint="end it with a line `}`")


def finding_of(found: re.Match[str], nearest: SuggestionFinder) -> Finding:
    message = found["message"]
    unknown = UNKNOWN.search(message)
    hint = (nearest.hint(unknown[1], OPTIONS) if unknown else "") or "logrotate(8) lists the options"
    return Finding(0, REFUSED, lower_first(message), int(found["line"]), hint=hint, tool_message=message)


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "logrotate", ("--version",), r"logrotate (\d\S*)")


CHECKER = EachChecker(
    name="logrotate",
    tool="logrotate",
    command="`logrotate --debug`",
    level=Level.LOADED,
    programs={"logrotate": "logrotate"},
    judge=judge,
    find_version=find_version,
    files=("/etc/logrotate.conf", "/etc/logrotate.d/*"),
    languages=frozenset({"logrotate"}),
    fragment_languages=frozenset({"logrotate"}),
    contexts=frozenset({"file"}),
    plain=plain_judge(judge, OTHER_BEGINNINGS, INCLUDES, REFUSED, stand_in="/placeholder"),
    includes=INCLUDES,
)
