"""Numbers of unbound's configuration, which it reads up to the first sign that is no digit: `1d` is one."""

import re
from collections.abc import Callable, Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.model import Finding

NO_NUMBER = Rule(
    "SN622",
    Severity.ERROR,
    "unbound reads a number only up to its last digit, but this value continues after it, or is not a port",
    "write digits only; times are in seconds, or in the unit that the name gives",
)

VALUE = re.compile(
    r"(?P<name>(?<![a-z0-9-])[a-z][a-z0-9-]*):[ \t]*(?P<number>\d+)(?P<rest>[A-Za-z_][\w.-]*)?(?=[ \t]*(?:#|$))",
    re.MULTILINE,
)
# https://nlnetlabs.nl/documentation/unbound/unbound.conf/: an address may have a port behind `@`, and then a name.
PORT = re.compile(r"(?<=[\w.:])@(?P<port>\d+[A-Za-z_]\w*)(?=[ \t#]|$)", re.MULTILINE)
EXPECTED = re.compile(r"\b(?:port )?number expected")
MAX_PORT, MAX_DIGITS = 65535, 9

# What unbound says of a text: its messages, each with its line (from 1).
Ask = Callable[[str], Iterator[tuple[int, str]]]


def no_numbers(code: str, ask: Ask) -> Iterator[Finding]:
    """Yield a finding for each number that goes on after its digits, and each port that is none.

    Which options are numbers unbound says itself: it is asked of the same text with letters in place of the digits.
    """
    values = [one for one in VALUE.finditer(code) if one["rest"] or one["name"].endswith("port")]
    wanted = {line: message for line, message in ask(with_letters(code)) if EXPECTED.search(message)} if values else {}
    for found in values:
        line, column = place_at(code, found.start("number"))
        if line not in wanted:
            continue
        if found["rest"]:
            fact = f"unbound reads '{found['number'][:60]}' of '{found['number']}{found['rest']}'"
            yield Finding(0, NO_NUMBER, f"{fact[:120]}: the value of '{found['name']}' is a whole number", line, column)
        elif len(found["number"]) > MAX_DIGITS or int(found["number"]) > MAX_PORT:
            yield Finding(0, NO_NUMBER, f"'{found['number'][:60]}' is no port: the highest is {MAX_PORT}", line, column)
    for found in PORT.finditer(code):
        yield Finding(0, NO_NUMBER, f"'{found['port'][:60]}' is no port", *place_at(code, found.start("port")))


def with_letters(code: str) -> str:
    return VALUE.sub(lambda found: f"{found['name']}: x{found['rest'] or ''}", code)
