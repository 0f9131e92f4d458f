"""Plain fences of systemd: a section, part of one, or several units."""

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise

from faircopy.snippets.checkers._plain.files import is_filled_in
from faircopy.snippets.checkers._plain.text import blanks, is_as_written
from faircopy.snippets.model import Snippet

# What a unit of each kind has that others have not; `Unit` and `Install` stand in all.
SECTIONS = {
    "Service": "service",
    "Timer": "timer",
    "Socket": "socket",
    "Path": "path",
    "Mount": "mount",
    "Automount": "automount",
    "Swap": "swap",
    "Slice": "slice",
}
COMMON = ("Unit", "Install")
SECTION = re.compile(r"^[ \t]*\[(?P<name>[^\]\n]+)\][ \t]*$", re.MULTILINE)
FILE = re.compile(
    r"^[ \t]*[#;][ \t]*[\w@./:-]+\.(?:service|timer|socket|path|mount|automount|swap|slice|target|conf)\b[^\n]*$",
    re.MULTILINE,
)
OPTION = re.compile(r"^(?P<key>[A-Z][A-Za-z]+)[ \t]*=", re.MULTILINE)
# Options at which systemd reads no further where their value is no path.
PATH = re.compile(r"^(?P<key>[ \t]*(?:Exec\w+|WorkingDirectory|Root\w+)[ \t]*=[ \t]*[-@:+!|]*)\S+")


def is_unit(code: str) -> bool:
    """Tell whether all sections of a text are systemd's, or one is and the others nearly are, and it has an option."""
    names = {found["name"] for found in SECTION.finditer(code)}
    known = names & {*SECTIONS, *COMMON}
    misspelt = names - known
    is_near = not misspelt or (known & SECTIONS.keys() and all(map(is_nearly_known, misspelt)))
    return bool(known) and bool(is_near) and bool(OPTION.search(code))


def is_nearly_known(name: str) -> bool:
    return bool(get_close_matches(name, (*SECTIONS, *COMMON), 1, 0.75))


def may_be_unit(code: str) -> bool:
    """Tell whether a text has a section of systemd's, or a name that is written as its options are."""
    names = [found["name"] for found in SECTION.finditer(code)]
    return any(name in SECTIONS or name in COMMON for name in names) or bool(OPTION.search(code)) or "=" not in code


def units_of(snippet: Snippet, known: Mapping[str, AbstractSet[str]]) -> Iterator[tuple[Snippet, int]]:
    """Yield each unit in a fence, with the others' lines blanked, and the number of lines above it.

    `known` are the options of each section.
    """
    names = [found["name"] for found in SECTION.finditer(snippet.code)]
    files = [found.start() for found in FILE.finditer(snippet.code)]
    if len(files) > 1 and len(set(names)) < len(names):
        # Several files, each below a comment that names it.
        for start, stop in pairwise([0, *files[1:], len(snippet.code)]):
            above, part, below = snippet.code[:start], snippet.code[start:stop], snippet.code[stop:]
            yield from units_of(replace(snippet, code=blanks(above) + part + blanks(below)), known)
        return
    if not names:
        keys = {found["key"] for found in OPTION.finditer(snippet.code)}
        name = max((*SECTIONS, *COMMON), key=lambda one: len(keys & known.get(one, frozenset())))
        kind = SECTIONS.get(name, "service")
        yield replace(snippet, code=f"[{name}]\n{snippet.code}", context=kind), 1
        return
    own = dict.fromkeys(name for name in names if name in SECTIONS)
    for name in own or ("Service",):
        others = {one for one in own if one != name}
        yield replace(snippet, code=without_sections(snippet.code, others), context=SECTIONS[name]), 0


def without_sections(code: str, names: AbstractSet[str]) -> str:
    lines, inside = code.split("\n"), False
    for number, line in enumerate(lines):
        found = SECTION.match(line)
        inside = found["name"] in names if found else inside
        lines[number] = "" if inside else line
    return "\n".join(lines)


def with_paths(reading: str, code: str) -> str:
    """Return a reading with paths for placeholders and templates: at a path that is none, systemd reads no further."""
    lines = enumerate(reading.split("\n"), 1)
    own = ((line, is_as_written(code, reading, number) and is_filled_in(code, number)) for number, line in lines)
    return "\n".join(line if is_own else PATH.sub(r"\g<key>/x", line) for line, is_own in own)
