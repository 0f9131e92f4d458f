"""BIND's configuration, by named-checkconf: its core, so that no plugin is loaded and no zone is read."""

import re

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._daemons import Daemon
from faircopy.snippets.checkers._each import CHECKED, EachChecker
from faircopy.snippets.checkers._includes import Includes, by_pattern, without_comments
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Level
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN600", Severity.ERROR, "named-checkconf refuses it", "the message has its own reason")
DOUBTFUL = Rule("SN601", Severity.WARNING, "named-checkconf warns of it", "the message has its own reason")

# Files of Debian's package that named.conf includes.
STOCK = tuple(
    f"/etc/bind/{name}"
    for name in (
        *("named.conf.options", "named.conf.local", "named.conf.default-zones"),
        *("zones.rfc1918", "bind.keys", "rndc.key"),
    )
)
FOLDER = re.compile(r'(?<![\w-])directory\s+"(?P<folder>/[^"\n]*)"')
COMMENT = re.compile(r'(?P<kept>"[^"\n]*")|/\*.*?(?:\*/|\Z)|//[^\n]*|#[^\n]*', re.DOTALL)

daemon = Daemon(
    name="named-checkconf",
    place=CHECKED,
    command=("named-checkconf", "-c", CHECKED),
    message=re.compile(rf"^{re.escape(CHECKED)}:(?P<line>\d+): (?P<message>.*)$", re.MULTILINE),
    refused=REFUSED,
    doubtful=DOUBTFUL,
    of_the_machine=re.compile(r"change directory to '/|parsing failed: file not found"),
    needs=lambda code: {
        **dict.fromkeys(STOCK, ""),
        **{f"{found['folder'].rstrip('/')}/.there": "" for found in FOLDER.finditer(without_comments(code, COMMENT))},
    },
    hints={"missing ';'": "each statement and each block ends with `;`"},
)


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "named-checkconf", ("-v",), r"(\d[\w.]*)")


CHECKER = EachChecker(
    name="bind",
    tool="named-checkconf",
    command="`named-checkconf -c`",
    level=Level.LOADED,
    programs={"named-checkconf": "bind9-utils"},
    judge=daemon.judge,
    find_version=find_version,
    files=("/etc/bind/named.conf*", "/etc/named.conf", "/etc/named/*.conf", "*/named.conf"),
    fragment_languages=frozenset({"bind", "named", "named.conf"}),
    contexts=frozenset({"file"}),
    includes=Includes(by_pattern("include", COMMENT), "/etc/bind", STOCK),
)
