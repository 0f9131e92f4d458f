"""dnsmasq's configuration, by its own test. One that has it run a program is not given to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at, place_at
from faircopy.snippets.checkers._addresses import trouble_with_address
from faircopy.snippets.checkers._daemons import Daemon
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement
from faircopy.snippets.checkers._includes import IncludedPath, Includes
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._plain.files import COMMANDS, plain_judge
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._stubs import name_files
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN690", Severity.ERROR, "dnsmasq refuses it", "the message has its own reason")
RUNS_CODE = Rule(
    "SN691", Severity.ERROR, "dnsmasq would run a program to read its configuration", "leave `conf-script` out"
)

NO_CARD = Rule(
    "SN692",
    Severity.ERROR,
    "a hardware address does not have six parts: dnsmasq accepts it, but no network card has such an address",
    "a MAC address has six pairs of digits, such as 02:00:5e:00:53:01",
)

INCLUDE = re.compile(r"^[ \t]*conf-(?:file|dir)[ \t]*=[ \t]*(?P<path>[^,\n#]+)", re.MULTILINE)
# It takes quotes and backslashes out before it looks at the name. dnsmasq 2.90 runs it with --test, too.
SCRIPT = re.compile(r"^[^#\n]*conf-script", re.MULTILINE)
NOT_THERE = re.compile(r"[\"\\]")

# Of these dnsmasq takes what is no address for a name, and asks for it as it starts. Behind `#` is a port, behind `@`
# an interface.
SERVER = re.compile(r"^[ \t]*(?:server|local)[ \t]*=[ \t]*(?:/[^\n#]*/)?(?P<address>[\w.:]+)", re.MULTILINE)
# Of hosts that ask for an address; a number of a kind of hardware, which may have others, stands before its address.
HOST = re.compile(r"^[ \t]*dhcp-(?:host|mac)[ \t]*=(?P<values>[^#\n]*)", re.MULTILINE)
ADDRESS = re.compile(r"(?<=[,=\s])\d[\d.]*(?=[,\s]|$)")
# One name each, and commas between several.
NAMES = re.compile(
    r"^[ \t]*(?P<option>(?:except-|no-dhcp-)?interface|user|group)[ \t]*=[ \t]*(?P<name>[^\s#,\"]++[ \t]+[^\s#,\"]++)",
    re.MULTILINE,
)
PORT_BEHIND_COLON = re.compile(r"(?P<address>\d+(?:\.\d+){3}):(?P<port>\d+)")
CARD = re.compile(r"(?<=[,=\s])(?:[0-9A-Fa-f]{2}:){1,7}[0-9A-Fa-f]{2}(?=[,\s]|$)")
PARTS = (6, 8)  # and of eight, as FireWire and InfiniBand have them


daemon = Daemon(
    name="dnsmasq",
    place=CHECKED,
    command=("dnsmasq", "--test", f"--conf-file={CHECKED}"),
    message=re.compile(
        rf"^dnsmasq: (?P<message>.*?)(?: at line (?P<line>\d+) of {re.escape(CHECKED)})?$", re.MULTILINE
    ),
    refused=REFUSED,
    of_the_machine=re.compile(r"syntax check OK|Name or service not known|failure in name resolution|No such file"),
    needs=lambda code: {"/etc/dnsmasq.d/.there": "", **name_files(code, ("dnsmasq",))},
    hints={"bad option": "dnsmasq(8) lists the options; write them without `--` here"},
)


def includes(code: str) -> Iterator[IncludedPath]:
    for found in INCLUDE.finditer(code):
        yield IncludedPath(found["path"].strip().strip('"').rstrip("/"), found.start("path"))


INCLUDES = Includes(includes, "/etc", ("/etc/dnsmasq.d",))
OTHER_BEGINNINGS = kinds_of(
    (rf"{COMMANDS}|dnsmasq(?:[ \t]|$)|--\w", "commands"),
    (r"dnsmasq\[\d+\]|dnsmasq: ", "a log"),
)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    for code in (snippet.code, *files.values()):
        there = NOT_THERE.sub("", code)
        if found := SCRIPT.search(there):
            line = line_at(there, found.end()) if code == snippet.code else 0
            finding = Finding(0, RUNS_CODE, "'conf-script' makes dnsmasq run a program, even when it only tests", line)
            return Judgement(Level.PARSED, (finding,))
    judged = daemon.judge(snippet, files, sandbox)
    judged = replace(judged, findings=(*judged.findings, *no_servers(snippet.code), *no_hosts(snippet.code)))
    near, lines = SuggestionFinder(), snippet.code.split("\n")
    hinted = tuple(with_hint(one, lines, near, sandbox) for one in judged.findings)
    judged = replace(judged, findings=hinted)
    # That it is right is said, and is no fact of the machine.
    return Judgement(Level.LOADED if not judged.findings else judged.level, judged.findings)


def no_servers(code: str) -> Iterator[Finding]:
    for found in SERVER.finditer(code):
        if trouble := trouble_with_address(found["address"]):
            fact = f"{trouble}, so dnsmasq looks for a host of this name"
            yield Finding(0, REFUSED, fact, *place_at(code, found.start("address")))
        elif port := PORT_BEHIND_COLON.fullmatch(found["address"]):
            fact = f"'{port[0]}' is no address, so dnsmasq looks for a host of this name"
            hint = f"put a port after '#': {port['address']}#{port['port']}"
            yield Finding(0, REFUSED, fact, *place_at(code, found.start("address")), hint)
    for found in NAMES.finditer(code):
        fact = f"'{excerpt(found['name'])}' is one name to dnsmasq"
        yield Finding(0, REFUSED, fact, *place_at(code, found.start("name")), f"write `{found['option']}=` for each")


def no_hosts(code: str) -> Iterator[Finding]:
    for host in HOST.finditer(code):
        for found in ADDRESS.finditer(code, host.start("values"), host.end("values")):
            if trouble := trouble_with_address(found[0]):
                yield Finding(0, REFUSED, f"{trouble}, so dnsmasq takes it as a name", *place_at(code, found.start()))
        for found in CARD.finditer(code, host.start("values"), host.end("values")):
            parts = found[0].count(":") + 1
            if parts not in PARTS:
                fact = f"'{found[0]}' has {parts} parts, but a network card's address has six"
                yield Finding(0, NO_CARD, fact, *place_at(code, found.start()))


def with_hint(finding: Finding, lines: list[str], near: SuggestionFinder, sandbox: Sandbox) -> Finding:
    """Return a finding with what dnsmasq does not say: the known option that was meant, or what it says `error` of."""
    if finding.message == "error" and 0 < finding.line <= len(lines):
        name, _, value = lines[finding.line - 1].partition("=")
        fact = f"'{excerpt(value.strip())}' is not a value of '{name.strip()}'"
        return replace(finding, message=fact, hint="dnsmasq(8) says what is allowed there")
    if not finding.message.startswith("bad option") or not 0 < finding.line <= len(lines):
        return finding
    name = lines[finding.line - 1].partition("=")[0].strip()
    return replace(finding, hint=near.hint(name, option_names(sandbox.kind)) or finding.hint)


def is_harm(finding: Finding) -> bool:
    """Tell whether who copies a plain fence is harmed: another dnsmasq may know more options, or run programs."""
    is_known = not finding.tool_message.startswith("bad option") or finding.hint.startswith("did you mean")
    return is_known and finding.rule is not RUNS_CODE


@cache
def option_names(kind: str | None) -> tuple[str, ...]:
    """Return dnsmasq's options, without their hyphens, as its help lists them."""
    listed = Sandbox(kind).run(("dnsmasq", "--help"), SandboxRoot({})).stdout
    return tuple(sorted(set(re.findall(r"--([a-z0-9][a-z0-9-]+)", listed))))


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "dnsmasq", ("--version",), r"Dnsmasq version (\d[\w.]*)")


CHECKER = EachChecker(
    name="dnsmasq",
    tool="dnsmasq",
    command="`dnsmasq --test`",
    level=Level.LOADED,
    programs={"dnsmasq": "dnsmasq-base"},
    judge=judge,
    find_version=find_version,
    version=4,
    files=("/etc/dnsmasq.conf", "/etc/dnsmasq.d/*", "*/dnsmasq.conf", "/etc/NetworkManager/dnsmasq.d/*"),
    languages=frozenset({"dnsmasq"}),
    fragment_languages=frozenset({"dnsmasq"}),
    contexts=frozenset({"file"}),
    plain=plain_judge(judge, OTHER_BEGINNINGS, INCLUDES, REFUSED, is_harm=is_harm),
    includes=INCLUDES,
)
