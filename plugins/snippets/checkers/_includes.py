"""Includes that leave the group: found, and refused, before any tool sees the file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from posixpath import dirname, join, normpath

from snippets import rules
from snippets.model import Finding

GLOB = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Includes:
    """How the files of one program include others."""

    directive: re.Pattern[str]  # finds each include; its group "paths" holds one or more paths
    base: str  # the folder that relative paths start from
    # Patterns of paths that need not be in the group: folders that the program reads whole, and stock
    # files of its package. In the room the first are empty and the second are stand-ins.
    expected: tuple[str, ...] = ()


def outside(code: str, files: Mapping[str, str], includes: Includes) -> list[Finding]:
    """Return a finding for each include of `code`, and of the group's files that it includes, that leaves the group."""
    return list(refusals(code, files, includes, frozenset()))


def refusals(
    code: str, files: Mapping[str, str], includes: Includes, seen: frozenset[str], at: tuple[int, int] | None = None
) -> Iterator[Finding]:
    """`at` is the place of the author's own include, when `code` is what that one includes."""
    for written, line, column in paths_in(code, includes.directive):
        place = at or (line, column)
        path = normpath(join(includes.base, written))
        members = [name for name in files if name == path or fnmatch(name, path) or dirname(name) == path]
        if ".." in written.split("/") or not (members or is_expected(path, includes)):
            yield refusal(written, place)
        for member in members:
            if member not in seen:
                yield from refusals(files[member], files, includes, seen | set(members), place)


def paths_in(code: str, directive: re.Pattern[str]) -> Iterator[tuple[str, int, int]]:
    """Yield each included path as written, with its line and column."""
    for found in directive.finditer(code):
        for path in re.finditer(r"\"([^\"\n]*)\"|'([^'\n]*)'|(\S+)", found["paths"]):
            start = found.start("paths") + path.start()
            line_start = code.rfind("\n", 0, start) + 1
            written = next(one for one in path.groups() if one is not None)
            yield written, code.count("\n", 0, start) + 1, start - line_start + 1


def is_expected(path: str, includes: Includes) -> bool:
    return any(fnmatch(path, pattern) for pattern in includes.expected)


def refusal(written: str, place: tuple[int, int]) -> Finding:
    if ".." in written.split("/"):
        fact, hint = f"the include '{written}' leaves its folder with '..'", "write the whole path"
    else:
        fact = f"'{written}' is included, and no snippet of the group is that file"
        hint = 'show it as a snippet with that file="…", or in a hidden snippet-setup; other files are not read'
    return Finding(0, rules.INCLUDE_OUTSIDE, fact, *place, hint=hint)
