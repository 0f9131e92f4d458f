"""rsyslog's configuration, by its own test. One that loads a library of its own choice is not given to it."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._includes import IncludedPath, Includes, included_files
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._plain.files import COMMANDS, plain_judge
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._stubs import name_files
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN790", Severity.ERROR, "rsyslog refuses it", "the message has rsyslogd's own reason")
ELSEWHERE = Rule(
    "SN791",
    Severity.NOTE,
    "rsyslog does not know a module, template or command here that another file may load or define",
    "the rest of the snippet was checked",
)
LOADS = Rule(
    "SN792", Severity.ERROR, "rsyslog would load a library by its path", 'name a module of rsyslog\'s: `load="imfile"`'
)

# A module is named, or has a path; a name may also be the output of a command, in back quotes.
LOAD = re.compile(
    r"\bload[ \t\n]*=[ \t\n]*(?P<first>\S+)|^[ \t]*\$ModLoad[ \t]+(?P<second>\S+)", re.MULTILINE | re.IGNORECASE
)
PLAIN_NAME = re.compile(r"(?:\"[\w-]+(?:\.so)?\"[),]*|[\w-]+(?:\.so)?)")
OTHER_FOLDER = re.compile(r"^[ \t]*\$ModDir\b|\bmoduleloadpath\b", re.MULTILINE | re.IGNORECASE)
COMMENT = re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE)
INCLUDE = re.compile(
    r"^[ \t]*(?:\$IncludeConfig[ \t]+(?P<old>\S+)|include\([^)]{0,400}?\bfile[ \t]*=[ \t]*\"(?P<new>[^\"\n]*)\")",
    re.MULTILINE | re.IGNORECASE,
)
MODULES = Path("/usr/lib/x86_64-linux-gnu/rsyslog")

MESSAGE = re.compile(
    rf"^rsyslogd: +(?:error during parsing file {re.escape(CHECKED)}, on or before line (?P<line>\d+): )?"
    r"(?P<message>.*?)(?: \[v[\d.]+[^\]\n]*\])?$",
    re.MULTILINE,
)
OF_THE_TEST = re.compile(
    r"^(?:version \d|End of config validation|there are no active actions|run failed with error -2103"
    r"|could not interpret master)|can not be accessed|no working or state file directory"
)
SUMMARY = re.compile(r"(?:errors|warnings) occurred in file")
MODULE = re.compile(r"could not load module '(?P<load>[^']*)'|(?:input )?module name '(?P<name>[^']*)' is unknown")
ORDER = re.compile(r"invalid or yet-unknown config file command '(?P<name>[^']*)'")
TEMPLATE = re.compile(
    r"Could not find template \d '(?P<name>[^']*)'|ruleset '(?P<ruleset>[^']*)' (?:not found|unknown)"
)
WORD = re.compile(r"unknown (?P<kind>facility|priority) name \"(?P<name>[^\"]*)\"")
PARAMETER = re.compile(r"parameter '(?P<name>[^']*)' not known")
FACILITIES = (
    "auth",
    "authpriv",
    "cron",
    "daemon",
    "ftp",
    "kern",
    "lpr",
    "mail",
    "news",
    "syslog",
    "user",
    "uucp",
    "local0",
)
PRIORITIES = ("debug", "info", "notice", "warning", "err", "crit", "alert", "emerg", "none")
A_STATEMENT = re.compile(
    r"^[ \t]*(?:(?:module|input|action|template|ruleset|global)\([ \t\n]*\w[\w.]*[ \t]*="
    r"|\$(?:ModLoad|IncludeConfig|template)\b|:\w+,[ \t]*!?\w+,|if[ \t]+\(?\$(?:programname|msg|rawmsg|syslog\w+)\b"
    r"|[\w*,;]+\.(?:\*|=?\w+)(?:;[\w*,.;!=]+)?[ \t]+(?:-?/|@@?[\w(\[]))",
    re.MULTILINE,
)
OTHER_BEGINNINGS = kinds_of((rf"{COMMANDS}|rsyslogd\b|logger\b", "commands"))


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    if loads := next(loadings(snippet.code, files), None):
        return Judgement(Level.PARSED, (loads,))
    root = SandboxRoot(
        {**name_files(snippet.code, ("syslog",)), "/etc/rsyslog.d/.there": "", **files, CHECKED: snippet.code}
    )
    tested = sandbox.run(["rsyslogd", "-N1", "-i", "NONE", "-f", CHECKED], root)
    messages = [one for one in MESSAGE.finditer(tested.stderr) if not OF_THE_TEST.search(one["message"])]
    if tested.status not in (0, 1) or "config validation run" not in tested.stderr:
        return Judgement(Level.PARSED, (unparsed("rsyslogd", tested),))
    found = tuple(dict.fromkeys(findings(messages, snippet.code)))
    return Judgement(Level.PARSED if any(one.rule is ELSEWHERE for one in found) else Level.LOADED, found)


def loadings(code: str, files: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a refusal of each module that is not named as one of rsyslog's own."""
    for text in (code, *included_files(code, files, INCLUDES)):
        bare = COMMENT.sub(lambda found: " " * len(found[0]), text)
        places = [one for one in LOAD.finditer(bare) if not PLAIN_NAME.fullmatch(one["first"] or one["second"])]
        for found in (*places, *OTHER_FOLDER.finditer(bare)):
            line = line_at(bare, found.start()) if text == code else 0
            yield Finding(0, LOADS, "rsyslog would load a library by its path", line, hint='write load="imfile"')


def findings(messages: list[re.Match[str]], code: str) -> Iterator[Finding]:
    lacking = {name for one in messages if (found := MODULE.search(one["message"])) for name in found.groups() if name}
    own = [one for one in messages if not SUMMARY.search(one["message"])]
    for one in own or messages:
        # An input or action of a module that is not there has no parameters either.
        if not (lacking and PARAMETER.search(one["message"])):
            yield finding_of(one, code)


def finding_of(match: re.Match[str], code: str) -> Finding:
    message, line = match["message"], int(match["line"] or 0)
    if module := MODULE.search(message):
        name = module["load"] or module["name"]
        meant = SuggestionFinder().find(name, [*modules(), "omfile", "omfwd", "omdiscard"], cutoff=0.8)
        fact = f"rsyslog has no module '{name}' here"
        at = place_of(name, code)
        if meant and meant != name:
            return Finding(0, REFUSED, fact, *at, hint=f"did you mean '{meant}'?", tool_message=message)
        return Finding(0, ELSEWHERE, fact, *at)
    if other := ORDER.search(message) or TEMPLATE.search(message):
        name = next(filter(None, other.groups()))
        return Finding(0, ELSEWHERE, f"rsyslog does not know '{name}' here", *place_of(name, code))
    if word := WORD.search(message):
        known = FACILITIES if word["kind"] == "facility" else PRIORITIES
        hint = SuggestionFinder().hint(word["name"], known) or f"known: {', '.join(known)}"
        return Finding(0, REFUSED, lower_first(message), *place_of(word["name"], code), hint=hint, tool_message=message)
    if parameter := PARAMETER.search(message):
        return Finding(0, REFUSED, lower_first(message), *place_of(parameter["name"], code), tool_message=message)
    return Finding(0, REFUSED, lower_first(message), line or 1, tool_message=message)


def place_of(word: str, code: str) -> tuple[int, int]:
    """Return line and column, from 1, of a word that stands in no comment."""
    named = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    for number, line in enumerate(code.split("\n"), 1):
        if not line.lstrip().startswith("#") and (found := named.search(line)):
            return number, found.start() + 1
    return 1, 1


def modules() -> list[str]:
    return [path.stem for path in MODULES.glob("*.so")]


def includes(code: str) -> Iterator[IncludedPath]:
    for found in INCLUDE.finditer(code):
        group = "old" if found["old"] else "new"
        yield IncludedPath(found[group], found.start(group))


def is_rsyslog(code: str) -> bool:
    return A_STATEMENT.search(code) is not None


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "rsyslogd", ("-v",), r"rsyslogd +(\d[\w.]*)")


INCLUDES = Includes(includes, "/", ("/etc/rsyslog.d/*",))

CHECKER = EachChecker(
    name="rsyslog",
    tool="rsyslogd",
    command="`rsyslogd -N1`",
    level=Level.LOADED,
    programs={"rsyslogd": "rsyslog"},
    judge=judge,
    find_version=find_version,
    files=("/etc/rsyslog.conf", "/etc/rsyslog.d/*"),
    languages=frozenset({"conf", "rsyslog"}),
    recognise=is_rsyslog,
    fragment_languages=frozenset({"rsyslog"}),
    contexts=frozenset({"file"}),
    plain=plain_judge(judge, OTHER_BEGINNINGS, INCLUDES, REFUSED),
    includes=INCLUDES,
)
