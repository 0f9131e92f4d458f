"""The keys of systemd's units, from its source and manual."""

import re

from sources import Table, git

SOURCE = "https://github.com/systemd/systemd/tree/main/man"
OLDEST = (241,)
ENTRY = re.compile(r"<varlistentry>(?P<text>.*?)</varlistentry>", re.DOTALL)
TERM = re.compile(r"<term><varname>(?P<name>\w+)=</varname>")
# A word as a value of a key, as `disconnected`.
OPTION = re.compile(r"<(?P<tag>option|literal)>(?P<name>[a-z][a-z-]+)</(?P=tag)>")
PAGES = ("exec", "service", "unit", "socket", "timer", "path", "mount", "automount", "swap", "kill", "resource-control")
# How systemd marks a key in its source that it no longer has, and takes without an error.
BOOLEANS = ("true", "false", "yes", "no", "on", "off")
KEY = re.compile(r"^[^\s.]+\.(?P<name>\w+),", re.MULTILINE)
LEGACY = re.compile(r"^[^\s.]+\.(?P<name>\w+),\s*config_parse_warn_compat,\s*DISABLED_LEGACY", re.MULTILINE)
GPERF = ("src/core/load-fragment-gperf.gperf.in", "src/core/load-fragment-gperf.gperf.m4")


def table(folder: str) -> Table:
    """Return the keys of units by the version that first has them; a value behind its key: "Type notify-reload"."""
    found: Table = {"since": {}, "gone": {}}
    tags = sorted(int(tag[1:]) for tag in re.findall(r"^v\d{3}$", git(folder, "tag"), re.MULTILINE))
    before: set[str] = set()
    legacy: set[str] = set()
    for number in (number for number in tags if (number,) >= OLDEST):
        now, old = before | unit_words(folder, number), legacy | set(LEGACY.findall(unit_keys(folder, number)))
        if before:
            found["since"] |= {str(number): sorted(now - before)} if now - before else {}
            found["gone"] |= {str(number): sorted(old - legacy)} if old - legacy else {}
        before, legacy = now, old
    return found


def unit_words(folder: str, number: int) -> set[str]:
    """Return the keys that a version knows, and each with the values that its manual names for it alone."""
    found = set(KEY.findall(unit_keys(folder, number)))
    for page in PAGES:
        for entry in ENTRY.finditer(git(folder, "show", f"v{number}:man/systemd.{page}.xml")):
            names, values = TERM.findall(entry["text"]), [one["name"] for one in OPTION.finditer(entry["text"])]
            found |= {f"{names[0]} {value}" for value in values if len(names) == 1 and value not in BOOLEANS}
    return found


def unit_keys(folder: str, number: int) -> str:
    """Return the table of keys in the source of a version."""
    path = next(path for path in GPERF if path in git(folder, "ls-tree", "--name-only", f"v{number}", "src/core/"))
    return git(folder, "show", f"v{number}:{path}")
