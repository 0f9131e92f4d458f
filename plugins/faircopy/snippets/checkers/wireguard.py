"""WireGuard's configuration, by a reader of our own: `wg` only asks a kernel, and `wg-quick` runs what it reads."""

import re

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._plain.readings import with_readings
from faircopy.snippets.checkers._plain.text import common_readings, has_placeholder
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.model import Finding, Level, Snippet

SYNTAX = Rule(
    "SN660",
    Severity.ERROR,
    "a line does not belong in a WireGuard configuration",
    "write name = value below [Interface] or [Peer]",
)
NAME = Rule(
    "SN661", Severity.ERROR, "WireGuard does not know an option in that section", "wg(8) and wg-quick(8) list them"
)
VALUE = Rule("SN662", Severity.ERROR, "WireGuard refuses a value", "the message says what it has to be")
MISSING = Rule("SN663", Severity.ERROR, "a section of a WireGuard configuration has no key", "add the key")

SECTION = re.compile(r"^[ \t]*\[(?:Interface|Peer)\][ \t]*$", re.MULTILINE | re.IGNORECASE)
OPTION = re.compile(
    r"^[ \t]*+(?:#[ \t]*+)?(?:PrivateKey|PublicKey|AllowedIPs|PresharedKey|ListenPort|PersistentKeepalive)[ \t]*=",
    re.MULTILINE | re.IGNORECASE,
)
# A key as somebody has it; what else stands there is a word for one.
LIKE_A_KEY = re.compile(r"=[ \t]*[A-Za-z0-9+/]{38,48}={0,2}[ \t]*(?:#|$)")


def is_wireguard(code: str) -> bool:
    return bool(SECTION.search(code) and OPTION.search(code))


def harms(snippet: Snippet, finding: Finding) -> bool:
    """A plain fence may be a part of a file, and have words for keys and addresses."""
    line = snippet.code.split("\n")[finding.line - 1]
    if finding.rule is MISSING or has_placeholder(snippet.code, finding.line):
        return False
    return finding.rule is not VALUE or "Key" not in line or LIKE_A_KEY.search(line) is not None


CHECKER = EachChecker(
    name="wireguard",
    tool="Python",
    command="our own parser, based on wg(8) and wg-quick(8): options, keys, addresses, ports",
    level=Level.PARSED,
    judge=with_readings(
        parser_judge(
            "read_wireguard",
            {
                "syntax": (SYNTAX, "write name = value below [Interface] or [Peer]"),
                "section": (SYNTAX, "the sections are [Interface] and [Peer]"),
                "name": (NAME, "wg(8) and wg-quick(8) list them"),
                "place": (NAME, "move it there"),
                "value": (VALUE, ""),
                "missing": (MISSING, "add it"),
            },
            harms=harms,
        ),
        common_readings,
    ),
    version=2,
    find_version=python_version,
    files=("/etc/wireguard/*.conf", "*/wg[0-9]*.conf"),
    languages=frozenset({"ini", "conf", "wireguard"}),
    recognise=is_wireguard,
)
