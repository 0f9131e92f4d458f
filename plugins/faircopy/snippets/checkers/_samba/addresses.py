"""Addresses in Samba's options. testparm takes any text for one, and the servers then let nobody in, or everybody."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._addresses import trouble_with_address
from faircopy.snippets.model import Finding

NO_ADDRESS = Rule(
    "SN703",
    Severity.ERROR,
    "a Samba option has a malformed address, so it matches no host",
    "write an address, a network such as 192.168.1.0/24, or the beginning of addresses with a final dot: 192.168.1.",
)

SETTING = re.compile(r"[ \t]*(?P<name>(?i:hosts allow|hosts deny|allow hosts|deny hosts|interfaces))[ \t]*=")
WORD = re.compile(r"[^\s,]+")
# Names of hosts, users' groups, interfaces and variables have other signs.
LIKE_ADDRESS = re.compile(r"(?=[./-]*\d)[\d./-]{1,60}|(?=[^:]*:[^:]*:)[0-9A-Fa-f:./]{2,60}")
MOST_BITS = {True: 128, False: 32}
PARTS, BEGINNING_PARTS = 4, 3


def no_addresses(code: str) -> Iterator[Finding]:
    """Yield a finding for each word that looks like an address in a list of hosts or interfaces, and is none."""
    for number, line in enumerate(code.split("\n"), 1):
        if setting := SETTING.match(line):
            is_beginning_taken = setting["name"].lower() != "interfaces"
            for word in WORD.finditer(line, setting.end()):
                if LIKE_ADDRESS.fullmatch(word[0]) and (fact := trouble_with(word[0], is_beginning_taken)):
                    yield Finding(0, NO_ADDRESS, fact, number, word.start() + 1)


def trouble_with(text: str, is_beginning_taken: bool) -> str:
    address, slash, rest = text.partition("/")
    if ":" not in address:
        parts = address.rstrip(".").split(".")
        if is_beginning_taken and address.endswith(".") and not slash and len(parts) <= BEGINNING_PARTS:
            return trouble_with_address(".".join([*parts, *"000"][:PARTS]))
        if len(address.split(".")) != PARTS:
            return f"'{address}' is not an address"
    trouble = trouble_with_address(address)
    if trouble or not slash:
        return trouble
    if "." in rest:
        return trouble_with_address(rest)
    is_length = rest.isdigit() and int(rest[:4]) <= MOST_BITS[":" in address]
    return "" if is_length else f"'/{rest}' is not the length of an address"
