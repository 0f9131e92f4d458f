"""Files below /etc/fail2ban that fail2ban does not read, or reads in another order than the author thinks."""

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from posixpath import basename

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.filters import OPTION_UNKNOWN, SECTION_UNKNOWN, FileProblem, nearest
from faircopy.snippets.checkers._fail2ban.ini import Ini, Option, parse_ini
from faircopy.snippets.checkers._fail2ban.jail_values import VALUE_UNREADABLE
from faircopy.snippets.checkers._fail2ban.message_files import names_included
from faircopy.snippets.checkers._fail2ban.paths import CONFIGURATION, is_jail_file
from faircopy.snippets.checkers._fail2ban.values import TRUE_OR_FALSE, trouble_with_duration, trouble_with_int
from faircopy.snippets.packaged import packaged_files

FILE_UNREAD = Rule(
    "SN229",
    Severity.ERROR,
    "fail2ban: fail2ban reads no file of this name",
    "files in `jail.d`, `filter.d` and `action.d` end in `.conf` or `.local`",
)
OVERRIDDEN = Rule(
    "SN251",
    Severity.WARNING,
    "fail2ban: a value has no effect, as a file that is read later sets another",
    "fail2ban reads jail.conf, jail.d/*.conf, jail.local, jail.d/*.local; the last value counts",
)

FOLDERS = ("jail.d", "filter.d", "action.d", "fail2ban.d")
READ_WHOLE = ("jail.d", "fail2ban.d")  # in the others jails name a file, perhaps with a folder
TOP = ("jail.conf", "jail.local", "fail2ban.conf", "fail2ban.local")
SERVER_FILE = re.compile(r"fail2ban\.(?:conf|local)|fail2ban\.d/[^/]+\.(?:conf|local)")
SERVER_SECTIONS = ("Definition", "Thread", "DEFAULT")
# fail2ban.conf(5), `loglevel`. Numbers of Python's logging are taken, too (fail2ban/helpers.py).
LOG_LEVELS = ("CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG", "TRACEDEBUG", "HEAVYDEBUG")


def notes_on_name(path: str, files: Mapping[str, Ini]) -> Iterator[FileProblem]:
    """Yield a note when fail2ban does not read a file: `path`, below /etc/fail2ban, of a group of `files`."""
    folder, slash, name = path.rpartition("/")
    included = {basename(one) for ini in files.values() for one in names_included(ini)}
    if name in included or name.endswith(".py") or folder.startswith("filter.d/ignorecommands"):
        return
    if slash and folder not in FOLDERS:
        top, _, below = folder.partition("/")
        meant = "" if below else nearest(top, FOLDERS)
        if below and top in READ_WHOLE:
            fact = f"fail2ban does not look into folders below '{top}'"
            yield FileProblem(FILE_UNREAD, fact, f"call it '{CONFIGURATION}{top}/{name}'", 0)
        elif meant:
            fact = f"fail2ban does not look into the folder '{folder}'"
            yield FileProblem(FILE_UNREAD, fact, f"call it '{CONFIGURATION}{meant}/{name}'", 0)
    elif slash and not name.endswith((".conf", ".local")):
        stem = re.sub(r"\.(?:cfg|conf\.\w+|ini|config|cnf|txt|jail|filter|local\.\w+)$", "", name)
        ending = ".local" if folder == "jail.d" else ".conf"
        fact = f"fail2ban reads only '*.conf' and '*.local' in '{folder}', and not '{name}'"
        yield FileProblem(FILE_UNREAD, fact, f"call it '{CONFIGURATION}{folder}/{stem}{ending}'", 0)
    elif not slash and path not in TOP and not path.startswith("paths-"):
        near = get_close_matches(path, TOP, n=1, cutoff=0.8) or [likely_place(path, files)]
        yield FileProblem(FILE_UNREAD, f"fail2ban does not read '{path}'", f"call it '{CONFIGURATION}{near[0]}'", 0)


def likely_place(name: str, files: Mapping[str, Ini]) -> str:
    """Return where a file that stands beside jail.conf would be read, by the options that it has."""
    ini = files.get(CONFIGURATION + name)
    keys = {option.key for option in ini.options} if ini else set[str]()
    folder = "filter.d" if "failregex" in keys and "enabled" not in keys else "jail.d"
    return f"{'action.d' if 'actionban' in keys else folder}/{name}"


def rank(path: str) -> tuple[int, str]:
    """Return where a jail file stands in the order in which fail2ban reads them (client/configreader.py)."""
    return 2 * path.endswith(".local") + path.startswith("jail.d/"), path


def notes_on_order(path: str, ini: Ini, files: Mapping[str, Ini]) -> Iterator[FileProblem]:
    """Yield a note for each value of a jail file that an *earlier* one of the group overrules.

    `files` are in the order of the document: who shows a file later means it to count.
    """
    jails = {one.removeprefix(CONFIGURATION): other for one, other in files.items()}
    jails = {one: other for one, other in jails.items() if is_jail_file(one)}
    names = list(jails)
    earlier = names[: names.index(path)] if path in names else []
    for option in ini.options:
        for other in earlier:
            winner = jails[other].option(option.section, option.key)
            if rank(other) > rank(path) and winner and is_overruled(option, winner):
                fact = f"'{other}' is read after '{path}', and sets '{option.key}' to '{winner.value}'"
                yield FileProblem(OVERRIDDEN, fact, "keep one of the two", *option.place)


def is_overruled(option: Option, winner: Option) -> bool:
    return winner.value != option.value and "%(known/" not in winner.value


def notes_on_server_file(ini: Ini) -> Iterator[FileProblem]:
    """Yield what is wrong with fail2ban.local: the options are those that fail2ban's own fail2ban.conf has."""
    stock = parse_ini(packaged_files("fail2ban").get(f"{CONFIGURATION}fail2ban.conf", b"").decode(errors="replace"))
    known = {option.key for option in stock.options} | {"syslogsocket", "dbmaxmatches", "allowipv6", "stacksize"}
    text = "\n".join(option.value for option in ini.options)
    for section in ini.sections:
        if section.name not in ("Definition", "Thread", "DEFAULT", "INCLUDES"):
            fact = f"fail2ban does not look into section '{section.name}' of this file"
            yield FileProblem(SECTION_UNKNOWN, fact, "jails belong in jail.local", section.line, section.column)
    for option in ini.options:
        if option.section not in SERVER_SECTIONS:
            continue
        check, hint = SERVER_CHECKS.get(option.key, (None, ""))
        if option.section != "DEFAULT" and option.key not in known and f"%({option.key})s" not in text:
            near = nearest(option.key, known)
            hint = f"did you mean '{near}'?" if near else "jails and their options belong in jail.local"
            fact = f"fail2ban does not know option '{option.key}' in this file"
            yield FileProblem(OPTION_UNKNOWN, fact, hint, option.line, option.column)
        elif check and option.value and "%(" not in option.value and (trouble := check(option.value)):
            yield FileProblem(VALUE_UNREADABLE, f"{option.key}: {trouble}", hint, *option.place)


def trouble_with_level(value: str) -> str:
    return "" if value.upper() in LOG_LEVELS or value.isdigit() else f"'{value}' is not a level of fail2ban's log"


def trouble_with_ipv6(value: str) -> str:
    if value.lower() in ("auto", *TRUE_OR_FALSE):
        return ""
    return f"'{value}' is not auto, true or false, so fail2ban takes it as false"


# Values with which the server does not start, or that it takes for another.
SERVER_CHECKS: Mapping[str, tuple[Callable[[str], str], str]] = {
    "loglevel": (trouble_with_level, f"known: {', '.join(LOG_LEVELS)}"),
    "allowipv6": (trouble_with_ipv6, "write auto, true or false"),
    "dbmaxmatches": (trouble_with_int, "write a whole number"),
    "dbpurgeage": (trouble_with_duration, "write seconds, or a number with a unit: 600, 10m, 1d"),
}
