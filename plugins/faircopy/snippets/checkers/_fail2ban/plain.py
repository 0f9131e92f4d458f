"""Plain fences of fail2ban's files: told from others by their options, and judged where a copied fence does harm.

What the rest of a document, or the reader's machine, may have is not asked for: filters, actions, variables, logs.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban import filters, jail_actions, jail_values, jails, unread_files
from faircopy.snippets.checkers._fail2ban.expressions import VALUE_REFUSED
from faircopy.snippets.checkers._fail2ban.filters import is_anagram
from faircopy.snippets.checkers._fail2ban.gone import is_gone
from faircopy.snippets.checkers._fail2ban.includes import INCLUDE_MISSING
from faircopy.snippets.checkers._fail2ban.ini import Ini, parse_ini
from faircopy.snippets.checkers._fail2ban.parts import FencedFile, parts_of
from faircopy.snippets.checkers._fail2ban.paths import CONFIGURATION, is_jail_file, stock
from faircopy.snippets.checkers._plain.alternatives import is_introduced
from faircopy.snippets.checkers._plain.bad_examples import lines_called_wrong
from faircopy.snippets.checkers._plain.readings import ALTERNATIVES
from faircopy.snippets.checkers._plain.text import OMITTED, has_placeholder
from faircopy.snippets.model import Finding, Level, Outcome, Proof, Snippet, Task
from faircopy.snippets.rules import INCLUDE_OUTSIDE

KEY = re.compile(r"^[ \t]*(?P<name>[a-z][\w.]*)[ \t]*[:=]", re.MULTILINE)
# Names that no other program's INI files have.
OWN_KEYS = {
    *("failregex", "ignoreregex", "prefregex", "findtime", "bantime", "banaction", "actionban", "actionunban"),
    *("bantime.increment", "bantime.maxtime", "bantime.factor", "bantime.formula", "bantime.multipliers"),
}
SHARED_KEYS = {"filter", "enabled", "logpath", "port", "bantime", "action"}

# What is right or wrong by what stands elsewhere.
ELSEWHERE: frozenset[Rule] = frozenset(
    {
        *(INCLUDE_MISSING, INCLUDE_OUTSIDE, jails.FILTER_UNKNOWN, jails.NO_LOG),
        *(jails.JAIL_DISABLED, jail_actions.ACTION_UNKNOWN, jail_actions.BANS_NOBODY),
        *(unread_files.FILE_UNREAD, unread_files.OVERRIDDEN),
    }
)
# A value where a reader is to put in one of their own.
TO_FILL_IN: frozenset[Rule] = frozenset({jail_values.VALUE_UNREADABLE, VALUE_REFUSED})
FILL_IN_LINE = re.compile(r"\s*(?:<[^<>]*>|\[[^]]*\])\s*")
# A variable may be of another file.
UNDEFINED = re.compile(r"nothing defines '%\(")
FILTER = re.compile(r"[ \t]*(?P<name>[\w.-]+)")
ACTION = re.compile(r"^[ \t]*(?P<name>[\w.-]+)[ \t]*(?:\[|$)", re.MULTILINE)
STUB_FILTER, STUB_ACTION = "[Definition]\nfailregex = ^<HOST> \\S+$\n", "[Definition]\nactionban = true <ip>\n"


def is_fail2ban(code: str) -> bool:
    """Tell whether a text can only be fail2ban's: by the names of its options."""
    keys = {found["name"] for found in KEY.finditer(code)}
    return bool(keys & OWN_KEYS) or ("maxretry" in keys and bool(keys & SHARED_KEYS))


def plain_outcome(snippet: Snippet, check: Callable[[Task], Outcome]) -> tuple[Proof, tuple[Finding, ...]]:
    """Return what came of a plain fence. `check` judges its parts as files of one group."""
    parts = parts_of(snippet.code, snippet.hint)
    files = {CONFIGURATION + part.path: part.code for part in parts}
    if not files:
        return Proof(Level.PARSED), ()
    members = tuple(replace(snippet, file=CONFIGURATION + part.path, code=part.code) for part in parts)
    inis = [parse_ini(part.code) for part in parts if is_jail_file(part.path)]
    stubs = {path: text for ini in inis for path, text in stand_ins(ini)}
    outcome = check(Task(members, {**stubs, **files}))
    placed = [moved(one, parts[one.snippet]) for one in outcome.findings]
    open_parts = {number for number, part in enumerate(parts) if may_use_others(part, snippet.code)}
    unknown = [one for one in outcome.findings if is_undefined(one) and one.snippet in open_parts]
    called_wrong = lines_called_wrong(snippet.code)
    kept = [
        (note, one.follows)
        for one, at in zip(outcome.findings, placed, strict=True)
        if one not in unknown and at.line not in called_wrong and (note := harmful(at, snippet.code, stubs))
    ]
    is_whole = all(one.level is not Level.PARSED for one in outcome.proofs) and not unknown
    return Proof(Level.LOADED if is_whole else Level.PARSED), tuple(dict.fromkeys(causes(kept)))


def causes(found: Sequence[tuple[Finding, bool]]) -> Iterator[Finding]:
    """Yield findings without those that follow from another one; all where the other one harms nobody."""
    has_cause = any(note.rule.severity is Severity.ERROR and not follows for note, follows in found)
    yield from (note for note, follows in found if not (follows and has_cause))


def stand_ins(ini: Ini) -> Iterator[tuple[str, str]]:
    """Yield files for filters and actions that jails name and that are none of fail2ban's own."""
    for option in ini.options:
        if option.key == "filter" and (name := FILTER.match(option.value)) and not is_known("filter.d", name["name"]):
            yield f"{CONFIGURATION}filter.d/{name['name']}.conf", STUB_FILTER
        if option.key == "enabled" and not is_known("filter.d", option.section):
            yield f"{CONFIGURATION}filter.d/{option.section}.conf", STUB_FILTER
        if option.key in ("action", "banaction", "banaction_allports"):
            for name in ACTION.finditer(option.value):
                if not is_known("action.d", name["name"]):
                    yield f"{CONFIGURATION}action.d/{name['name']}.conf", STUB_ACTION


def is_known(folder: str, name: str) -> bool:
    return name in stock(folder) or is_gone(f"{folder}/{name}") or any(is_anagram(one, name) for one in stock(folder))


def may_use_others(part: FencedFile, code: str) -> bool:
    """Tell whether a variable of a part may come from another file: not in a whole filter that includes none."""
    is_filter = part.path.startswith("filter.d/") and part.path.endswith(".conf") and not part.added
    return (
        not is_filter
        or re.search(r"^[ \t]*(?:before|after)\s*=", part.code, re.MULTILINE) is not None
        or (OMITTED.search(code) is not None)
    )


def moved(finding: Finding, part: FencedFile) -> Finding:
    return replace(finding, snippet=0, line=max(finding.line - part.added, 0), follows=False)


def is_undefined(finding: Finding) -> bool:
    return finding.rule in (filters.FILE_REFUSED, jails.JAIL_REFUSED) and UNDEFINED.search(finding.message) is not None


def harmful(finding: Finding, code: str, stubs: Mapping[str, str]) -> Finding | None:
    """Return a finding as it is to be told of a plain fence, or None where nobody who copies that is harmed."""
    line = max(finding.line, 1)
    if is_of_elsewhere(finding, stubs) or is_to_fill_in(finding, code, line):
        return None
    if finding.rule is filters.OPTION_TWICE and is_introduced(code, line):
        fact = "these are alternatives; a file can have only one of them"
        return Finding(0, ALTERNATIVES, fact, line, hint="give each its own fence")
    return replace(finding, line=line)


def is_of_elsewhere(finding: Finding, stubs: Mapping[str, str]) -> bool:
    """Tell whether a finding is about what another file may have; what fail2ban has no longer, none of its has."""
    rule = finding.rule
    if rule in ELSEWHERE:
        return "no longer has it" not in finding.message and not is_swapped(finding)
    if rule is filters.REGEX_EMPTY:
        return "no section" not in finding.message
    if rule is filters.OPTION_UNKNOWN:
        return "nothing reads it" in finding.hint
    of_stubs = (f" '{name_of(path)}' does not" in f" {finding.message}" for path in stubs)
    return rule is jail_actions.ARGUMENT_UNKNOWN and any(of_stubs)


def is_swapped(finding: Finding) -> bool:
    """Tell whether a name is one of fail2ban's own with its letters in another order, which no file of others has."""
    meant = re.fullmatch(r"did you mean '(.+)'\?", finding.hint)
    return meant is not None and any(is_anagram(meant[1], one) for one in re.findall(r"'([^']+)'", finding.message))


def is_to_fill_in(finding: Finding, code: str, line: int) -> bool:
    """Tell whether a finding is about what a reader is to put in."""
    if finding.rule is filters.LINE_STRAY:
        return FILL_IN_LINE.fullmatch(code.split("\n")[line - 1]) is not None
    return finding.rule in TO_FILL_IN and has_placeholder(code, line)


def name_of(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".conf")
