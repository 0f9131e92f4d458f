"""What a file of jails says that fail2ban reads, and would not complain of: names, values, paths."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from html import unescape

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers import _newer
from faircopy.snippets.checkers._fail2ban.filters import (
    FILTER_OPTIONS,
    OPTION_NAME,
    OPTION_UNKNOWN,
    SECTION_UNKNOWN,
    FileProblem,
    nearest,
)
from faircopy.snippets.checkers._fail2ban.ini import Ini, IniSection, Option, place_in
from faircopy.snippets.checkers._fail2ban.paths import library_version
from faircopy.snippets.checkers._fail2ban.values import (
    BACKENDS,
    trouble_with_addresses,
    trouble_with_backend,
    trouble_with_ban_time,
    trouble_with_bool,
    trouble_with_chain,
    trouble_with_duration,
    trouble_with_ignore_cache,
    trouble_with_int,
    trouble_with_multipliers,
    trouble_with_positive_duration,
)
from faircopy.snippets.checkers._nearest import MAX_SUGGESTIONS
from faircopy.snippets.excerpt import excerpt

VALUE_UNREADABLE = Rule("SN221", Severity.ERROR, "fail2ban: a value in a jail cannot be what fail2ban reads it as")

NAME_LONG = Rule(
    "SN253",
    Severity.WARNING,
    "fail2ban: the name of a jail is too long for a chain of a firewall, or ends a word of its commands",
    "give it a name of letters, digits and hyphens, 25 at most",
)
MAX_NAME_CHARS = 25  # iptables has 29 for a chain, four of which are "f2b-" (server/jail.py)

# What fail2ban asks a jail for (client/jailreader.py) beside the options of its filter.
JAIL_OPTIONS = (
    "enabled", "backend", "maxretry", "maxmatches", "findtime", "bantime", "bantime.increment", "bantime.factor",
    "bantime.formula", "bantime.multipliers", "bantime.maxtime", "bantime.rndtime", "bantime.overalljails",
    "ignorecommand", "ignoreself", "ignoreip", "ignorecache", "filter", "logtimezone", "logencoding", "logpath",
    "action",
)  # fmt: skip
# What the stock jail.conf and its actions make of names that fail2ban itself does not ask for (jail.conf, [DEFAULT]).
STOCK_OPTIONS = (
    "port", "protocol", "chain", "banaction", "banaction_allports", "mta", "destemail", "sender", "sendername", "mode",
    "fail2ban_agent", "blocktype", "returntype", "action_", "action_mw", "action_mwl", "action_xarf", "action_cf_mwl",
    "action_blocklist_de", "action_abuseipdb", "abuseipdb_apikey", "default_backend", "syslog_authpriv", "knocking_url",
)  # fmt: skip
# Of fail2ban.conf(5): nothing looks for them in a file of jails.
SERVER_OPTIONS = (
    "loglevel", "logtarget", "syslogsocket", "socket", "pidfile", "dbfile", "dbpurgeage", "dbmaxmatches", "allowipv6",
)  # fmt: skip
ENDS_WORD = re.compile(r"[\s'\"$`;&|()<>*?#\\]")
NOT_JAILS = ("DEFAULT", "INCLUDES")
# Names that are read as those of jails, and are meant to be one of those.
NO_JAILS_EITHER = {"default": "DEFAULT", "defaults": "DEFAULT", "include": "INCLUDES", "includes": "INCLUDES"}
ANY_JAIL = "sshd"
BRACES = re.compile(r"\{[^{},\s]*,[^{}\s]*\}")
FILTER_SECTIONS = ("Definition", "Init")

CHECKS: Mapping[str, tuple[Callable[[str], str], str]] = {
    "enabled": (trouble_with_bool, "write true or false"),
    "ignoreself": (trouble_with_bool, "write true or false"),
    "bantime.increment": (trouble_with_bool, "write true or false"),
    "bantime.overalljails": (trouble_with_bool, "write true or false"),
    "maxretry": (trouble_with_int, "write a number"),
    "maxmatches": (trouble_with_int, "write a number"),
    "maxlines": (trouble_with_int, "write a number"),
    "chain": (trouble_with_chain, "write the name of one chain, such as INPUT or DOCKER-USER"),
    "bantime": (trouble_with_ban_time, "write seconds, or a number with a unit: 600, 10m, 1h 30m, -1 for ever"),
    "findtime": (trouble_with_positive_duration, "write seconds, or a number with a unit: 600, 10m, 1h 30m"),
    "bantime.maxtime": (trouble_with_duration, "write seconds, or a number with a unit: 600, 10m, 5w"),
    "bantime.rndtime": (trouble_with_duration, "write seconds, or a number with a unit: 600, 10m"),
    "backend": (trouble_with_backend, f"known: {', '.join(BACKENDS)}"),
    "bantime.multipliers": (trouble_with_multipliers, "write whole numbers, separated by single spaces: 1 2 4 8"),
    "ignorecache": (trouble_with_ignore_cache, 'write key="<ip>", max-count=100, max-time=5m'),
    "ignoreip": (trouble_with_addresses, "write addresses, networks like 192.0.2.0/24, or host names"),
}


def jail_names(ini: Ini) -> list[str]:
    """Return the jails of a file, in order."""
    others = (*NOT_JAILS, *FILTER_SECTIONS)
    names = dict.fromkeys(section.name for section in ini.sections if section.name not in others)
    return [name for name in names if name.lower() not in NO_JAILS_EITHER]


def jails_to_judge(ini: Ini) -> list[str]:
    """Return the jails by which a file is judged: its own; one of fail2ban's where it has only defaults for all."""
    return jail_names(ini) or ([ANY_JAIL] if any(ini.options_of("DEFAULT")) else [])


def lint_jails(ini: Ini, text: str, stock_names: Iterable[str]) -> Iterator[FileProblem]:
    """Yield options and values of a jail file that fail2ban would not complain of.

    `text` has the values of all jail files of the group, one of which may use what another defines.
    """
    known = (*JAIL_OPTIONS, *FILTER_OPTIONS, *STOCK_OPTIONS, *stock_names, "before", "after")
    for section in ini.sections:
        yield from lint_section(section)
    unknown = 0
    for option in ini.options:
        if option.section in FILTER_SECTIONS:
            continue
        if option.key in SERVER_OPTIONS and f"%({option.key})s" not in text:
            fact = f"option '{option.key}' belongs to fail2ban's server, not to a jail"
            hint = "move it to fail2ban.local, below [Definition]"
            yield FileProblem(OPTION_UNKNOWN, fact, hint, option.line, option.column)
        elif option.key not in known and (newer := since_of(option.key, option.line, option.column)):
            yield newer
        elif option.key not in known and f"%({option.key})s" not in text:
            unknown += 1
            yield from unknown_option(option, known if unknown <= MAX_SUGGESTIONS else ())
        yield from lint_value(option)
        if option.key == "ignoreip" and "file:/" in option.value and (newer := since_of("file:", *option.place)):
            yield newer
        if option.key == "logpath":
            yield from lint_log_path(option)


def lint_section(section: IniSection) -> Iterator[FileProblem]:
    """Yield what is wrong with the name of a section in a file of jails."""
    at = (section.line, section.column)
    if section.name in FILTER_SECTIONS:
        fact = f"section '{section.name}' belongs to a filter or action, but this file defines jails"
        yield FileProblem(SECTION_UNKNOWN, fact, "filters belong in filter.d, actions in action.d", *at)
    elif section.name != section.name.strip():
        fact = f"the spaces in '[{section.name}]' are part of the jail's name"
        yield FileProblem(SECTION_UNKNOWN, fact, f"write '[{section.name.strip()}]'", *at)
    elif section.name.lower() in NO_JAILS_EITHER and section.name not in NOT_JAILS:
        fact = f"section '{section.name}' is the name of a jail to fail2ban"
        yield FileProblem(SECTION_UNKNOWN, fact, f"did you mean '[{NO_JAILS_EITHER[section.name.lower()]}]'?", *at)
    elif section.name not in NOT_JAILS and (sign := ENDS_WORD.search(section.name)):
        fact = (
            f"the name of jail '{excerpt(section.name)}' is used in commands, where a shell ends a word at '{sign[0]}'"
        )
        yield FileProblem(NAME_LONG, fact, "write a hyphen instead", *at)
    elif len(section.name) > MAX_NAME_CHARS and section.name not in NOT_JAILS:
        length = len(section.name)
        fact = f"the name of jail '{excerpt(section.name)}' has {length} letters, too many for an iptables chain"
        yield FileProblem(NAME_LONG, fact, "use 25 at most", *at)


def unknown_option(option: Option, known: Iterable[str]) -> Iterator[FileProblem]:
    """Yield a note on an option that nothing reads, but for a variable in [DEFAULT] that another file may use."""
    if not OPTION_NAME.fullmatch(option.key):
        fact = f"fail2ban takes '{excerpt(option.key)}' as an option name, which it does not know"
        hint = "indent the line if it continues the one above"
        if option.key.startswith("- "):
            hint = "remove the '-': fail2ban has no such lists"
        elif option.key.endswith("+"):
            hint = "fail2ban has no '+=': write the value on its own line below the first, indented"
        elif option.key != unescape(option.key):
            hint = f"write the character itself for {option.key[option.key.index('&') :]}"
        yield FileProblem(OPTION_UNKNOWN, fact, hint, option.line, option.column)
        return
    near = nearest(option.key, known) if known else ""
    # A longer name with a known one in it is no slip of the hand: action_abuseipdb_ssh.
    meant = "" if re.fullmatch(rf"{re.escape(near)}[_.-]\w{{3,}}", option.key) else near
    if meant or option.section != "DEFAULT":
        hint = f"did you mean '{meant}'?" if meant else "remove it; nothing reads it"
        yield FileProblem(
            OPTION_UNKNOWN, f"fail2ban does not know option '{option.key}'", hint, option.line, option.column
        )


def since_of(name: str, line: int, column: int) -> FileProblem | None:
    """Return what is to be said of a filter, action or option that a newer fail2ban has."""
    table = _newer.table("fail2ban", "fail2ban")
    # In its manual only: a file of addresses.
    table = replace(table, since={**table.since, "file:": "1.1.1"}, gone={})
    found = table.finding(name, library_version() or "", line)
    return FileProblem(found.rule, found.message, found.hint, line, column) if found else None


def lint_log_path(option: Option) -> Iterator[FileProblem]:
    """Yield what is wrong with a line of `logpath`: a path, and perhaps where to begin (client/jailreader.py)."""
    for line in option.lines:
        if line.text[0] in "\"'":
            fact = "the quotes around this path are part of it, so fail2ban finds no such file"
            yield FileProblem(VALUE_UNREADABLE, fact, "leave the quotes out", line.line, line.column)
            continue
        if not line.text.startswith(("/", "%", "<")) or line.text.endswith("/"):
            fact = f"'{excerpt(line.text)}' is not a whole path, so fail2ban cannot read a log from it"
            yield FileProblem(
                VALUE_UNREADABLE, fact, "write the whole path of a file, /var/log/…", line.line, line.column
            )
            continue
        if comma := re.search(r",\s*/", line.text):
            fact = "a comma does not separate paths: fail2ban looks for one file with the whole name"
            column = line.column + comma.start()
            yield FileProblem(VALUE_UNREADABLE, fact, "write each path on its own line, indented", line.line, column)
            continue
        if braces := BRACES.search(line.text):
            fact = f"fail2ban's patterns have *, ? and [ ], but no braces, so it looks for a file with '{braces[0]}'"
            hint = "write each path on its own line, indented"
            yield FileProblem(VALUE_UNREADABLE, fact, hint, line.line, line.column + braces.start())
            continue
        words = [] if "%(" in line.text else line.text.split()
        if len(words) > 1 and words[1].lower() not in ("head", "tail"):
            fact = f"fail2ban takes '{words[1]}' as where to begin in '{words[0]}', which must be 'head' or 'tail'"
            column = line.column + line.text.index(words[1], len(words[0]))
            yield FileProblem(VALUE_UNREADABLE, fact, "write each path on its own line, indented", line.line, column)


def lint_value(option: Option) -> Iterator[FileProblem]:
    check, hint = CHECKS.get(option.key, (None, ""))
    # A value with an interpolation is known only after fail2ban has read it.
    if check is None or "%(" in option.value or not option.value:
        return
    if trouble := check(option.value.replace("\n", " ")):
        named = re.search(r"'([^']+)'", trouble)
        at = place_in(option, named[1]) if named else option.place
        yield FileProblem(VALUE_UNREADABLE, f"{option.key}: {trouble}", hint, *at)
