"""Files of systemd's daemons, such as journald.conf and NAME.network: each has the names that its daemon knows."""

import re
from collections.abc import Container, Iterator, Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers import ini
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._nearest import SuggestionFinder, is_slip
from faircopy.snippets.checkers._plain.systemd import SECTION
from faircopy.snippets.checkers._systemd.messages import find_version
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

UNKNOWN = Rule(
    "SN345",
    Severity.ERROR,
    "a systemd daemon does not know this section or option, and ignores it",
    "correct the name",
)
MAYBE_NEWER = Rule(
    "SN346",
    Severity.WARNING,
    "the installed systemd daemon does not know this section or option; a newer one may",
    "move the option to its section, or say in the text which version it needs",
)

FOLDER = Path("/usr/lib/systemd")
NETWORKD = "systemd-networkd"
# A daemon, and the files that it reads: their manuals say so.
FILES = {
    "systemd-journald": ("*/systemd/journald.conf", "*/systemd/journald@*.conf", "*/systemd/journald.conf.d/*.conf"),
    "systemd-logind": ("*/systemd/logind.conf", "*/systemd/logind.conf.d/*.conf"),
    "systemd-resolved": ("*/systemd/resolved.conf", "*/systemd/resolved.conf.d/*.conf"),
    "systemd-timesyncd": ("*/systemd/timesyncd.conf", "*/systemd/timesyncd.conf.d/*.conf"),
    NETWORKD: ("*/systemd/networkd.conf", "*/systemd/networkd.conf.d/*.conf", "*.network", "*.netdev"),
    "systemd-udevd": ("*.link",),
}
# Podman's networks are called so, too.
OF_PODMAN = "*/containers/systemd/*"
# What tells a plain fence of each from other INI files.
ONLY_SECTION = {
    "Journal": "systemd-journald",
    "Login": "systemd-logind",
    "Time": "systemd-timesyncd",
    "NetDev": NETWORKD,
}
OF_A_NETWORK = {"Match", "Network"}
# systemd's source, src/shared/conf-parser.c: a table of "Section.Name" is part of each daemon.
NAME = re.compile(rb"(?<=\0)(?P<section>[A-Z][A-Za-z0-9]+)\.(?P<name>[A-Z][A-Za-z0-9]+)(?=\0)")
OPTION = re.compile(r"[ \t]*(?P<name>[A-Za-z][\w-]*)[ \t]*=")
Names = Mapping[str, frozenset[str]]


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    read = ini.CHECKER.judge(snippet, files, sandbox)
    daemon = daemon_of(snippet)
    known = names_of(daemon) if daemon else {}
    if read.findings or not known:
        return read
    found = unknown_names(snippet.code, f"{daemon} {find_version(sandbox) or ''}".strip(), known)
    # In a plain fence, only a name counts that is nearly another.
    return Judgement(Level.PARSED, tuple(one for one in found if one.rule is UNKNOWN or not snippet.is_plain))


def daemon_of(snippet: Snippet) -> str:
    """Return the daemon that reads the file of a snippet, or the one whose sections stand in it; "" for others."""
    place = f"/{snippet.file or snippet.hint}"
    if fnmatch(place, OF_PODMAN):
        return ""
    named = (daemon for daemon, patterns in FILES.items() if any(fnmatch(place, one) for one in patterns))
    return next(named, "") or daemon_of_sections(snippet.code)


def daemon_of_sections(code: str) -> str:
    sections = [found["name"] for found in SECTION.finditer(code)]
    if set(sections[:2]) == OF_A_NETWORK:
        return NETWORKD
    return ONLY_SECTION.get(sections[0], "") if sections else ""


@cache
def names_of(daemon: str) -> Names:
    """Return the names of each section that the installed daemon knows; none where it is not installed."""
    try:
        program = (FOLDER / daemon).read_bytes()
    except OSError:
        return {}
    found: dict[str, set[str]] = {}
    for one in NAME.finditer(program):
        found.setdefault(one["section"].decode(), set()).add(one["name"].decode())
    return {section: frozenset(names) for section, names in found.items()}


def unknown_names(code: str, daemon: str, known: Names) -> Iterator[Finding]:
    nearest = SuggestionFinder()
    section, continues = "", False
    for number, line in enumerate(code.split("\n"), 1):
        is_more, continues = continues, line.endswith("\\")
        if is_more or line.lstrip().startswith(("#", ";")):
            continue
        if found := SECTION.match(line):
            section = found["name"]
            if is_unknown(section, known):
                fact = f"{daemon} knows no section [{excerpt(section)}], and ignores it"
                yield finding_of(section, fact, nearest.find(section, known), number, found.start("name") + 1)
        elif (option := OPTION.match(line)) and section in known and is_unknown(option["name"], known[section]):
            name = option["name"]
            fact = f"{daemon} knows no '{excerpt(name)}' in [{section}], and ignores it"
            elsewhere = sorted(other for other, names in known.items() if name in names)
            if elsewhere:
                fact += f"; it knows one in [{'] and ['.join(elsewhere)}]"
            meant = "" if elsewhere else nearest.find(name, known[section])
            yield finding_of(name, fact, meant, number, option.start("name") + 1)


def is_unknown(name: str, known: Container[str]) -> bool:
    return name not in known and not name.startswith("X-")  # systemd.syntax(7): those are for other programs


def finding_of(name: str, fact: str, meant: str, line: int, column: int) -> Finding:
    """Return an error for a slip, and else a warning: no table tells which names are newer."""
    rule = UNKNOWN if is_slip(name, meant) else MAYBE_NEWER
    return Finding(0, rule, fact, line, column, f"did you mean '{meant}'?" if meant else rule.remedy, fact)


CHECKER = EachChecker(
    name="systemd-daemons",
    tool="systemd",
    command="Python's configparser, and the names in the daemon that reads the file; no values",
    level=Level.PARSED,
    programs={"systemd-analyze": "systemd"},
    judge=judge,
    find_version=find_version,
    files=tuple(pattern for patterns in FILES.values() for pattern in patterns),
    languages=frozenset({"ini", "systemd", "conf"}),
    recognise=lambda code: bool(daemon_of_sections(code)),
)
