"""Values that people write in a jail, and whether fail2ban can read them.

fail2ban itself takes many wrong ones in silence, and its own reader of durations evaluates them as Python
(fail2ban/server/mytime.py), so they are read here.
"""

import ipaddress
import re
import socket
from pathlib import Path

TRUE_OR_FALSE = ("true", "false", "yes", "no", "on", "off", "1", "0")
BACKENDS = ("auto", "pyinotify", "polling", "systemd")
# Units as fail2ban's own reader takes them (jail.conf(5), TIME ABBREVIATION FORMAT); it takes no `mins` and no `secs`.
# What stands behind the last unit without one are seconds.
UNIT = (
    r"(?:s(?:s|ec(?:onds?)?)?|m(?:m|in(?:utes?)?)?|h(?:h|ours?)?|d(?:d|ays?)?|w(?:w|eeks?)?"
    r"|mo(?:n(?:ths?)?)?|y(?:y|ears?)?)"
)
DURATION = re.compile(
    rf"-?\d+(?:\.\d+)?(?:\s*+{UNIT}(?:\s*+(?:[+-]\s*+)?\d+(?:\.\d+)?\s*+{UNIT})*(?:\s*+(?:[+-]\s*+)?\d+)?)?",
    re.IGNORECASE,
)
# It calculates, too, though its manual does not say so.
PRODUCT = re.compile(r"\d+(?:\.\d+)?(?:\s*[*+]\s*\d+(?:\.\d+)?)+")
HOST_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")
PORT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9._+-]*")
MAX_PORT = 65535
# Of `ignorecache`, jail.conf(5).
CACHE_ARGUMENTS = ("key", "max-count", "max-time")
ARGUMENT = re.compile(r"(?<![\w.-])(?P<name>[\w.-]+)=(?:[\"'](?P<quoted>[^\"']*)[\"']|(?P<bare>[^,\n]*))")


def trouble_with_bool(value: str) -> str:
    return (
        "" if value.lower() in TRUE_OR_FALSE else f"'{value}' is neither true nor false, so fail2ban takes it as false"
    )


def trouble_with_int(value: str) -> str:
    return "" if re.fullmatch(r"[+-]?\d+", value) else f"'{value}' is not a whole number"


def trouble_with_duration(value: str) -> str:
    return "" if DURATION.fullmatch(value) or PRODUCT.fullmatch(value) else f"'{value}' is not a duration"


def trouble_with_ban_time(value: str) -> str:
    """Return what is wrong with the time of a ban: -1 is for ever, and what else is negative ends before it begins."""
    if value.startswith("-") and DURATION.fullmatch(value) and not re.fullmatch(r"-0*1(?:\.0*)?(?:\s*s\w*)?", value):
        return f"'{value}' ends before it begins, so nobody is banned"
    return trouble_with_duration(value)


def trouble_with_chain(value: str) -> str:
    """Return what is wrong with the chain of a firewall, which stands as it is in the commands of an action."""
    found = re.fullmatch(r"[\w.-]+[ \t]+[A-Za-z][\w.-]*", value)
    return f"'{value}' is two words, and the firewall refuses the second" if found else ""


def trouble_with_positive_duration(value: str) -> str:
    """Return what is wrong with a span of time to look back: fail2ban counts nothing within none."""
    if re.fullmatch(r"-.*|0+\D*", value):
        return f"within '{value}' no failure is counted"
    return trouble_with_duration(value)


def trouble_with_backend(value: str) -> str:
    name = value.partition("[")[0].strip()
    if "[" in value and not value.endswith("]"):
        return f"the '[' of '{value}' has no end"
    if name == "gamin":
        return "'gamin' was for Python 2, and fail2ban ≥ 1.0 cannot start it"
    return "" if name in BACKENDS else f"'{name}' is not a backend"


def trouble_with_multipliers(value: str) -> str:
    """Return what is wrong with numbers that fail2ban divides at each blank (server/jail.py)."""
    wrong = next((word for word in value.split(" ") if not re.fullmatch(r"[+-]?\d+", word)), None)
    if wrong is None or not value:
        return ""
    return f"'{wrong}' is not a whole number" if wrong else "there are two spaces between two numbers"


def trouble_with_ignore_cache(value: str) -> str:
    """Return what is wrong with `key="…", max-count=…, max-time=…` (server/filter.py): its server would not start."""
    given = {found["name"]: found["quoted"] or found["bare"] or "" for found in ARGUMENT.finditer(value)}
    unknown = next((name for name in given if name not in CACHE_ARGUMENTS), "")
    if unknown:
        return f"'{unknown}' is not one of {', '.join(CACHE_ARGUMENTS)}"
    if not given.get("key"):
        return 'it has no key, such as key="<ip>"'
    count, time = given.get("max-count", "1").strip(), given.get("max-time", "1").strip()
    return trouble_with_int(count) or trouble_with_duration(time)


def trouble_with_addresses(value: str) -> str:
    for word in re.split(r"[\s,]+", value.strip()):
        # A file of addresses: from fail2ban 1.1.1 on.
        if word and not is_address(word) and not word.startswith("file:/"):
            return f"'{word}' is not an address, a network or a host name"
    return ""


def is_address(word: str) -> bool:
    try:
        ipaddress.ip_network(word, strict=False)
    except ValueError:
        # A host name may stand there too; digits and dots alone, or a slash, cannot be one.
        return HOST_NAME.fullmatch(word) is not None
    return True


def trouble_with_ports(value: str) -> str:
    for word in re.split(r"[\s,]+", value.strip()):
        if word and not all(is_port(end) for end in word.split(":")):
            return f"'{word}' is not a port, a port range or a service"
    return ""


def is_port(word: str) -> bool:
    return int(word) <= MAX_PORT if re.fullmatch("[0-9]{1,99}", word) else is_service(word)


def is_service(word: str) -> bool:
    if not Path("/etc/services").exists():  # as in a minimal container; then any name may be one
        return PORT_NAME.fullmatch(word) is not None
    try:
        return bool(socket.getservbyname(word))
    except OSError:
        return False
