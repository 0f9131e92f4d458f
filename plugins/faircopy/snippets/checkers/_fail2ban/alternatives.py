"""Alternatives of an expression of which one has no address: fail2ban finds nobody to ban where that one matches."""

import re
from collections.abc import Iterator

from faircopy.snippets.checkers._fail2ban.ini import Ini

WHOM = re.compile(r"<(?:HOST|IP4|IP6|ADDR|CIDR|SUBNET|DNS|F-ID)>|\(\?P<(?:host|ip4|ip6|fid|dns)>")
# What an option or a variable stands for may have one.
FILLED_IN = re.compile(r"%\([^()]*\)s|<(?!/?F-)(?:[\w/-]|<[\w/-]+>)+>")
# A tag with an end is a group. A set without an end goes to the end of the text, which is then read once.
TOKEN = re.compile(
    r"\\.|\[\^?\]?(?:\\.|[^\]\\])*(?:\]|\Z)|(?P<open>\(|<F-[A-Z0-9_-]+>)|(?P<close>\)|</F-[A-Z0-9_-]+>)|(?P<or>\|)"
)


def branches_of(regex: str) -> Iterator[tuple[int, str]]:
    """Yield the alternatives of a whole expression, each with how far into it that is."""
    depth = start = 0
    for token in TOKEN.finditer(regex):
        depth += bool(token["open"]) - bool(token["close"])
        if token["or"] and depth == 0:
            yield start, regex[start : token.start()]
            start = token.end()
    yield start, regex[start:]


def branch_without_address(regex: str) -> int | None:
    """Return where the first alternative without an address begins, if another has one; else None."""
    branches = [*branches_of(regex)]
    if not any(WHOM.search(text) for _, text in branches):
        return None
    return next((at for at, text in branches if not WHOM.search(text) and not FILLED_IN.search(text)), None)


def finds_address_elsewhere(ini: Ini) -> bool:
    """Tell whether the lines of one session share an address, or all lines have it in front."""
    values = {option.key: option.value for option in ini.options}
    return WHOM.search(values.get("prefregex", "")) is not None or any("<F-MLFID>" in one for one in values.values())
