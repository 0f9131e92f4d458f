"""What fail2ban accepts in a filter or action file without a word, and what cannot be meant."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from posixpath import basename

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.ini import Ini
from faircopy.snippets.checkers._nearest import MAX_SUGGESTIONS, SuggestionFinder
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.packaged import changed_files

FILE_REFUSED = Rule("SN205", Severity.ERROR, "fail2ban: fail2ban cannot read the file")
SECTION_UNKNOWN = Rule("SN201", Severity.ERROR, "fail2ban: a section has a name that fail2ban does not look for")
OPTION_UNKNOWN = Rule("SN202", Severity.ERROR, "fail2ban: an option has a name that fail2ban does not look for")
REGEX_EMPTY = Rule("SN203", Severity.ERROR, "fail2ban: a filter has no regular expression that finds failures")
TAG_ESCAPED = Rule("SN206", Severity.ERROR, "fail2ban: a tag is written in HTML's escapes")
OPTION_TWICE = Rule("SN211", Severity.ERROR, "fail2ban: an option or section appears twice in one file")
TAG_UNKNOWN = Rule(
    "SN213",
    Severity.WARNING,
    "fail2ban: a tag of an action is not one that fail2ban replaces",
    "the message names the nearest known one; give a tag of your own its value in `[Init]`",
)
LINE_STRAY = Rule("SN212", Severity.ERROR, "fail2ban: a line is neither a section nor an option")

SECTIONS = ("Definition", "Init", "INCLUDES", "DEFAULT")
# Behind the name of an action's section (jail.conf(5)).
CONDITIONS = ("family=inet4", "family=inet6")
# What fail2ban asks a filter for (client/filterreader.py), and what its own filters share.
FILTER_OPTIONS = ("failregex", "ignoreregex", "prefregex", "datepattern", "journalmatch", "maxlines", "usedns")
SHARED_FILTER_OPTIONS = ("logtype", "mode", "_daemon", "__prefix_line", "__bsd_syslog_verbose", "before", "after")
# What fail2ban asks an action for (client/actionreader.py and server/action.py).
ACTION_OPTIONS = (
    "actionstart", "actionstart_on_demand", "actionstop", "actionflush", "actionreload", "actioncheck", "actionrepair",
    "actionrepair_on_unban", "actionban", "actionprolong", "actionreban", "actionunban", "norestored", "timeout",
)  # fmt: skip
# What fail2ban replaces in an action's commands (server/actions.py, server/action.py, jail.conf(5)).
ACTION_TAGS = (
    "ip", "family", "ip-rev", "ip-host", "fid", "failures", "time", "bantime", "bancount", "matches", "restored",
    "ipmatches", "ipjailmatches", "ipfailures", "ipjailfailures", "raw-ticket", "jail.banned", "jail.banned_total",
    "jail.found", "jail.found_total", "name", "actname", "port", "protocol", "chain", "blocktype", "returntype",
    "lockingopt", "br", "sp", "fq-hostname", "sh-hostname",
)  # fmt: skip
OPEN_TAG = re.compile(rf"<(?:{'|'.join(map(re.escape, ACTION_TAGS))})(?![\w.>-])")
# What people call them.
OTHER_NAMES = {
    "address": "ip", "addr": "ip", "ipaddress": "ip", "ip-address": "ip", "host": "ip", "hostname": "ip-host",
    "jail": "name", "jailname": "name", "jail-name": "name", "ban-time": "bantime", "attempts": "failures",
    "lines": "matches", "log": "matches",
}  # fmt: skip
# All names in fail2ban's own files are like this. An expression that has lost its indent is none.
OPTION_NAME = re.compile(r"[\w.?/=-]+")


@dataclass(frozen=True, slots=True)
class FileProblem:
    """Something wrong at a place in one file; becomes a Finding once its snippet is known."""

    rule: Rule
    message: str
    hint: str = ""
    line: int = 1  # from 1
    column: int = 1
    tool_message: str = ""  # see Finding
    follows: bool = False  # see Finding


def lint_structure(ini: Ini) -> Iterator[FileProblem]:
    """Yield what is wrong with any of fail2ban's files: stray lines, and what stands twice.

    Python's configparser refuses both, with a message that names a file of ours.
    """
    headless = [line for line in ini.strays if line < min((one.line for one in ini.sections), default=1 << 30)]
    for line in [*headless[:1], *(one for one in ini.strays if one not in headless)]:
        fact, hint = "this line is neither a section, an option nor part of one", "write 'option = value', or indent it"
        if line in headless:
            fact, hint = "this line comes before any section", "put a section header like [Definition] above it"
        yield FileProblem(LINE_STRAY, fact, hint, line)
    seen: dict[str, int] = {}
    for section in ini.sections:
        if section.name in seen:
            fact = f"section '{section.name}' is already at line {seen[section.name]} of this snippet"
            yield FileProblem(OPTION_TWICE, fact, "combine the two sections", section.line, section.column)
        seen.setdefault(section.name, section.line)
    first: dict[tuple[str, str], int] = {}
    for option in ini.options:
        at = first.setdefault((option.section, option.key), option.line)
        if at != option.line:
            fact = f"option '{option.key}' is already at line {at} of this snippet, and fail2ban refuses the file"
            yield FileProblem(OPTION_TWICE, fact, "keep one of them", option.line, option.column)


def lint_filter(ini: Ini, *, part: bool, below: bool = False) -> Iterator[FileProblem]:
    """Yield what is wrong with a filter file that fail2ban would load.

    `part` when it is only there to be included; `below` when it adds to one that has all that it lacks, as a `.local`.
    """
    where = "a filter's options belong in [Definition]"
    names = [*lint_names(ini, FILTER_OPTIONS, SHARED_FILTER_OPTIONS, where, part=part)]
    yield from names
    failregex = ini.option("Definition", "failregex")
    if not any(section.name in SECTIONS for section in ini.sections) and ini.sections and not names and not part:
        fact = "this filter has no section [Definition], where fail2ban looks for its expressions"
        yield FileProblem(REGEX_EMPTY, fact, "jails belong in jail.local or jail.d", ini.sections[0].line)
    if any(section.name == "Definition" for section in ini.sections):
        includes = any(ini.option("INCLUDES", key) for key in ("before", "after"))
        misspelt = any("'failregex'" in note.hint for note in names)
        if failregex is None and not includes and not misspelt and not below:
            line = next(section.line for section in ini.sections if section.name == "Definition")
            yield FileProblem(REGEX_EMPTY, "this filter has no 'failregex'", "add 'failregex = ^<HOST> …'", line)
        elif failregex is not None and not failregex.value:
            fact = "'failregex' is empty, so this filter finds nothing"
            yield FileProblem(
                REGEX_EMPTY, fact, "add an expression with <HOST> in it", failregex.line, failregex.column
            )


def lint_action(ini: Ini) -> Iterator[FileProblem]:
    """Yield what is wrong with an action file that fail2ban would load."""
    yield from lint_names(
        ini, ACTION_OPTIONS, ("before", "after"), "an action's options belong in [Definition]", part=False
    )


def lint_tags(ini: Ini, tags: Iterable[str], jails: str) -> Iterator[FileProblem]:
    """Yield a note for each tag of an action's commands that is a known one misspelt, or by another name.

    `tags` are those that no option of the action defines; `jails` is the text of jails, which may give them a value.
    Any other may be an argument that a jail of the reader's gives.
    """
    for tag in tags:
        option = next((one for one in ini.options if f"<{tag}>" in one.value), None)
        if option is None or tag in ACTION_TAGS or tag.startswith("F-") or f"{tag}=" in jails.replace(" ", ""):
            continue
        line = next(one for one in option.lines if f"<{tag}>" in one.text)
        near = nearest(tag.replace("_", "-"), (*ACTION_TAGS, *OTHER_NAMES))
        if not near:
            continue
        hint = f"did you mean '<{OTHER_NAMES.get(near, near)}>'? give a tag of your own its value in [Init]"
        column = line.column + line.text.index(f"<{tag}>")
        yield FileProblem(
            TAG_UNKNOWN, f"'<{tag}>' is not a tag, and stays in the command unchanged", hint, line.line, column
        )


def lint_open_tags(ini: Ini) -> Iterator[FileProblem]:
    """Yield a note for each tag of an action's commands that has no end: a shell reads a file of that name."""
    for option in ini.options:
        for line in option.lines if option.key.startswith("action") else ():
            if tag := OPEN_TAG.search(line.text):
                fact, hint = f"'{tag[0]}' has no '>', so a shell takes it as a file to read", f"write '{tag[0]}>'"
                yield FileProblem(TAG_UNKNOWN, fact, hint, line.line, line.column + tag.start())


def lint_names(
    ini: Ini, names: Iterable[str], shared: Iterable[str], where: str, *, part: bool
) -> Iterator[FileProblem]:
    """Yield sections and options whose names look like a known one's, and that nothing refers to.

    `names` are the options that fail2ban asks for, `shared` those that its own files have by custom.
    """
    names = tuple(names)
    yield from lint_section_names(ini, names, where, part=part)
    yield from lint_option_names(ini, (*names, *shared))


def lint_section_names(ini: Ini, names: Sequence[str], where: str, *, part: bool) -> Iterator[FileProblem]:
    """Yield sections that fail2ban does not read, and that were meant to be one that it reads."""
    has_definition = any(section.name.strip() == "Definition" for section in ini.sections)
    text = all_values(ini)
    for section in ini.sections:
        name, _, condition = section.name.partition("?")
        fact = f"fail2ban does not look into section '{section.name}'"
        if condition and name in SECTIONS and condition not in CONDITIONS:
            hint = f"write '[{name}?family=inet4]' or '[{name}?family=inet6]'"
            yield FileProblem(SECTION_UNKNOWN, fact, hint, section.line, section.column)
        if name in SECTIONS or f"{name}/" in text:
            continue
        near = nearest(name.strip(), SECTIONS)
        if near or (not part and not has_definition and any(one.key in names for one in ini.options_of(section.name))):
            hint = f"did you mean '[{near}]'?" if near else where
            yield FileProblem(SECTION_UNKNOWN, fact, hint, section.line, section.column)


def lint_option_names(ini: Ini, known: Sequence[str]) -> Iterator[FileProblem]:
    """Yield options whose names look like a known one's, or like no option's, and that nothing refers to."""
    text = all_values(ini)
    misspelt = 0
    for option in ini.options:
        name = option.key.partition("?")[0]
        # A leading underscore is fail2ban's own custom for names that only interpolation uses.
        if name in known or name.startswith("_") or is_referred_to(name, text):
            continue
        if not OPTION_NAME.fullmatch(name):
            fact = f"fail2ban takes '{excerpt(name)}' as an option name, which it does not know"
            hint = "indent the line if it continues the one above"
            yield FileProblem(OPTION_UNKNOWN, fact, hint, option.line, option.column)
            continue
        # Enough is wrong with it then.
        near = nearest(name, known) if misspelt < MAX_SUGGESTIONS else ""
        if near:
            misspelt += 1
            fact = f"fail2ban does not know option '{option.key}'"
            yield FileProblem(OPTION_UNKNOWN, fact, f"did you mean '{near}'?", option.line, option.column)


def all_values(ini: Ini) -> str:
    return "\n".join(option.value for option in ini.options)


def is_referred_to(name: str, text: str) -> bool:
    return f"%({name})s" in text or f"<{name}>" in text or f"%(known/{name})s" in text


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that `name` was meant to be, or ""."""
    by_lower = {one.lower(): one for one in known}
    if name.lower() in by_lower:
        return by_lower[name.lower()]
    near = get_close_matches(name.lower(), by_lower, n=1, cutoff=0.8)
    # Two letters the other way round weigh too much in a short name.
    near = near or [one for one in by_lower if len(one) > 3 and is_anagram(one, name.lower())]
    return by_lower[near[0]] if near else ""


def is_anagram(known: str, name: str) -> bool:
    return known[0] == name[0] and sorted(known) == sorted(name)


def suggestion(
    near: SuggestionFinder,
    name: str,
    known: Iterable[str],
    otherwise: str = "add it to the group as a snippet of its own",
) -> str:
    if f"{name.removesuffix('.conf')}.conf" in {basename(path) for path in changed_files("fail2ban")}:
        return "this machine's own is not as fail2ban's package brought it, and is not used; reinstall the package"
    found = nearest(name, known) if name != name.lower() else near.find(name, known, cutoff=0.6)
    return f"did you mean '{found}'?" if found else otherwise
