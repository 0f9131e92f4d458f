"""Stand-ins for hosts, users and certificates that a configuration names and the sandbox lacks.

Whether they exist on the reader's machine is unknown; without them, a program would stop before it finds faults in the
configuration itself.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from faircopy.snippets.checkers._each import unusable
from faircopy.snippets.model import Finding
from faircopy.snippets.packaged import packaged_files
from faircopy.snippets.sandbox.paths import fitting
from faircopy.snippets.sandbox.process import TimeLimitError, ToolMissingError
from faircopy.snippets.sandbox.root import GROUPS, USERS, SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

# RFC 5737: an address that belongs to nobody.
NOBODYS_ADDRESS = "192.0.2.1"
HOST = re.compile(r"(?<![\w.-])(?=[\w.-]*[A-Za-z])[A-Za-z0-9_](?:[\w.-]{0,250}[A-Za-z0-9])?")
USER_NAME = re.compile(r"[A-Za-z_][\w.-]{0,31}")
MAX_HOSTS = 5000
# For machines without Debian's netbase, or with one that was changed.
SERVICES = "ssh 22/tcp\nsmtp 25/tcp\ndomain 53/tcp\ndomain 53/udp\nhttp 80/tcp\nntp 123/udp\nhttps 443/tcp\n"
NUMBERS = ("/etc/services", "/etc/protocols")
PROTOCOLS = "icmp 1 ICMP\ntcp 6 TCP\nudp 17 UDP\nipv6-icmp 58 IPv6-ICMP\n"


def hosts_file(code: str) -> str:
    """Return an /etc/hosts with every word of `code` that may be a host name."""
    names = sorted(set(HOST.findall(code)) - {"localhost"})[:MAX_HOSTS]
    return "127.0.0.1 localhost\n::1 localhost\n" + "".join(f"{NOBODYS_ADDRESS} {name}\n" for name in names)


OWNERS = re.compile(
    r"(?:\bsk[ug]id[ \t]+(?:[!=]=[ \t]*)?|--[ug]id-owner[ \t]+)(?P<names>\{[^{}]*\}|\"[^\"\n]*\"|[^\s;{}]+)"
)


def name_files(code: str, users: Iterable[str], *, one_id: bool = False) -> dict[str, str | bytes]:
    """Return the files in /etc by which the C library resolves hosts and users.

    With `one_id` all users have the sandbox's only user id, for programs that call chown.
    """
    known = [*re.findall(r"^([\w-]+):", USERS, re.MULTILINE), *users]

    def numbered(names: Iterable[str]) -> Iterator[tuple[str, int]]:
        yield from ((name, 0 if one_id or name == "root" else 1000) for name in names)

    names = dict.fromkeys(name for name in known if USER_NAME.fullmatch(name))
    groups = dict.fromkeys([*re.findall(r"^([\w-]+):", GROUPS, re.MULTILINE), *names])
    return {
        "/etc/hosts": hosts_file(code),
        "/etc/services": SERVICES,
        "/etc/protocols": PROTOCOLS,
        **{path: text for path, text in packaged_files("netbase").items() if path in NUMBERS},
        "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\nservices: files\nprotocols: files\n",
        "/etc/passwd": "".join(
            f"{name}:x:{number}:{number}::/:/usr/sbin/nologin\n" for name, number in numbered(names)
        ),
        "/etc/group": "".join(f"{name}:x:{number}:\n" for name, number in numbered(groups)),
    }


def owners_of_sockets(code: str) -> list[str]:
    """Return the users and groups whose sockets rules of nft or iptables are about: the reader's machine has them."""
    return [name for found in OWNERS.finditer(code) for name in re.findall(r"[A-Za-z_][\w.-]*", found["names"])]


def stand_ins(
    named: Iterable[re.Match[str]], content: str, files: Iterable[str], own: str
) -> tuple[dict[str, str], list[Finding]]:
    """Return stand-ins for the files that code names, and a finding for each impossible path.

    Each match has a group "path". `files` are already in the sandbox. `own` is the code of the snippet, which comes
    first in the searched text: findings about other snippets are theirs.
    """
    places = {found["path"]: found for found in named if found["path"].startswith("/")}
    laid, refused = fitting(dict.fromkeys(places, content), files)
    own_refused = {path: why for path, why in refused.items() if places[path].start("path") < len(own)}
    return laid, [unusable(own, path, why, places[path].start("path")) for path, why in own_refused.items()]


@cache
def certificate(kind: str | None) -> str | None:
    """Return a self-signed certificate and its key as PEM, or None if openssl is missing."""
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", "/CN=localhost", "-keyout", "/tmp/key", "-out", "/tmp/certificate"]  # noqa: S108
    root = SandboxRoot({"/openssl.cnf": "[req]\ndistinguished_name=dn\n[dn]\n"})
    script = '"$@" -config /openssl.cnf && cat /tmp/key /tmp/certificate'
    try:
        made = Sandbox(kind).run(["/bin/sh", "-c", script, "sh", *command], root)
    except (ToolMissingError, TimeLimitError):
        return None
    return made.stdout if made.status == 0 and "BEGIN CERTIFICATE" in made.stdout else None
