"""What a message of systemd means: a finding in a line of a unit, or about the unit as a whole."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at
from faircopy.snippets.checkers import _newer
from faircopy.snippets.checkers._each import lower_first
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN340", Severity.ERROR, "systemd refuses a unit, or ignores a line of it")
DEPRECATED = Rule("SN341", Severity.WARNING, "systemd accepts a line of a unit, but advises against it")

# About a line of a file, or about a unit as a whole.
MESSAGE = re.compile(r"^(?:(?P<file>/[^:\n]+):(?P<line>\d+)|(?P<unit>[^/\s:][^\s:]*)): (?P<message>.+)$", re.MULTILINE)
SUMMARY = re.compile(r"^Unit \S+ (?:has a bad unit file setting|failed to load|not found)", re.MULTILINE)
# What is not there in the sandbox says nothing of the reader's machine: programs, and units that this one names.
OF_THE_MACHINE = re.compile(
    r"^Failed to resolve unit specifiers .*: Function not implemented|"  # %o and the like, which want a whole /proc
    r"Command .* is not executable|Unit \S+ not found|service \S+ not loaded|Unit configuration has fatal error"
)
OLD = re.compile(r"obsolete|deprecated|will be removed|has been removed|legacy directory|is not safe")
NO_DEPENDENCY = re.compile(r"failed to add (?:required )?dependency on", re.IGNORECASE)
COMMENT_HINT = "put the comment on its own line"
UNKNOWN_KEY = re.compile(r"Unknown key(?: name)? '(?P<key>[^']+)' in section '?\[?(?P<section>\w+)")
COMMENT_BEHIND = re.compile(r"\s[#;]")
UNKNOWN_SECTION = re.compile(r"Unknown section '(?P<section>[^']+)'")


def is_unit(name: str | None, unit: str) -> bool:
    """Tell whether systemd speaks of a unit, or of the instance that it made of a template."""
    return name is not None and re.sub(r"@[^.]*\.", "@.", name) == unit


def finding_of(found: re.Match[str], nearest: SuggestionFinder, sandbox: Sandbox) -> Finding:
    message = found["message"]
    rule = DEPRECATED if OLD.search(message) else REFUSED
    hint = hint_for(message, nearest, sandbox)
    return Finding(0, rule, lower_first(message), int(found["line"] or 0), hint=hint, tool_message=message)


def hint_for(message: str, nearest: SuggestionFinder, sandbox: Sandbox) -> str:
    known = items(sandbox.kind)
    if key := UNKNOWN_KEY.search(message):
        own = known.get(key["section"], frozenset())
        elsewhere = [section for section, names in known.items() if key["key"] in names]
        if elsewhere:
            return f"it belongs in [{'] or ['.join(sorted(elsewhere))}]"
        return nearest.hint(key["key"], own)
    if section := UNKNOWN_SECTION.search(message):
        if section["section"] in known:
            return "this section belongs in another kind of unit: check the suffix of the unit's name"
        return nearest.hint(section["section"], known)
    return COMMENT_HINT if COMMENT_BEHIND.search(message) else ""


@cache
def items(kind: str | None) -> Mapping[str, frozenset[str]]:
    """Return the keys of each section, as systemd prints them."""
    printed = Sandbox(kind).run(["/usr/lib/systemd/systemd", "--dump-configuration-items"], SandboxRoot({})).stdout
    found: dict[str, set[str]] = {"Install": {"WantedBy", "RequiredBy", "Also", "Alias", "DefaultInstance"}}
    section = ""
    for line in printed.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif "=" in line:
            found.setdefault(section, set()).add(line.partition("=")[0])
    return {name: frozenset(keys) for name, keys in found.items()}


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "systemd-analyze", ("--version",), r"systemd (\d\S*)")


def since_of(match: re.Match[str], code: str, sandbox: Sandbox) -> Finding | None:
    """Return what is to be said of a key, or of a value, that a newer systemd knows."""
    number = int(match["line"] or 0)
    lines = code.split("\n")
    key, _, value = (lines[number - 1] if 0 < number <= len(lines) else "").partition("=")
    known, have = _newer.table("systemd", "systemd"), find_version(sandbox) or ""
    if UNKNOWN_KEY.search(match["message"]):
        return known.finding(key.strip(), have, number)
    found = known.finding(f"{key.strip()} {value.strip()}", have, number) if "ignoring" in match["message"] else None
    return found and replace(found, message=found.message.replace(f"'{key.strip()} ", f"'{key.strip()}="))


def without_words(found: Iterable[Finding], code: str) -> Iterator[Finding]:
    """Yield the findings; of the words of one line that are no units the first, and of a comment what to do with it."""
    lines, reported = code.split("\n"), set[int]()
    for one in found:
        if one.line and NO_DEPENDENCY.match(one.message):
            if one.line in reported:
                continue
            reported.add(one.line)
            hint = COMMENT_HINT if COMMENT_BEHIND.search(lines[one.line - 1]) else one.hint
            yield replace(one, hint=hint)
        else:
            yield one


def in_section(finding: Finding, code: str) -> Finding:
    """Return what a unit as a whole lacks at the section where it would stand: "service has no ExecStart=…"."""
    lacks = re.match(r"(?P<kind>(?!unit)\w+)(?: unit)? (?:has no|lacks)\b", finding.message)
    header = lacks and re.search(rf"^[ \t]*\[{lacks['kind'].capitalize()}\]", code, re.MULTILINE)
    return replace(finding, line=line_at(code, header.start())) if header else finding
