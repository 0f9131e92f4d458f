"""An INI file as fail2ban reads it, with the place of every section, option and line of a value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

# Python's configparser with `;` for comments after a value, which is how fail2ban sets it up
# (fail2ban/client/configparserinc.py).
SECTION = re.compile(r"\[(?P<name>.+)\]")
OPTION = re.compile(r"(?P<key>[^:=\s]++(?>(?:\s++[^:=\s]++)*))\s*+[:=]\s*+(?P<value>.*)")
COMMENT = re.compile(r"\s*[#;]")
INLINE_COMMENT = re.compile(r"\s;.*")


@dataclass(frozen=True, slots=True)
class ValueLine:
    """One line of a value that is not empty."""

    text: str
    line: int  # from 1
    column: int  # from 1


@dataclass(frozen=True, slots=True)
class Option:
    section: str
    key: str  # lower case, as configparser has it
    line: int
    column: int
    lines: tuple[ValueLine, ...]

    @property
    def value(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def place(self) -> tuple[int, int]:
        """Line and column of the value, or of the key where the value is empty."""
        return (self.lines[0].line, self.lines[0].column) if self.lines else (self.line, self.column)


@dataclass(frozen=True, slots=True)
class IniSection:
    name: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Ini:
    sections: tuple[IniSection, ...]
    options: tuple[Option, ...]
    strays: tuple[int, ...]  # lines that are neither

    def options_of(self, section: str) -> Iterator[Option]:
        return (option for option in self.options if option.section == section)

    def option(self, section: str, key: str) -> Option | None:
        """Return the last of that name, which is the one that counts."""
        return next(
            (option for option in reversed(self.options) if (option.section, option.key) == (section, key)), None
        )


def parse_ini(text: str) -> Ini:
    """Read a file. Whatever it holds, nothing is raised."""
    sections: list[IniSection] = []
    options: list[Option] = []
    more: list[list[ValueLine]] = []  # the lines of each option below its first
    strays: list[int] = []
    indent = 0
    for number, line in enumerate(text.split("\n"), 1):
        code = INLINE_COMMENT.sub("", line).rstrip()
        if not code.strip() or COMMENT.match(line):
            continue
        stripped = code.lstrip()
        column = len(code) - len(stripped) + 1
        if options and column - 1 > indent and options[-1].section == (sections[-1].name if sections else ""):
            more[-1].append(ValueLine(stripped, number, column))
            continue
        indent = column - 1
        if section := SECTION.match(stripped):
            sections.append(IniSection(section["name"], number, column))
        elif (option := OPTION.match(stripped)) and sections:
            value = option["value"]
            first = (ValueLine(value, number, column + option.start("value")),) if value else ()
            options.append(Option(sections[-1].name, option["key"].lower(), number, column, first))
            more.append([])
        else:
            strays.append(number)
    whole = (replace(one, lines=(*one.lines, *below)) for one, below in zip(options, more, strict=True))
    return Ini(tuple(sections), tuple(whole), tuple(strays))


def place_in(option: Option, text: str) -> tuple[int, int]:
    """Return where `text` stands in a value."""
    for line in option.lines:
        if text in line.text:
            return line.line, line.column + line.text.index(text)
    return option.place
