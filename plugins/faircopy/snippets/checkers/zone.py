"""Zone files of the DNS, by named-checkzone, which asks no server."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.checkers._daemons import Daemon
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement
from faircopy.snippets.checkers._includes import Includes, by_lines
from faircopy.snippets.checkers._plain.files import COMMANDS, plain_judge
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN610", Severity.ERROR, "named-checkzone refuses it", "the message has its own reason")

CUT_OFF = Rule(
    "SN611",
    Severity.ERROR,
    "a text in a zone file is cut off at a semicolon, which begins a comment",
    "put the text in double quotes",
)
DOT_MISSING = Rule(
    "SN612",
    Severity.WARNING,
    "a name in a zone file ends with the zone's own name, but without a final dot",
    "add a final dot, or leave the zone's name out",
)
MAIL = Rule(
    "SN613",
    Severity.WARNING,
    "the mail address in an SOA record has an '@', which is taken literally there",
    "write a dot instead: admin.example.org.",
)

# RFC 1035, section 5.1: a semicolon begins a comment, and a name without a dot at its end is of the zone.
TEXT, TAG = re.compile(r"\s(?:TXT|SPF)\s+(?=[^\s\"(])", re.IGNORECASE), re.compile(r"[ \t]*\w+=")
HOST = re.compile(
    r"^[^;\n]*\s(?:SOA|NS|CNAME|PTR|DNAME|MX\s+\d+|SRV\s+\d+\s+\d+\s+\d+)\s+(?P<host>[\w-]+(?:\.[\w-]+)+)(?=[\s;]|$)",
    re.MULTILINE | re.IGNORECASE,
)
FILE_NAME = re.compile(r"(?:.*/)?(?:db\.(?P<name>[a-z][\w-]*(?:\.[\w-]+)+)|(?P<other>[a-z][\w-]*(?:\.[\w-]+)+)\.zone)")
# No name begins with a dash, with which options of a program do.
# RFC 1035, section 8: the first dot of such a name stands for the '@' of a mail address.
MAIL_AT = re.compile(r"^[^;\n]*\sSOA\s+[^\s;(]+\s+(?P<mail>[^\s;(@]+@[^\s;(]+)", re.MULTILINE | re.IGNORECASE)
ORIGIN = re.compile(r"^\$ORIGIN\s+(?P<name>[\w.][\w.-]*)", re.MULTILINE)
SOA = re.compile(r"^(?P<name>[\w.][\w.-]*\.)\s[^;\n]*\bSOA\b", re.MULTILINE | re.IGNORECASE)

# A part of a zone lacks what every zone has, and needs a TTL from above.
NOT_SHOWN = re.compile(
    r"has no |no TTL specified|no current owner|out-of-zone|not at top of zone|has \d+ SOA records|file not found"
)
OTHER_BEGINNINGS = kinds_of(
    (rf"{COMMANDS}|(?:dig|host|nslookup|nsupdate|named-\w+)(?:[ \t]|$)", "commands"),
    (r";; |; <<>> ", "output of dig"),
    (r"(?:zone|options|acl|include)\b[^;\n]*[{;]", "a configuration of BIND"),
)
INCLUDES = Includes(by_lines(r"\$INCLUDE +", most=1), "/etc/bind")

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


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
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
    judged = replace(daemon, command=command).judge(snippet, files, sandbox)
    return replace(judged, findings=(*judged.findings, *names_and_texts(snippet)))


def names_and_texts(snippet: Snippet) -> Iterator[Finding]:
    """Yield what named-checkzone takes in silence, and nobody can mean."""
    code = snippet.code
    for number, line in enumerate(code.split("\n"), 1):
        record, _, comment = line.partition(";")
        found = TEXT.search(record)
        if found and TAG.match(comment) and '"' not in record:
            fact = f"the text ends before the ';', as '{excerpt(record[found.end() :].rstrip())}'"
            yield Finding(0, CUT_OFF, fact, number, len(record) + 1, CUT_OFF.remedy)
    for found in MAIL_AT.finditer(code):
        finding = finding_at(
            code, found.start("mail"), MAIL, f"'{excerpt(found['mail'])}' is a name with a literal '@'"
        )
        yield replace(finding, hint=f"write {excerpt(found['mail'].replace('@', '.'))}")
    zone = known_zone(snippet)
    for found in HOST.finditer(code):
        if zone and f".{found['host']}".lower().endswith(f".{zone}"):
            fact = f"'{excerpt(found['host'])}' is relative to the zone: it means {excerpt(found['host'])}.{zone}."
            yield finding_at(code, found.start("host"), DOT_MISSING, fact)


def finding_at(code: str, place: int, rule: Rule, fact: str) -> Finding:
    return Finding(0, rule, fact, *place_at(code, place), rule.remedy)


def known_zone(snippet: Snippet) -> str:
    """Return the name of the zone without dots around it, in lower case; "" if neither text nor file tells it."""
    found = SOA.search(snippet.code) or ORIGIN.search(snippet.code)
    named = FILE_NAME.fullmatch(snippet.file or "")
    name = found["name"] if found else named["name"] or named["other"] if named else ""
    return name.strip(".").lower()


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
    version=4,
    files=("/etc/bind/db.*", "/etc/bind/zones/*", "/var/lib/bind/*", "/var/named/*", "*.zone"),
    languages=frozenset({"zone", "bind-zone", "dns-zone"}),
    fragment_languages=frozenset({"zone", "bind-zone", "dns-zone"}),
    contexts=frozenset({"file"}),
    plain=plain_judge(
        judge,
        OTHER_BEGINNINGS,
        INCLUDES,
        REFUSED,
        is_harm=lambda one: not NOT_SHOWN.search(one.tool_message),
    ),
    includes=INCLUDES,
)
