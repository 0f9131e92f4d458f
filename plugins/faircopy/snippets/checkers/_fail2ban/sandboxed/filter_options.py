"""The options of a filter: what its jail's arguments make of them, and which arguments it has no use for."""

import re
from collections.abc import Iterable
from typing import Any

from fail2ban.client.filterreader import FilterReader
from fail2ban.helpers import extractOptions

TAG = re.compile(r"(?<!\(\?P)<([A-Za-z_][^<>\n]*)>")
VARIABLE = re.compile(r"%\((?:known/)?([\w.-]+)\)s")
JAIL = "snippet"


def filter_stream(name: str, base: str, options: dict[str, str]) -> list[list[Any]]:
    """Return a filter's options as fail2ban would send them to its server. Raises whatever its reader raises."""
    stream: list[list[Any]] = filter_reader(name, base, options).convert()
    return stream


def filter_reader(name: str, base: str, options: dict[str, str]) -> FilterReader:
    reader = FilterReader(name, JAIL, options, share_config={}, basedir=base)
    if not reader.read():
        raise LookupError(f"Unable to read the filter {name!r}")
    reader.applyAutoOptions("auto")
    reader.getOptions(None)
    return reader


def unresolved(text: str, base: str) -> list[tuple[str, list[str]]]:
    """Return the tags that are left in a filter's expressions, with the options of the filter that have such a name.

    `<mdre-<mode>>` becomes the option "mdre-normal"; with a mode that the filter does not know, it stays, and the
    expression finds nothing.
    """
    try:
        name, given = extractOptions(text)
        reader = filter_reader(name, base, given)
        stream = reader.convert()
        names, sections = names_of(reader), {*reader.sections()}
    except Exception:
        return []  # told elsewhere
    tags = {tag for command in stream for value in flat(command) for tag in TAG.findall(value)}
    # A tag may name a section, too: `<lt_<logtype>/__prefix_line>`.
    of_sections = {tag.partition("/")[0] for tag in tags if "/" in tag} - sections
    named = {one.replace("_", "-"): alike_sections(one, sections) for one in of_sections}
    alike = named | {tag: alike_names(tag, names) for tag in tags if "/" not in tag}
    return [(tag, known) for tag, known in sorted(alike.items()) if known and tag not in names]


def flat(command: list[Any]) -> list[str]:
    """Return the expressions of a command of a filter's stream."""
    if command[2] not in ("addfailregex", "prefregex"):
        return []
    return [str(value) for value in (command[3] if command[0] == "multi-set" else command[3:])]


def names_of(reader: FilterReader) -> set[str]:
    return {
        option
        for section in ("Definition", "Init")
        if reader.has_section(section)
        for option in reader.options(section)
    }


def strange_arguments(text: str, base: str) -> list[tuple[str, list[str]]]:
    """Return the arguments of a jail's filter that no option or tag of the filter has, each with those that it has."""
    try:
        name, given = extractOptions(text)
        reader = filter_reader(name, base, {})
        known = names_of(reader)
        for section in reader.sections():
            for option in reader.options(section):
                value = str(reader.get(section, option, raw=True))
                known |= {option, *VARIABLE.findall(value), *re.findall(r"<([\w.-]+)>", value)}
    except Exception:
        return []  # told elsewhere
    return [(one, sorted(known)) for one in given if one.partition("?")[0] not in known]


def alike_names(tag: str, names: Iterable[str]) -> list[str]:
    """Return the names that share the longest beginning of a tag up to a hyphen, as `mdre-x` does with `mdre-y-z`."""
    names = sorted(names)
    stem = tag
    while "-" in stem:
        stem = stem.rpartition("-")[0]
        if found := [one for one in names if one.startswith(f"{stem}-")]:
            return found
    return []


def alike_sections(tag: str, sections: Iterable[str]) -> list[str]:
    """Return the sections that one that a tag names could have been, as "lt-file" for "lt_fiel" (`<lt_fiel/…>`)."""
    stem, _, _ = tag.rpartition("_")
    return [one.replace("_", "-") for one in sorted(sections) if stem and one.startswith(f"{stem}_")]
