"""The ports and protocols of a jail, where its actions write them into commands: others are never read."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from faircopy.snippets.checkers._fail2ban.filters import FileProblem
from faircopy.snippets.checkers._fail2ban.ini import Ini, Option, place_in
from faircopy.snippets.checkers._fail2ban.jail_options import jail_option, place
from faircopy.snippets.checkers._fail2ban.jail_values import VALUE_UNREADABLE
from faircopy.snippets.checkers._fail2ban.values import trouble_with_ports

PORT_HINT = "write numbers, ranges such as 6000:6010, or names such as http,https"
# iptables-extensions(8), `multiport`; nft(8) has the same.
WITH_PORTS = ("tcp", "udp", "udplite", "sctp", "dccp")


def judge_ports(ini: Ini, name: str, uses: Iterable[list[Any]]) -> Iterator[FileProblem]:
    """Yield what is wrong with the ports of a jail. `uses` are [action, ports, protocol, whether within quotes]."""
    seen: set[tuple[str, str]] = set()
    for action, ports, protocol, quoted in uses:
        if (ports, protocol) in seen:
            continue
        seen.add((ports, protocol))
        if trouble := trouble_with_ports(ports.replace("\n", " ")):
            yield at_value(ini, name, "port", ports, trouble, PORT_HINT)
        elif not quoted and re.search(r"\S\s+\S", ports):
            written = " ".join(ports.split())
            trouble = f"action '{action}' writes '{written}' into a command, where it ends at the space"
            yield at_value(ini, name, "port", ports, trouble, "leave the spaces out: 80,443")
        wrong = next((one for one in re.split(r"[\s,]+", protocol) if one and one.lower() not in WITH_PORTS), "")
        if wrong and not trouble and not wrong.isdigit():
            trouble = f"'{wrong}' has no ports, but action '{action}' names some"
            hint = f"write one of {', '.join(WITH_PORTS[:2])}, or ban with an action for all ports"
            yield at_value(ini, name, "protocol", wrong, trouble, hint)


def at_value(ini: Ini, name: str, key: str, value: str, trouble: str, hint: str) -> FileProblem:
    """Return a note at the value: an argument of the jail's action, or else the jail's own option."""
    action = ini.option(name, "action")
    as_argument = action and re.search(rf"\b{key}\s*=\s*[\"']?{re.escape(value)}", action.value)
    option: Option | None = action if as_argument else jail_option(ini, name, key)
    named = re.search(r"'([^']+)'", trouble)
    at = place(ini, name, key)
    if option:
        at = place_in(option, named[1] if named and named[1] in option.value else value.partition("\n")[0])
    return FileProblem(VALUE_UNREADABLE, f"{key}: {trouble}", hint, *at)
