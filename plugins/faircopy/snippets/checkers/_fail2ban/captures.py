"""What a filter caught in a line of a log: an address, or what is none."""

import re
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_network
from typing import Any

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.filters import FileProblem
from faircopy.snippets.checkers._fail2ban.tags import ESCAPE
from faircopy.snippets.checkers._fail2ban.values import HOST_NAME

ADDRESS_NONE = Rule(
    "SN237",
    Severity.ERROR,
    "fail2ban: a filter catches something that is not an address",
    "match the text before the address, and write `<ADDR>` where only an address is allowed",
)
LOG_ESCAPED = Rule(
    "SN239",
    Severity.WARNING,
    "fail2ban: a log sample has HTML's escapes, which no log has",
    "paste the lines from the log itself",
)

ADDRESS = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)")
SIZED = re.compile(r"[^/]*/(?:\d+|[\d.]+|[\da-fA-F:]+)")  # a network, or what fail2ban takes for one
HINT = "make the expression match the text before the address, and write <ADDR> where only an address is allowed"


def notes_on_caught(lines: list[str], tried: Mapping[str, Any]) -> Iterator[FileProblem]:
    """Yield a note at the first line in which a tag for an address, as <HOST>, caught something else."""
    faults = [(number, fault) for number, value in tried["caught"] if (fault := fault_of(value, lines[number - 1]))]
    numbers = list(dict.fromkeys(number for number, _ in faults))
    if faults:
        more = f" (and so in {len(numbers) - 1} more lines)" if len(numbers) > 1 else ""
        yield FileProblem(ADDRESS_NONE, faults[0][1] + more, HINT, faults[0][0])


def notes_on_ids(tried: Mapping[str, Any]) -> Iterator[FileProblem]:
    """Yield a note at the first line of which <F-ID> caught something that fail2ban's server fails with.

    It reads any id as an address or network (server/ipdns.py), but with `usedns = raw`.
    """
    addresses = {number for number, _ in tried["caught"]}
    if not all(jail.get("failed") for jail in tried.get("jails", {}).values()):
        return
    for number, value in tried["matches"]:
        if number not in addresses and "/" in value and not SIZED.fullmatch(value):
            fact = f"fail2ban's server fails with '{value}', which <F-ID> catches: behind '/' it reads a network's size"
            hint = "capture only what comes before the '/', or set 'usedns = raw' in the jail"
            yield FileProblem(ADDRESS_NONE, fact, hint, number)
            return


def fault_of(value: str, line: str) -> str:
    """Return what is wrong with a value that is to be banned as an address, or ""."""
    if is_network(value):
        whole = whole_word(value, line) if "." in value else value
        fault = f"a part of '{whole}'" if whole != value else ""
    elif not is_name(value):
        others = [one for one in ADDRESS.findall(line) if value in one and value != one]
        fault = f"a part of '{others[0]}'" if others else "no address"
    else:
        fault = ""
    return f"fail2ban would ban '{value}' for this line, which is {fault}" if fault else ""


def is_network(value: str) -> bool:
    """Tell whether a value is an address or network; zeros before a number do no harm, as some routers log them."""
    try:
        ip_network(re.sub(r"(^|\.)0+(?=\d)", r"\1", value), strict=False)
    except ValueError:
        return False
    return True


def is_name(value: str) -> bool:
    """Tell whether a value may be the name of a host: with a dot, and not of digits."""
    labels = value.rstrip(".").split(".")
    hidden = re.fullmatch(r"[xX]{1,3}", labels[-1])  # an address that was made unreadable
    named = len(labels) > 1 and re.search("[A-Za-z]", labels[-1]) is not None and not hidden
    return value == "localhost" or (named and HOST_NAME.fullmatch(value.rstrip(".")) is not None)


def whole_word(value: str, line: str) -> str:
    """Return the number with dots that a value stands in, in every place where it stands; else the value."""
    words = {found[0] for found in re.finditer(rf"[\d.]*{re.escape(value)}(?:\.?\d+)*", line)}
    return value if value in words or not words else min(words)


def notes_on_escapes(lines: Iterable[str]) -> Iterator[FileProblem]:
    for number, line in enumerate(lines, 1):
        if escaped := ESCAPE.search(line):
            fact = f"'{escaped[0]}' is an HTML escape, which a log is unlikely to have"
            hint = "paste the line from the log itself"
            yield FileProblem(LOG_ESCAPED, fact, hint, number, escaped.start() + 1)
            return
