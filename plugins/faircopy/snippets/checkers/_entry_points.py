"""Checkers of other distributions, by entry points of the group `faircopy.checkers`.

Their code runs in our own process, so install only what you trust.
"""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

GROUP = "faircopy.checkers"
# The members that each checker must have.
MEMBERS = (
    *(
        "name",
        "tool",
        "command",
        "programs",
        "level",
        "version",
        "files",
        "languages",
        "recognise",
        "fragment_languages",
    ),
    *("contexts", "reads_logs", "judges_each", "tool_version", "check", "alone"),
)


@dataclass(frozen=True, slots=True)
class EntryPointCheckers:
    """The checkers of other distributions."""

    checkers: tuple[object, ...] = ()
    modules: tuple[str, ...] = ()  # where the checkers are defined, which have their rules
    faults: tuple[str, ...] = ()  # a fact for each that cannot be used


@cache
def entry_point_checkers(taken: tuple[str, ...]) -> EntryPointCheckers:
    """Return the checkers of other distributions, by entry point. The names in `taken` are refused."""
    # importlib.metadata takes longer to import than a whole run with kept verdicts does.
    if not is_any_declared(sys.path):
        return EntryPointCheckers()
    from importlib.metadata import entry_points  # noqa: PLC0415  # see above

    checkers: dict[str, object] = {}
    modules, faults = [], []
    for entry in sorted(entry_points(group=GROUP)):
        try:
            checker = entry.load()
            lacking = [member for member in MEMBERS if not hasattr(checker, member)]
            name = str(getattr(checker, "name", ""))
        except BaseException as error:  # also one that ends the process: it is no reason to check nothing
            if isinstance(error, KeyboardInterrupt):
                raise
            faults.append(f"the checker '{entry.value}' cannot be loaded: {type(error).__name__}: {error}")
            continue
        if lacking:
            faults.append(f"'{entry.value}' is not a checker: it has no '{lacking[0]}'")
        elif name in taken or name in checkers:
            faults.append(f"the checker '{entry.value}' has the name '{name}', which is taken")
        else:
            checkers[name] = checker
            modules.append(entry.module)
    return EntryPointCheckers(tuple(checkers.values()), tuple(modules), tuple(faults))


def is_any_declared(folders: Iterable[str]) -> bool:
    declarations = (path for folder in folders for path in Path(folder).glob("*.*-info/entry_points.txt"))
    return any(f"[{GROUP}]" in path.read_text(encoding="utf-8", errors="replace") for path in declarations)
