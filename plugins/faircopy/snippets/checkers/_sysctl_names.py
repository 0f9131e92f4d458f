"""Names of kernel settings that are a slip away from one that Linux has: the machine's own kernel is not asked."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._nearest import is_slip
from faircopy.snippets.model import Finding

MISSPELT = Rule(
    "SN643",
    Severity.ERROR,
    "Linux has no kernel setting of this name, but one that differs by a single character",
    "correct the name; other names are not checked, because modules may define them",
)
GONE = Rule(
    "SN644", Severity.WARNING, "newer versions of Linux no longer have this kernel setting", "leave the line out"
)
# Names that have left Linux, and the version that they left it in, by its own commits and documentation.
LEFT = {
    "net.ipv4.tcp_tw_recycle": "4.12",
    # Moved to debugfs.
    "kernel.sched_latency_ns": "5.13",
    "kernel.sched_migration_cost_ns": "5.13",
    "kernel.sched_min_granularity_ns": "5.13",
    "kernel.sched_wakeup_granularity_ns": "5.13",
}

SETTING = re.compile(r"(?P<space>[ \t]*(?:-[ \t]*)?)(?P<name>[A-Za-z][\w./:-]*)(?=[ \t]*=)")
OF_ONE = ("*",)  # in the place of an interface: `net.ipv4.conf.*`


def misspelt(code: str) -> Iterator[Finding]:
    """Yield a finding for each name that only a slip of the hand divides from a known one."""
    for number, line in enumerate(code.split("\n"), 1):
        setting = SETTING.match(line)
        if setting and (version := LEFT.get(".".join(parts_of(setting["name"])))):
            fact = f"Linux ≥ {version} has no kernel setting '{setting['name']}'"
            yield Finding(0, GONE, fact, number, setting.end("space") + 1, "leave the line out")
        elif setting and (meant := name_meant(setting["name"])):
            fact = f"Linux has no kernel setting '{setting['name']}'"
            yield Finding(0, MISSPELT, fact, number, setting.end("space") + 1, f"did you mean '{meant}'?", fact)


def name_meant(name: str) -> str:
    """Return the known name that another is one slip away from; "" if it is known itself, or none is near."""
    *folders, last = parts_of(name)
    folder = ".".join(folders)
    is_of_one = folders[2:3] in (["conf"], ["neigh"])
    general = ".".join([*folders[:3], *OF_ONE]) if is_of_one else folder
    known = names_by_folder()
    if general in known:
        # Of the same family, as `tcp_rmem` and `tcp_wmem`, all are known.
        near = next((one for one in known[general] if is_slip(last, one)), "") if last not in known[general] else ""
        return f"{folder}.{near}" if near else ""
    return next((f"{one}.{last}" for one in known if last in known[one] and is_slip(general, one)), "")


def parts_of(name: str) -> list[str]:
    """Return the parts of a name. Where a slash is the first sign between them, dots are of a name (sysctl(8))."""
    first = re.search(r"[./]", name)
    return name.split(first[0]) if first else [name]


@cache
def names_by_folder() -> dict[str, frozenset[str]]:
    data = tomllib.loads((resources.files(__package__) / "_sysctl_names.toml").read_text(encoding="utf-8"))
    return {folder: frozenset(names.split()) for folder, names in data.items()}
