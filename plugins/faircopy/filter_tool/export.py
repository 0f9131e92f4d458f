"""Converts a compiled fail2ban filter to the data that web/matcher.js reads, which also documents its format."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from faircopy._compat.regex import parse_regex
from faircopy.filter_tool.reasons import UntranslatableError
from faircopy.filter_tool.regex_nodes import has_no_width
from faircopy.filter_tool.translate import TranslatedRegex, translate
from faircopy.languages.words import N_

Data = dict[str, Any]

VERSION = 1
UTF_8 = ("", "auto", "utf-8", "utf8")
MAX_UNIT = 0xFFFF  # what one unit of a string of JavaScript holds
LICENCE = "GPL-2.0-or-later"
# Named groups that identify whom a line is about, or relate lines to each other (jail.conf(5)).
ADDRESS_GROUPS = frozenset(("fid", "ip4", "ip6", "dns", "cidr"))
SESSION_GROUPS = frozenset(("mlfid", "mlfforget", "mlfgained", "mlfpending", "nofail"))
MEANT = ADDRESS_GROUPS | SESSION_GROUPS | {"content", "user"}
DATE_GROUPS = frozenset("YymbBdHIMSpzZj")
IGNORED_DATE_GROUPS = frozenset(("a", "A", "f"))
MONTH = frozenset("mbB")
NUMBER = re.compile(r"\s*\d+(?:\.\d+)?\s*")
ALTERNATIVE = re.compile(r"alt_(user|fid|ip4|ip6|dns|cidr)\d*")


def filter_data(name: str, compiled: Mapping[str, Any], jails: Mapping[str, Any], source: str) -> Data:
    """Return a filter's data. Raises UntranslatableError for one that JavaScript cannot match as fail2ban does."""
    options = dict(compiled["options"])
    if options["maxlines"] > 1:
        raise UntranslatableError(N_("expressions over several lines ('maxlines')"))
    tags = {translate(regex, keep=is_meant).source: f"<{tag}>" for tag, regex in compiled["tags"].items()}
    prefixed = "<mlfid>" in (compiled["prefix"] or "")
    if any("<nofail>" in one and "<mlfid>" not in one and not prefixed for one in compiled["fail"]):
        # A server counts such a line, and fail2ban-regex does not.
        raise UntranslatableError(N_("'%(tag)s' without '%(other)s'"), tag="<F-NOFAIL>", other="<F-MLFID>")
    dates = [date_template(one["kind"], one["regex"], one["group"]) for one in compiled["dates"]]
    zoned = any("Z" in one["names"] or has_zone_name(one["js"]) for one in dates)
    return {
        "version": VERSION,
        "filter": name,
        "source": source,
        "licence": LICENCE,
        "expressions": [expression(one, tags) for one in compiled["fail"]],
        "ignore": [expression(one, tags) for one in compiled["ignore"]],
        "prefix": expression(compiled["prefix"], tags) if compiled["prefix"] else None,
        "dates": dates,
        "zones": compiled["zones"] if zoned else {},
        "hostName": host_name(compiled["tags"]),
        "options": options,
        "jails": [jail_data(jail, numbers) for jail, numbers in usable_jails(compiled, jails).items()],
    }


def usable_jails(compiled: Mapping[str, Any], jails: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the jails whose bans can be computed. Raises UntranslatableError if there is none.

    A jail may set options of the filter; the filter is exported without them.
    """
    is_alone = len(jails) == 1
    reasons = {name: why_not(name, compiled, numbers, is_alone) for name, numbers in jails.items()}
    if reasons and all(reasons.values()):
        raise next(reason for reason in reasons.values() if reason)
    return {name: numbers for name, numbers in jails.items() if not reasons[name]}


def host_name(tags: Mapping[str, str]) -> str:
    """Return the part of `<HOST>` that only matches host names: it is dropped if names are not resolved."""
    host, address = (translate(tags[tag]).source for tag in ("HOST", "ADDR"))
    return host.removeprefix(f"(?:{address}")


def is_meant(group: str) -> bool:
    return group in MEANT or ALTERNATIVE.fullmatch(group) is not None


def expression(regex: str, tags: Mapping[str, str]) -> Data:
    if any(ord(character) > MAX_UNIT for character in regex):
        raise UntranslatableError(N_("a character beyond U+FFFF"))
    found = translate(regex, keep=is_meant)
    return {"js": found.source, "names": names_of(found), "parts": [list(one) for one in parts_of(found, tags)]}


def names_of(found: TranslatedRegex) -> dict[str, list[int]]:
    return {name: list(numbers) for name, numbers in found.names.items()}


def parts_of(found: TranslatedRegex, tags: Mapping[str, str]) -> list[tuple[int, str]]:
    """Return where each part of an expression ends, and its readable form; consecutive letters are one part."""
    parts: list[tuple[int, str]] = []
    start = 0
    for cut in without_inner(found, tags):
        text = found.source[start:cut].replace("\\/", "/")
        for regex, tag in tags.items():
            text = text.replace(regex, tag)
        if parts and is_letters(text) and is_letters(parts[-1][1]):
            parts[-1] = cut, parts[-1][1] + text
        else:
            parts.append((cut, text))
        start = cut
    return parts


def parts_by_node(regex: str, tags: Mapping[str, str]) -> list[tuple[int, str]]:
    """Return how many nodes of the parse tree each part of an expression ends after, and its readable form.

    Nothing is known of an expression that cannot be translated, and of one with conditionals, which are rewritten.
    """
    try:
        found = translate(regex, keep=is_meant)
        readable = {translate(one, keep=is_meant).source: f"<{tag}>" for tag, one in tags.items()}
    except (UntranslatableError, re.error):
        return []
    nodes = {cut: number for number, cut in enumerate(found.cuts, 1)}
    is_rewritten = len(found.cuts) != len(parse_regex(regex)[0])
    return [] if is_rewritten else [(nodes[cut], text) for cut, text in parts_of(found, readable)]


def without_inner(found: TranslatedRegex, tags: Iterable[str]) -> list[int]:
    """Return the cuts of an expression, except those within the expansion of a tag."""
    kept = {0, *found.cuts}
    for regex in tags:
        for start in (one.start() for one in re.finditer(re.escape(regex), found.source)):
            if {start, start + len(regex)} <= kept:
                kept -= set(range(start + 1, start + len(regex)))
    return sorted(kept - {0})


def is_letters(text: str) -> bool:
    return re.fullmatch(r"[\w ,:;'\"!@#%&=~`/-]*", text) is not None


def has_zone_name(source: str) -> bool:
    return "[A-Z]" in source or "[A-Za-z" in source


@cache  # most filters have fail2ban's own templates
def date_template(kind: str, regex: str, group: int) -> Data:
    """Return a date template. Raises UntranslatableError for dates that only fail2ban can complete.

    `group` is the number of the group that contains a numeric date.
    """
    nodes, _, names = parse_regex(regex)
    if kind == "date":
        check_date_groups({name for name in names if not name.startswith("_")})
    numbered = {1: "1", **({group: "value"} if group != 1 else {})}
    found = translate(regex, keep=DATE_GROUPS.__contains__, numbered=numbered)
    at = [index for index, (operation, argument) in enumerate(nodes) if operation == "SUBPATTERN" and argument[0] == 1]
    data = {"js": found.source, "names": names_of(found), "kind": kind}
    # If anything but zero-width nodes follows the date, its position must be captured.
    return data if at and has_no_width(nodes[at[0] + 1 :]) else {**data, "inside": True}


def check_date_groups(groups: set[str]) -> None:
    unknown = groups - DATE_GROUPS - IGNORED_DATE_GROUPS
    days = "d" in groups, bool(groups & MONTH)
    if len(set(days)) > 1:
        raise UntranslatableError(N_("a date with a day and no month, or a month and no day"))
    if any(len(name) == 1 for name in unknown):
        raise UntranslatableError(N_("a date with '%(sign)s'"), sign=f"%{min(unknown)}")


def why_not(
    name: str, compiled: Mapping[str, Any], numbers: Mapping[str, Any], is_alone: bool
) -> UntranslatableError | None:
    """Return why the bans of a jail cannot be computed from numbers alone; None if they can."""
    if numbers["error"]:
        return UntranslatableError(
            N_("jail '%(jail)s' with an error: %(error)s"), jail=name, error=str(numbers["error"])
        )
    changed = [option for option, value in compiled["state"].items() if numbers["state"][option] != value]
    if changed:
        return UntranslatableError(
            N_("jail '%(jail)s' whose filter has another '%(option)s'"), jail=name, option=changed[0]
        )
    return unlike_numbers(name, numbers, is_alone)


def unlike_numbers(name: str, numbers: Mapping[str, Any], is_alone: bool) -> UntranslatableError | None:
    """Return why a jail has an option that the tool cannot compute with; None if it has none."""
    # fail2ban itself is not of one mind about the end of a ban that is cut below `bantime`.
    is_cut = numbers["bantime.maxtime"] is not None and numbers["bantime.maxtime"] < numbers["bantime"]
    options = {
        f"logencoding = {numbers['encoding']}": numbers["encoding"] not in UTF_8,
        "bantime.formula": numbers["bantime.formula"],
        "bantime.rndtime": numbers["random"],
        f"bantime.factor = {numbers['bantime.factor']}": NUMBER.fullmatch(str(numbers["bantime.factor"] or 1)) is None,
        f"bantime.maxtime = {numbers['bantime.maxtime']}": is_cut,
        # What one jail has done counts in the others.
        "bantime.overalljails": bool(numbers["bantime.increment"] and numbers["bantime.overalljails"]) and not is_alone,
    }
    found = next((option for option, is_set in options.items() if is_set), "")
    return UntranslatableError(N_("jail '%(jail)s' with '%(option)s'"), jail=name, option=found) if found else None


def jail_data(name: str, numbers: Mapping[str, Any]) -> Data:
    """Return the numbers of a jail."""
    increment = None
    if numbers["bantime.increment"]:
        factor = float(numbers["bantime.factor"] or 1)
        own = [float(one) for one in str(numbers["bantime.multipliers"] or "").split()]
        # The usual formula doubles, twenty times at most, and makes no ban shorter.
        usual = [max(1.0, factor * (1 << times)) for times in range(21)]
        increment = {
            "factor": factor if own else 1,
            "multipliers": own or usual,
            "maxtime": numbers["bantime.maxtime"],
            "purge": numbers["dbpurgeage"],
        }
    kept = {key: numbers[key] for key in ("maxretry", "findtime", "bantime", "ignoreip", "usedns")}
    return {"name": name, **kept, "increment": increment}
