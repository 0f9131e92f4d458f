"""Apache directives of modules in other packages, and of newer or older versions of Apache."""

import re
from collections.abc import Container, Iterator
from pathlib import Path

from faircopy.snippets.checkers import _newer
from faircopy.snippets.checkers._apache.root import MODULES, find_version, modules
from faircopy.snippets.checkers._newer.third_parties import APACHE, module_of, of_a_module
from faircopy.snippets.model import Finding
from faircopy.snippets.sandbox.process import Completed
from faircopy.snippets.sandbox.runner import Sandbox

# Of Apache's own modules, those that are not loaded here: taken on trust, and the level says so.
NOT_CHECKED = re.compile(r"Lua[A-Z]\w*|MDomain\w*", re.IGNORECASE)
MESSAGE = re.compile(r"Syntax error on line (?P<line>\d+) of (?P<file>/\S+?):\s+(?P<message>(?!\s|Syntax error).*)")
WORD = re.compile(r'"([^"]*)"|(\S+)')
INVALID = re.compile(r"Invalid command '(?P<name>[^']*)'")


def stops_at_others(tested: Completed, sandbox: Sandbox) -> bool:
    """Tell whether Apache stops only because of a directive from another package's module, or of a newer Apache."""
    match = MESSAGE.search(tested.stderr)
    invalid = INVALID.search(match["message"]) if match else None
    unknown = bool(invalid and is_of_another(invalid["name"], find_version(sandbox) or ""))
    return unknown or bool(match and "Cannot load" in match["message"])


def is_of_another(name: str, have: str) -> bool:
    """Tell whether a directive belongs to another module, or to a newer or older Apache."""
    return bool(module_of(name, APACHE, re.IGNORECASE) or NOT_CHECKED.fullmatch(name) or news_of(name, have, 1))


def news_of(name: str, have: str, line: int) -> Finding | None:
    """Return the note on a directive that another version of Apache has, in any case of letters."""
    table = _newer.table("apache", "Apache")
    known = next((one for one in (*table.since, *table.gone) if one.lower() == name.lower()), None)
    return table.finding(known, have, line) if known else None


def notes_on_others(code: str, known: Container[str], have: str) -> Iterator[Finding]:
    """Yield a note on each foreign module, at its first directive, and on each newer directive."""
    reported: set[str] = set()
    for number, line in enumerate(code.split("\n"), 1):
        name = next((found[1] or found[2] for found in WORD.finditer(line)), "")
        if name.startswith("#") or name.lower() in known:
            continue
        module = module_of(name, APACHE, re.IGNORECASE)
        if module and module not in reported:
            reported.add(module)
            yield of_a_module(name, module, number)
        elif not module and (news := news_of(name, have, number)):
            yield news


def without_others(code: str, known: Container[str], have: str) -> str:
    """Return the code with directives of other packages' modules replaced by comments.

    `known` are the directives that Apache and the loaded modules have, in lower case.
    """
    lines = code.split("\n")
    start = 0
    for number, line in enumerate(lines):
        if line.endswith("\\") and number + 1 < len(lines):
            continue
        # As Apache reads it: what the backslashes join is one line, and a name may have quotes around it.
        joined = "".join(part.removesuffix("\\") for part in lines[start:number]) + line
        if is_of_others(joined, known, have):
            lines[start : number + 1] = ["#"] * (number + 1 - start)
        start = number + 1
    return "\n".join(lines)


def is_of_others(line: str, known: Container[str], have: str) -> bool:
    words = [found[1] or found[2] for found in WORD.finditer(line)]
    if not words:
        return False
    if words[0].lower() == "loadmodule":
        return len(words) == 3 and MODULES / Path(words[2]).name not in modules()
    return words[0].lower() not in known and is_of_another(words[0], have)
