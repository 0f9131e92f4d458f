"""sshd_config, by sshd's own test, with a host key made for the occasion."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers import _newer
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._includes import Includes, by_lines
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._newer import NEEDS_NEWER
from faircopy.snippets.checkers._plain.files import COMMANDS, filled_in_only, is_filled_in, kind_of_file, reading_of
from faircopy.snippets.checkers._plain.readings import other_text
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._sshd_algorithms import fault_in_list, gone_algorithms
from faircopy.snippets.checkers._sshd_values import taken_in_silence
from faircopy.snippets.checkers._stubs import name_files
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.process import Completed
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN330", Severity.ERROR, "sshd refuses its configuration")
DEPRECATED = Rule("SN331", Severity.WARNING, "sshd ignores an option that it no longer has")

ABOVE = {"global": "", "match": "Match User snippet\n"}
# sshd wants an empty folder for its unprivileged half and a host key; ssh-keygen is of the same package's client.
START = (
    'mkdir -p /run/sshd && ssh-keygen -q -t ed25519 -N "" -f /tmp/key </dev/null >/dev/null && exec "$@" -h /tmp/key'
)
MESSAGE = re.compile(r"^(?P<file>/\S+?):? line (?P<line>\d+): (?P<message>.*?)\r?$", re.MULTILINE)
PLAIN = re.compile(r"^(?!.*terminating, \d+ bad)(?!Unable to load host key)(?P<message>\S.*?)\r?$", re.MULTILINE)
OTHER_BEGINNINGS = kinds_of(
    (r"(?:Host|ProxyJump|ProxyCommand|IdentityFile|HostName|StrictHostKeyChecking)\b", "a configuration of the client"),
    (rf"{COMMANDS}|ssh-[a-z0-9]+ ", "commands, or a key"),
)
INCLUDES = Includes(
    # sshd_config(5): a keyword may be quoted, and an equals sign may stand behind it.
    by_lines(r'"?include(?![A-Za-z])"? *=? *', flags=re.IGNORECASE),
    "/etc/ssh",
    ("/etc/ssh/sshd_config.d/[*]*",),
)
FATAL = 255  # the status with which sshd gives up
UNKNOWN = re.compile(r"Bad configuration option: (\S+)")

HINTS = {
    "invalid time value": "write a number and one of s, m, h, d, w: 5m",
    "Bad Match condition": "conditions are User, Group, Host, Address, LocalAddress, LocalPort, RDomain and All; "
    "separate a list of names by commas, without spaces",
}


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    above = ABOVE[snippet.context or "global"]
    tested = run_sshd(["-t"], snippet.code, files, sandbox, above)
    places = list(MESSAGE.finditer(tested.stderr))
    nearest, lines_above = SuggestionFinder(), above.count("\n")
    found = [finding_of(one, lines_above, nearest, sandbox) for one in places if one["file"] == CHECKED]
    # Within a Match block it says twice of one line that it does not know it.
    news = {finding.line for finding in found if finding.rule is NEEDS_NEWER}
    found = [finding for finding in found if finding.rule is NEEDS_NEWER or finding.line not in news]
    # sshd goes on to the end of the file, so what it does not know yet keeps it from nothing else.
    newer = any(finding.rule is NEEDS_NEWER for finding in found)
    refused = any(finding.rule is REFUSED for finding in found)
    if tested.status != 0 and not refused and not newer:
        rest = [one["message"] for one in PLAIN.finditer(tested.stderr)]
        if not rest or tested.status != FATAL:
            return Judgement(Level.PARSED, (unparsed("sshd", tested),))
        # What sshd says of another file it does not say of this snippet.
        own = "" if MESSAGE.match(rest[-1]) else rest[-1]
        found += [Finding(0, REFUSED, lower_first(rest[-1]), tool_message=own)]
    if tested.status == 0 and refused:
        return Judgement(Level.PARSED, (unparsed("sshd", tested),))
    own_checks = (*gone_algorithms(snippet.code), *taken_in_silence(snippet.code))
    found += [one for one in own_checks if one.line not in {known.line for known in found}]
    return Judgement(Level.PARSED if newer else Level.LOADED, tuple(found))


def judge_plain(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge a fence that claims nothing: a part of a file, of which other parts stand elsewhere."""
    if kind := kind_of_file(snippet.code, OTHER_BEGINNINGS):
        return Judgement(Level.PARSED, (other_text(snippet, kind),))
    reading = reading_of(snippet.code, INCLUDES)
    judged = judge(replace(snippet, code=filled_in_only(reading.code)), {}, sandbox)
    found = (one for one in judged.findings if one.rule is not REFUSED or is_harm(one, snippet.code))
    return replace(judged, findings=(*reading.findings, *found))


def is_harm(finding: Finding, code: str) -> bool:
    """Tell whether a reader's sshd refuses it, too: one that another system has changed may know more options."""
    is_known = UNKNOWN.search(finding.tool_message) is None or finding.hint.startswith("did you mean")
    return finding.line > 0 and is_known and is_filled_in(code, finding.line)


def run_sshd(flags: list[str], code: str, files: Mapping[str, str], sandbox: Sandbox, above: str) -> Completed:
    own = {CHECKED: above + code, **name_files(code, ())}
    command = ["/bin/sh", "-c", START, "sh", "/usr/sbin/sshd", *flags, "-f", CHECKED]
    return sandbox.run(command, SandboxRoot({**files, **own}))


def finding_of(found: re.Match[str], lines_above: int, nearest: SuggestionFinder, sandbox: Sandbox) -> Finding:
    message = found["message"]
    rule = DEPRECATED if message.startswith(("Deprecated option", "Unsupported option")) else REFUSED
    hint = "leave it out" if rule is DEPRECATED else next((h for part, h in HINTS.items() if part in message), "")
    unknown = UNKNOWN.search(message)
    line = max(1, int(found["line"]) - lines_above)
    if fault := fault_in_list(message, line, rule, find_version(sandbox) or "", nearest, sandbox):
        return fault
    if unknown:
        if news := since_of(unknown[1], line, sandbox):
            return news
        hint = nearest.hint(unknown[1].lower(), keywords(sandbox.kind)) or "sshd_config(5) lists the options"
    return Finding(0, rule, lower_first(message), line, hint=hint, tool_message=message)


def since_of(option: str, line: int, sandbox: Sandbox) -> Finding | None:
    """Return what is to be said of an option that a newer sshd knows, however it is written."""
    known = _newer.table("openssh", "OpenSSH")
    name = next((name for name in known.since if name.lower() == option.lower()), None)
    return known.finding(name, find_version(sandbox) or "", line) if name else None


@cache
def keywords(kind: str | None) -> tuple[str, ...]:
    """Return sshd's options, lower case, as it prints them with their defaults."""
    printed = run_sshd(["-T"], "", {}, Sandbox(kind), "").stdout
    return tuple(sorted({line.split()[0] for line in printed.splitlines() if line.strip()}))


def find_version(sandbox: Sandbox) -> str | None:
    # Asked of ssh, which is built from the same source: sshd answers only from version 9.2 on.
    if sandbox.find("sshd") is None:
        return None
    return program_version(sandbox, "ssh", ("-V",), r"OpenSSH_(\S+?)[, ]")


CHECKER = EachChecker(
    name="sshd",
    tool="OpenSSH",
    command="`sshd -t`",
    level=Level.LOADED,
    programs={"sshd": "openssh-server"},
    judge=judge,
    find_version=find_version,
    version=4,
    files=("/etc/ssh/sshd_config", "/etc/ssh/sshd_config.d/*"),
    languages=frozenset({"sshd_config", "sshdconfig", "sshd"}),
    fragment_languages=frozenset({"sshd_config", "sshdconfig", "sshd"}),
    contexts=frozenset(ABOVE),
    plain=judge_plain,
    includes=INCLUDES,
)
