"""BIND's configuration, by named-checkconf: its core, so that no plugin is loaded and no zone is read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._daemons import Daemon
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement
from faircopy.snippets.checkers._includes import Includes, by_pattern, without_comments
from faircopy.snippets.checkers._plain.files import COMMANDS, plain_judge
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
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


# Around the statements of a plain fence, on its first and last line.
WRAPPERS = {
    "file": ("", ""),
    "options": ("options { ", "\n};"),
    "zone": ('zone "example.com" { type primary; file "zone"; ', "\n};"),
}
DEPRECATED = re.compile(r"option '(?P<name>[\w-]+)' is deprecated")
TYPE = re.compile(r"^[ \t]*type[ \t]", re.MULTILINE)
BLOCK = re.compile(
    r"^[ \t]*(?:(?:acl|controls|dlz|dnssec-policy|dyndb|http|include|key|logging|options|plugin|server"
    r"|statistics-channels|tls|trust-anchors|trusted-keys|managed-keys|view|zone)\b|(?:masters|parental-agents|primaries)\b(?!\s*\{))",
    re.MULTILINE,
)
OTHER_BEGINNINGS = kinds_of(
    (rf"{COMMANDS}|(?:named|rndc|dig|nsupdate)(?:-\w+)*(?:[ \t]|$)", "commands"),
    (r"\$(?:TTL|ORIGIN)|(?:@|[\w.-]+)\s+(?:\d+\s+)?IN\s|(?:@|[\w*.-]+\.)\s+(?:\d+\s+)?[A-Z]{1,10}\s", "a zone"),
)
# What stands elsewhere: the files and the names that the rest defines. Options that a newer one knows.
NOT_SHOWN = re.compile(
    r"undefined|not found|unknown option|unable to find|missing 'file'|must have both|file not found|is not configured"
)
INCLUDES = Includes(by_pattern("include", COMMENT), "/etc/bind", STOCK)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    above, below = WRAPPERS[snippet.context or "file"]
    if TYPE.search(snippet.code):
        above = above.replace(' type primary; file "zone";', "")
    judged = daemon.judge(replace(snippet, code=above + snippet.code + below), files, sandbox)
    found = [one for one in judged.findings if not is_told_twice(one, judged.findings)]
    # Beside an error, warnings look like errors.
    found = [replace(one, rule=DOUBTFUL) if "is deprecated" in one.message else one for one in found]
    return replace(judged, findings=tuple(found))


def is_told_twice(finding: Finding, findings: Iterable[Finding]) -> bool:
    """Tell whether another message says the same in more words: that an option is deprecated, and until when."""
    short = DEPRECATED.fullmatch(finding.message)
    longer = (one for one in findings if one.line == finding.line and one != finding)
    return short is not None and any(f"'{short['name']}' option is deprecated" in one.message for one in longer)


def contexts_of(code: str) -> tuple[str, ...]:
    """Return what the statements of a plain fence may stand in; `file` if it shows that itself."""
    return ("file",) if BLOCK.search(without_comments(code, COMMENT)) else ("options", "zone")


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "named-checkconf", ("-v",), r"(\d[\w.]*)")


CHECKER = EachChecker(
    name="bind",
    tool="named-checkconf",
    command="`named-checkconf -c`",
    level=Level.LOADED,
    programs={"named-checkconf": "bind9-utils"},
    judge=judge,
    find_version=find_version,
    files=("/etc/bind/named.conf*", "/etc/named.conf", "/etc/named/*.conf", "*/named.conf"),
    languages=frozenset({"bind", "named", "named.conf"}),
    fragment_languages=frozenset({"bind", "named", "named.conf"}),
    contexts=frozenset(WRAPPERS),
    plain=plain_judge(
        judge,
        OTHER_BEGINNINGS,
        INCLUDES,
        REFUSED,
        contexts=contexts_of,
        is_harm=lambda one: not NOT_SHOWN.search(one.tool_message),
    ),
    includes=INCLUDES,
)
