"""systemd's units, by systemd-analyze verify."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from posixpath import basename, dirname

from faircopy.snippets.checkers._each import EachChecker, Judgement, unparsed
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._newer import NEEDS_NEWER
from faircopy.snippets.checkers._plain.files import COMMANDS, is_filled_in, kind_of_file, reading_of
from faircopy.snippets.checkers._plain.readings import other_text
from faircopy.snippets.checkers._plain.systemd import is_unit as is_unit_file
from faircopy.snippets.checkers._plain.systemd import may_be_unit, units_of, with_paths
from faircopy.snippets.checkers._plain.text import is_as_written, kinds_of
from faircopy.snippets.checkers._systemd.commands import forms_of_dates, shell_syntax
from faircopy.snippets.checkers._systemd.messages import (
    DEPRECATED,
    MESSAGE,
    OF_THE_MACHINE,
    REFUSED,
    SUMMARY,
    UNKNOWN_KEY,
    UNKNOWN_SECTION,
    find_version,
    finding_of,
    in_section,
    is_unit,
    items,
    since_of,
    without_words,
)
from faircopy.snippets.checkers._systemd.names import doubtful_names
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

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
OTHER_BEGINNINGS = kinds_of(
    (rf"{COMMANDS}|[\u25cf\u25cb\u00d7] |Loaded: |Active: |Created symlink|Removed ", "commands, or output"),
    (r"\w+:(?: |$)", "YAML"),
)
# A variable that a shell puts in as it writes the file.
SHELL_VALUE = re.compile(r"\$\{?[A-Za-z]")
# `After=   # starts before this`: what the option means, in a list of options that have no values.
ONLY_EXPLAINED = re.compile(r"[ \t]*\w+[ \t]*=[ \t]*[#;]")


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
    found = findings_in(place, about, snippet, sandbox)
    if not found:
        # What systemd says of the unit as a whole mostly follows from a line that it ignored.
        found = findings_about(unit, about, snippet, sandbox)
        if any(unit_of(other) == unit for other in group if other != place):
            # Nobody knows of which of the unit's files it says that.
            found = [replace(one, tool_message="") for one in found]
    found = [*without_words(found, snippet.code)]
    newer = any(one.rule is NEEDS_NEWER for one in found)
    reported = {one.line for one in found}
    own_checks = (*shell_syntax(snippet.code), *forms_of_dates(snippet.code), *doubtful_names(snippet.code))
    found += [one for one in own_checks if one.line not in reported]
    return Judgement(Level.PARSED if newer else Level.LOADED, tuple(found))


def findings_in(place: str, messages: Iterable[re.Match[str]], snippet: Snippet, sandbox: Sandbox) -> list[Finding]:
    """Return what systemd says of lines of the file at `place`, the snippet's."""
    nearest = SuggestionFinder()
    own = [one for one in messages if one["file"] == place]
    # What it does not know yet, it ignores, and goes on.
    return [since_of(one, snippet.code, sandbox) or finding_of(one, nearest, sandbox) for one in own]


def findings_about(unit: str, messages: Iterable[re.Match[str]], snippet: Snippet, sandbox: Sandbox) -> list[Finding]:
    """Return what systemd says of a unit as a whole, each at the section that it is about."""
    nearest = SuggestionFinder()
    found = [finding_of(one, nearest, sandbox) for one in messages if is_unit(one["unit"], unit)]
    return [in_section(one, snippet.code) for one in found] if snippet.file else found


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
    lines = ["", *snippet.code.split("\n")]
    found = [one for one in found if not ONLY_EXPLAINED.match(lines[one.line])]
    own = dict.fromkeys(one for one in found if one.rule not in (REFUSED, DEPRECATED) or is_harm(one, snippet.code))
    return Judgement(level, tuple(own))


def is_harm(finding: Finding, code: str) -> bool:
    """Tell whether a finding is about a line as it is copied. What systemd misses in a part stands elsewhere."""
    message = finding.message
    if finding.rule is DEPRECATED:
        return "has been removed" in message
    is_known = bool(finding.hint) or not (UNKNOWN_KEY.search(message) or UNKNOWN_SECTION.search(message))
    return finding.line > 0 and is_known and is_filled_in(code, finding.line) and not SHELL_VALUE.search(message)


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
