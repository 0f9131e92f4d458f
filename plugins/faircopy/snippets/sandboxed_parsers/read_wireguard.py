"""WireGuard's configuration, as wg(8) and wg-quick(8) read it: keys, addresses and ports that they would refuse."""

import binascii
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from ipaddress import ip_interface

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

KEY_BYTES, MAX_PORT, MAX_MTU = 32, 65535, 65535
HOST_AND_PORT = re.compile(r"(?:\[[0-9A-Fa-f:.%\w]+\]|[^\s:\[\]]+):(?P<port>\d{1,5})")
MAX_SUGGESTIONS = 20


def is_key(value: str) -> bool:
    try:
        return len(b64decode(value, validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False


def is_network(value: str) -> bool:
    try:
        ip_interface(value)
    except ValueError:
        return False
    return True


def are_networks(value: str) -> bool:
    return all(is_network(one.strip().lstrip("+-")) for one in value.split(",")) or not value


def is_number(most: int) -> Callable[[str], bool]:
    return lambda value: value.isascii() and value.isdigit() and len(value) < 10 and int(value) <= most  # digits


def is_endpoint(value: str) -> bool:
    found = HOST_AND_PORT.fullmatch(value)
    return found is not None and 0 < int(found["port"]) <= MAX_PORT


def is_mark(value: str) -> bool:
    return value == "off" or re.fullmatch(r"0[xX][0-9A-Fa-f]{1,8}|\d{1,10}", value) is not None


def is_anything(value: str) -> bool:
    return bool(value)


Form = tuple[Callable[[str], bool], str]
A_KEY: Form = (is_key, "a key: 44 characters of base64, as `wg genkey` and `wg pubkey` print them")
NETWORKS: Form = (are_networks, "a list of addresses with their prefix, like 10.0.0.2/32")
ANYTHING: Form = (is_anything, "something")
# wg(8), CONFIGURATION FILE FORMAT; wg-quick(8), CONFIGURATION.
FORMS: dict[str, dict[str, Form]] = {
    "interface": {
        "privatekey": A_KEY,
        "listenport": (is_number(MAX_PORT), "a port, 0 to 65535"),
        "fwmark": (is_mark, "a number, or off"),
        "address": NETWORKS,
        "dns": ANYTHING,
        "mtu": (is_number(MAX_MTU), "a number of bytes"),
        "table": ANYTHING,
        **dict.fromkeys(("preup", "postup", "predown", "postdown"), ANYTHING),
        "saveconfig": (lambda value: value in ("true", "false"), "true or false"),
    },
    "peer": {
        "publickey": A_KEY,
        "presharedkey": A_KEY,
        "allowedips": NETWORKS,
        "endpoint": (is_endpoint, "a host and a port, like vpn.example.org:51820"),
        "persistentkeepalive": (
            lambda value: value == "off" or is_number(MAX_PORT)(value),
            "a number of seconds, or off",
        ),
    },
}
SPELT = {
    name.lower(): name
    for name in (
        *(
            "PrivateKey",
            "ListenPort",
            "FwMark",
            "Address",
            "DNS",
            "MTU",
            "Table",
            "PreUp",
            "PostUp",
            "PreDown",
            "PostDown",
        ),
        *("SaveConfig", "PublicKey", "PresharedKey", "AllowedIPs", "Endpoint", "PersistentKeepalive"),
    )
}


def faults(text: str) -> list[Fault]:
    reader = WireguardReader()
    found = [fault for number, line in enumerate(text.split("\n"), 1) for fault in reader.read(number, line)]
    return [*found, *reader.end_section()]


class WireguardReader:
    """Reads the lines, and keeps the section that it is in."""

    def __init__(self) -> None:
        self.section, self.start, self.has_key, self.left = "", 0, True, MAX_SUGGESTIONS
        self.goes_on = False  # the line above ends with a comma

    def read(self, number: int, whole: str) -> Iterator[Fault]:
        line = whole.partition("#")[0].strip()
        column = len(whole) - len(whole.lstrip()) + 1
        if line.startswith("["):
            yield from self.end_section()
            name = line.strip("[]").strip().lower()
            self.section, self.start, self.has_key = name, number, name not in FORMS
            if name not in FORMS or not line.endswith("]"):
                yield "section", number, column, *2 * (f"'{line[:60]}' is neither [Interface] nor [Peer]",)
        elif line:
            name, equals, value = (part.strip() for part in line.partition("="))
            goes_on, self.goes_on = self.goes_on, line.endswith(",")
            if goes_on and not equals:
                return  # told there
            if not equals:
                yield "syntax", number, column, *2 * (f"the line '{line[:60]}' is not name = value",)
            elif not self.section:
                yield "syntax", number, column, *2 * (f"'{name[:60]}' comes before any section",)
            elif forms := FORMS.get(self.section):
                place = whole.index(value, whole.index("=") + 1) + 1 if value else column
                yield from self.option(number, column, name, value, forms, place)

    def option(
        self, number: int, column: int, name: str, value: str, forms: dict[str, Form], place: int
    ) -> Iterator[Fault]:
        """Yield what is wrong with an option in a column, whose value stands in the column `place`."""
        key = name.lower()
        # `PostUp = wg set %i private-key …` gives it another way.
        self.has_key = self.has_key or key in ("privatekey", "publickey", "postup", "preup")
        if key in forms:
            is_right, wanted = forms[key]
            if value.endswith(","):
                fact = f"'{name}' ends with a comma, but a value cannot continue on the next line: use one line"
                yield "value", number, place, *2 * (fact,)
            elif not is_right(value):
                yield "value", number, place, *2 * (f"'{name}' is {wanted}; not '{value[:60]}'",)
            return
        other = next((section for section in FORMS if key in FORMS[section]), "")
        if other:
            yield "place", number, column, *2 * (f"'{name}' belongs below [{other.capitalize()}]",)
            return
        self.left -= 1
        near = get_close_matches(key, forms, n=1, cutoff=0.7) if self.left >= 0 else []
        meant = f"; did you mean '{SPELT[near[0]]}'?" if near else ""
        yield "name", number, column, *2 * (f"there is no '{name[:60]}' in [{self.section.capitalize()}]{meant}",)

    def end_section(self) -> Iterator[Fault]:
        if self.section and not self.has_key:
            key = "PrivateKey" if self.section == "interface" else "PublicKey"
            yield "missing", self.start, 1, *2 * (f"[{self.section.capitalize()}] has no '{key}'",)
        self.has_key = True
