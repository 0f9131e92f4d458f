"""Zone files of the DNS, by named-checkzone, which asks no server."""

import re
from collections.abc import Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._daemons import Daemon
from faircopy.snippets.checkers._each import CHECKED, EachChecker, SnippetJudgement
from faircopy.snippets.checkers._includes import Includes, by_lines
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN610", Severity.ERROR, "named-checkzone refuses it", "the message has its own reason")

# No name begins with a dash, with which options of a program do.
ORIGIN = re.compile(r"^\$ORIGIN\s+(?P<name>[\w.][\w.-]*)", re.MULTILINE)
SOA = re.compile(r"^(?P<name>[\w.][\w.-]*\.)\s[^;\n]*\bSOA\b", re.MULTILINE | re.IGNORECASE)

daemon = Daemon(
    name="named-checkzone",
    place=CHECKED,
    command=(),
    message=re.compile(
        rf"^(?:\w+: )?(?:{re.escape(CHECKED)}:(?P<line>\d+)|zone \S+): "
        r"(?P<message>(?!loading from|not loaded|loaded serial).*)$",
        re.MULTILINE,
    ),
    refused=REFUSED,
    hints={
        "CNAME and other data": "a name with a CNAME has no other records",
        "is an address": "write the name of a host, which has an A or AAAA record",
        "bad dotted quad": "an A record has an IPv4 address",
    },
)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> SnippetJudgement:
    command = (
        "named-checkzone",
        "-i",
        "none",
        "-k",
        "fail",
        "-m",
        "fail",
        "-n",
        "fail",
        zone_of(snippet.code),
        CHECKED,
    )
    return replace(daemon, command=command).judge(snippet, files, sandbox)


def zone_of(code: str) -> str:
    """Return the name of the zone: that of its SOA record, of $ORIGIN, or any."""
    found = SOA.search(code) or ORIGIN.search(code)
    return found["name"] if found else "example.com"


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "named-checkzone", ("-v",), r"(\d[\w.]*)")


CHECKER = EachChecker(
    name="zone",
    tool="named-checkzone",
    command="`named-checkzone`",
    level=Level.LOADED,
    programs={"named-checkzone": "bind9-utils"},
    judge=judge,
    find_version=find_version,
    files=("/etc/bind/db.*", "/etc/bind/zones/*", "/var/lib/bind/*", "/var/named/*", "*.zone"),
    fragment_languages=frozenset({"zone", "bind-zone", "dns-zone"}),
    contexts=frozenset({"file"}),
    includes=Includes(by_lines(r"\$INCLUDE +", most=1), "/etc/bind"),
)
