"""Where fail2ban cannot divide the arguments of a jail's actions, or divides them where nobody meant it to.

They are written `name[argument="value", …]` (fail2ban/helpers.py, `extractOptions`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from faircopy.snippets.checkers._fail2ban.ini import Ini, Option, ValueLine
from faircopy.snippets.checkers._fail2ban.jail_options import jail_option

START = re.compile(r"(?:[\w.-]+|%\([\w./-]+\)s)\[")
ARGUMENT = re.compile(
    r"\s*(?P<name>[\w.?/=-]+?)[ \t]*=[ \t]*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^,\]]*))"
)
BEHIND = re.compile(r"\s*(?:,|\]\s*\[|\]\s*$|$)")
# An argument within a value without quotes: a comma was to stand before it.
SWALLOWED = re.compile(r"\s(?P<name>[A-Za-z][\w-]*)=")
VARIABLE = re.compile(r"%\((?P<name>[\w./-]+)\)s")
TYPOGRAPHIC = re.compile("[“”„‟‘’]")  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class ArgumentFault:
    fact: str
    hint: str
    line: int
    column: int
    is_taken: bool = False  # fail2ban takes it in silence, and does another thing


def fault_of_division(ini: Ini, jail: str, option: Option) -> ArgumentFault | None:
    """Return the first thing that is wrong with the arguments of a jail's actions.

    Looks at the option and at all that it is made of by %(…)s, as far as that stands in the same file.
    """
    for one in parts_of(ini, jail, option):
        for line in one.lines:
            if fault := fault_in(line):
                return fault
    return None


def parts_of(ini: Ini, jail: str, option: Option) -> Iterator[Option]:
    """Yield an option, and those that it names."""
    waiting, seen = [option], {option.key}
    while waiting:
        one = waiting.pop(0)
        yield one
        for variable in VARIABLE.finditer(one.value):
            named = None if variable["name"] in seen else jail_option(ini, jail, variable["name"])
            seen.add(variable["name"])
            waiting += [named] if named else []


def fault_in(line: ValueLine) -> ArgumentFault | None:
    start = START.search(line.text)
    at = start.end() if start else len(line.text)
    before = ""  # the argument before, as it is written
    while at < len(line.text):
        found = ARGUMENT.match(line.text, at)
        if found is None:
            return lost_value(line, at, before)
        if found["bare"] and (swallowed := SWALLOWED.search(found["bare"])):
            column = line.column + found.start("bare") + swallowed.start("name")
            return missing_comma(swallowed["name"], line.line, column, is_taken=True)
        behind = BEHIND.match(line.text, found.end())
        if behind is None:
            word = re.search(r"[^\s=,\]]+", line.text[found.end() :])
            column = line.column + found.end() + (word.start() if word else 0)
            return missing_comma(word[0] if word else line.text[found.end() :], line.line, column)
        before, at = found[0].strip(), behind.end()
        if behind[0].strip() == "]":
            return None
    return None


def missing_comma(name: str, line: int, column: int, *, is_taken: bool = False) -> ArgumentFault:
    return ArgumentFault(
        f"a comma is missing before '{name}'", f"write a comma before '{name}'", line, column, is_taken
    )


def lost_value(line: ValueLine, at: int, before: str) -> ArgumentFault | None:
    """Return what is to be said of a piece without `=`: the rest of a value that a comma has cut off."""
    piece = re.match(r"\s*(?P<text>[^\],\s][^\],]*)", line.text[at:])
    if piece is None:
        return None
    text = piece["text"].strip()
    name, _, value = before.partition("=")
    hint = f'write {name}="{value.strip()},{text}"' if value else 'write name[argument="value", …]'
    if TYPOGRAPHIC.search(before + text):
        hint = 'write plain quotes, ", not typographic ones'
    column = line.column + at + piece.start("text")
    return ArgumentFault(f"'{text}' is cut off from its argument by a comma", hint, line.line, column)
