"""Addresses of the internet in values that a program takes for a name, or only looks at once it runs."""

import re
from ipaddress import ip_address, ip_network

# Digits and dots alone are no name: of a host's last part, not all signs are digits (RFC 1123, 2.1).
LIKE_IPV4 = re.compile(r"\d{1,9}(?:\.\d{1,9}){2,5}")
MAX_DIGITS = 3  # of a length
LIKE_IPV6 = re.compile(r"(?=(?:[0-9A-Fa-f.]{0,20}:){2})[0-9A-Fa-f:.]{2,60}")


def trouble_with_address(text: str) -> str:
    """Return why a text that looks like an address is none; "" if it is one, or looks like something else."""
    if not (LIKE_IPV4.fullmatch(text) or LIKE_IPV6.fullmatch(text)):
        return ""
    try:
        ip_address(text)
    except ValueError:
        return f"'{text}' is not an address"
    return ""


def trouble_with_network(text: str) -> str:
    """Return why `address/length` is no network: the address, the length, or bits behind it; "" if it is one."""
    address, slash, length = text.partition("/")
    if not slash or not length.isdigit():
        return ""
    if trouble := trouble_with_address(address):
        return trouble
    if not (LIKE_IPV4.fullmatch(address) or LIKE_IPV6.fullmatch(address)):
        return ""
    if len(length) > MAX_DIGITS or int(length) > ip_address(address).max_prefixlen:
        return f"'/{length}' is longer than an address"
    meant = ip_network(text, strict=False)
    is_exact = ip_address(address) == meant.network_address
    return "" if is_exact else f"'{text}' has bits beyond its length; the network is {meant}"
