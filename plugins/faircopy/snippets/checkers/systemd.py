"""systemd's units, by systemd-analyze verify."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from posixpath import basename, dirname

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at
from faircopy.snippets.checkers import _newer
from faircopy.snippets.checkers._each import EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._newer import NEEDS_NEWER
from faircopy.snippets.checkers._plain.files import COMMANDS, is_filled_in, kind_of_file, reading_of
from faircopy.snippets.checkers._plain.readings import other_text
from faircopy.snippets.checkers._plain.systemd import is_unit as is_unit_file
from faircopy.snippets.checkers._plain.systemd import may_be_unit, units_of, with_paths
from faircopy.snippets.checkers._plain.text import is_as_written, kinds_of
from faircopy.snippets.checkers._systemd.commands import forms_of_dates, shell_syntax
from faircopy.snippets.checkers._systemd.names import doubtful_names
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN340", Severity.ERROR, "systemd refuses a unit, or ignores a line of it")
DEPRECATED = Rule("SN341", Severity.WARNING, "systemd takes a line of a unit, and advises against it")

FOLDER = "/etc/systemd/system"
KINDS = ("service", "socket", "timer", "path", "target", "slice", "mount", "automount", "swap")
UNIT = re.compile(rf"[\w:.\\@-]+\.(?:{'|'.join(KINDS)})")
# What the specifiers %m and %b stand for: nobody's machine. The sandbox has no other file of /proc.
IDENTITY = {
    "/etc/machine-id": "00000000000040008000000000000001\n",
    "/proc/sys/kernel/random/boot_id": "00000000-0000-4000-8000-000000000001\n",
}
# A timer may name a time zone.
ZONES = {"/usr/share/zoneinfo": "/usr/share/zoneinfo"}
# What a drop-in changes, where the group does not show it. Not the machine's own, which differ.
BASE = {
    "service": "[Service]\nExecStart=/usr/bin/true\n",
    "socket": "[Socket]\nListenStream=/run/snippet\n",
    "timer": "[Timer]\nOnCalendar=daily\n",
    "path": "[Path]\nPathExists=/run/snippet\n",
}
# About a line of a file, or about a unit as a whole.
MESSAGE = re.compile(r"^(?:(?P<file>/[^:\n]+):(?P<line>\d+)|(?P<unit>[^/\s:][^\s:]*)): (?P<message>.+)$", re.MULTILINE)
SUMMARY = re.compile(r"^Unit \S+ (?:has a bad unit file setting|failed to load|not found)", re.MULTILINE)
# What is not there in the sandbox says nothing of the reader's machine: programs, and units that this one names.
OF_THE_MACHINE = re.compile(
    r"^Failed to resolve unit specifiers .*: Function not implemented|"  # %o and the like, which want a whole /proc
    r"Command .* is not executable|Unit \S+ not found|service \S+ not loaded|Unit configuration has fatal error"
)
OLD = re.compile(r"obsolete|deprecated|will be removed|has been removed|legacy directory|is not safe")
OTHER_BEGINNINGS = kinds_of(
    (rf"{COMMANDS}|[\u25cf\u25cb\u00d7] |Loaded: |Active: |Created symlink|Removed ", "commands, or output"),
    (r"\w+:(?: |$)", "YAML"),
)
# A variable that a shell puts in as it writes the file.
SHELL_VALUE = re.compile(r"\$\{?[A-Za-z]")
NO_DEPENDENCY = re.compile(r"failed to add (?:required )?dependency on", re.IGNORECASE)
COMMENT_HINT = "put the comment on a line of its own"
UNKNOWN_KEY = re.compile(r"Unknown key(?: name)? '(?P<key>[^']+)' in section '?\[?(?P<section>\w+)")
COMMENT_BEHIND = re.compile(r"\s[#;]")
UNKNOWN_SECTION = re.compile(r"Unknown section '(?P<section>[^']+)'")


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    place = unit_path(snippet)
    unit = unit_of(place)
    if not UNIT.fullmatch(unit):
        fact = f"'{unit}' is not the name of a unit"
        return Judgement(Level.PARSED, (Finding(0, REFUSED, fact, hint=f"units end in {', '.join(KINDS)}"),))
    group = {place_in_root(name): content for name, content in files.items() if "/systemd/" in name}
    base = {f"{FOLDER}/{unit}": BASE.get(unit.rpartition(".")[2], "")}
    root = SandboxRoot({**IDENTITY, **base, **group, place: snippet.code}, ZONES)
    command = ["systemd-analyze", "verify", "--man=no", "--generators=no", f"{FOLDER}/{unit}"]
    verified = sandbox.run(command, root)
    messages = list(MESSAGE.finditer(verified.stderr))
    if verified.status != 0 and not messages and not SUMMARY.search(verified.stderr):
        return Judgement(Level.PARSED, (unparsed("systemd-analyze", verified),))
    about = [one for one in messages if not OF_THE_MACHINE.search(one["message"])]
    nearest = SuggestionFinder()
    own = [one for one in about if one["file"] == place]
    # What it does not know yet, it ignores, and goes on.
    news = [since_of(one, snippet.code, sandbox) for one in own]
    found = [new or finding_of(one, nearest, sandbox) for one, new in zip(own, news, strict=True)]
    if not found:
        # What systemd says of the unit as a whole mostly follows from a line that it ignored.
        found = [finding_of(one, nearest, sandbox) for one in about if is_unit(one["unit"], unit)]
        found = [in_section(one, snippet.code) if snippet.file else one for one in found]
        if any(unit_of(other) == unit for other in group if other != place):
            # Nobody knows of which of the unit's files it says that.
            found = [replace(one, tool_message="") for one in found]
    found = [*without_words(found, snippet.code)]
    newer = any(one.rule is NEEDS_NEWER for one in found)
    reported = {one.line for one in found}
    own_checks = (*shell_syntax(snippet.code), *forms_of_dates(snippet.code), *doubtful_names(snippet.code))
    found += [one for one in own_checks if one.line not in reported]
    return Judgement(Level.PARSED if newer else Level.LOADED, tuple(found))


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


def judge_plain(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge a fence that claims nothing: a part of a unit, or several units."""
    kind = kind_of_file(snippet.code, OTHER_BEGINNINGS, ("#", ";"))
    if kind := kind or ("" if may_be_unit(snippet.code) else "the file of another program"):
        return Judgement(Level.PARSED, (other_text(snippet, kind),))
    reading = reading_of(snippet.code)
    found, level = [*reading.findings], Level.LOADED
    for unit, above in units_of(replace(snippet, code=with_paths(reading.code, snippet.code)), items(sandbox.kind)):
        judged = judge(unit, {}, sandbox)
        placed = (replace(one, line=max(0, one.line - above)) for one in judged.findings)
        found += [one for one in placed if is_as_written(snippet.code, reading.code, one.line)]
        level = judged.level if judged.level is Level.PARSED else level
    own = dict.fromkeys(one for one in found if one.rule not in (REFUSED, DEPRECATED) or is_harm(one, snippet.code))
    return Judgement(level, tuple(own))


def is_harm(finding: Finding, code: str) -> bool:
    """Tell whether a finding is about a line as it is copied. What systemd misses in a part stands elsewhere."""
    message = finding.message
    if finding.rule is DEPRECATED:
        return "has been removed" in message
    is_known = bool(finding.hint) or not (UNKNOWN_KEY.search(message) or UNKNOWN_SECTION.search(message))
    return finding.line > 0 and is_known and is_filled_in(code, finding.line) and not SHELL_VALUE.search(message)


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


def unit_path(snippet: Snippet) -> str:
    """Return where the snippet lies in the sandbox: the name of a unit has a meaning, its folder has none."""
    if snippet.file is None:
        return f"{FOLDER}/snippet.{snippet.context or 'service'}"
    return place_in_root(snippet.file)


def place_in_root(path: str) -> str:
    """Return the place of a unit, or of a drop-in below the folder of its unit."""
    folder = basename(dirname(path))
    return f"{FOLDER}/{folder}/{basename(path)}" if folder.endswith(".d") else f"{FOLDER}/{basename(path)}"


def unit_of(place: str) -> str:
    folder = dirname(place)
    return basename(place) if folder == FOLDER else basename(folder).removesuffix(".d")


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
            return "units of another kind have this section: look at the ending of the unit's name"
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


CHECKER = EachChecker(
    name="systemd",
    tool="systemd",
    command="`systemd-analyze verify`",
    level=Level.LOADED,
    programs={"systemd-analyze": "systemd"},
    judge=judge,
    find_version=find_version,
    version=6,
    files=(
        *("/etc/systemd/system/*", "/etc/systemd/user/*", "*/.config/systemd/user/*"),
        *("/lib/systemd/system/*", "/usr/lib/systemd/system/*", "/usr/local/lib/systemd/system/*"),
        *("*.service", "*.socket", "*.timer"),
    ),
    languages=frozenset({"systemd", "ini", "conf", "unit", "service"}),
    recognise=is_unit_file,
    fragment_languages=frozenset({"systemd"}),
    contexts=frozenset({"service", "socket", "timer", "path", "target", "slice"}),
    plain=judge_plain,
)
