"""nftables rules, by nft's own test, which asks the kernel: in a network of the sandbox's own."""

import re
from collections.abc import Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers import _newer
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._includes import Includes, by_lines
from faircopy.snippets.checkers._plain.files import COMMANDS, plain_judge
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._stubs import name_files, owners_of_sockets
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN360", Severity.ERROR, "nft refuses it")

# Each on one line above the fragment, and what closes it below.
WRAPPERS = {
    "file": ("", ""),
    "table": ("table inet snippet {\n", "}\n"),
    "chain": ("table inet snippet { chain snippet {\n", "}\n}\n"),
}
MESSAGE = re.compile(rf"^{re.escape(CHECKED)}:(?P<line>\d+):(?P<column>\d+)-\d+: Error: (?P<message>.*)$", re.MULTILINE)
# True on one machine and false on the next: the sandbox has no network card, and the kernel may lack a feature.
OF_THE_MACHINE = ("Interface does not exist", "Could not process rule: Operation not supported")
EARLY_BRACE = "unexpected '}', expecting newline or semicolon"
HINTS = {
    "unknown chain hook": "hooks are ingress, prerouting, input, forward, output, postrouting",
    "expecting newline or semicolon": "end the statement before it with ';' or a new line",
    "no symbol type information": "say what it belongs to: `ip saddr`, `ip6 saddr`, `tcp dport`",
    "No such file or directory": "it names a set, map, chain or table that is not defined",
}


# The same where only a part of the rules is shown: the rest may stand elsewhere.
NOT_SHOWN = re.compile(r"No such file or directory|unknown identifier|Could not process rule")
OTHER_BEGINNINGS = kinds_of((rf"{COMMANDS}|(?:nft|iptables|firewall-cmd|ufw)(?:[ \t]|$)", "commands"))
WHOLE = re.compile(
    r"^[ \t]*(?:table|add|create|insert|flush|delete|destroy|replace|rename|reset|list|define|undefine|redefine)\b",
    re.MULTILINE,
)
OF_A_TABLE = re.compile(
    r"^[ \t]*(?:chain|set|map|counter|quota|limit|flowtable|ct \w+|secmark|synproxy)[ \t]+[\w-]+[ \t]*\{", re.MULTILINE
)
INCLUDES = Includes(
    by_lines(r"include(?!\w) *", before=r"(?:^|[;{}])", most=1),
    "/etc",
    ("/etc/nftables/*[*]*", "/etc/nftables.d/*[*]*"),
)

# What a name may be written with, so that it is no word of the language: `@vni`, `$vni`, "vni".
WORD = re.compile(r"(?<![\w@$\"'./-])[a-z][a-z0-9-]+(?![\w\"'./-])")


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge a snippet; where nft refuses a line that has a word of a newer one, judge it again without such lines."""
    judged = judge_whole(snippet, files, sandbox)
    refused = {one.line for one in judged.findings if one.rule is REFUSED}
    lines = snippet.code.split("\n")
    newer = {line: note for line in range(1, len(lines) + 1) if (note := newer_word(lines[line - 1], line, sandbox))}
    if not refused & newer.keys():
        return judged
    rest = [" " * len(text) if number in newer else text for number, text in enumerate(lines, 1)]
    notes = tuple(newer.values())
    # Without a line that opens a block nothing else can be read.
    if any(lines[line - 1].count("{") != lines[line - 1].count("}") for line in newer):
        return Judgement(Level.PARSED, notes)
    again = judge_whole(replace(snippet, code="\n".join(rest)), files, sandbox)
    return Judgement(Level.PARSED, (*notes, *again.findings))


def newer_word(text: str, line: int, sandbox: Sandbox) -> Finding | None:
    """Return what is to be said of a line with a word that only a newer nft knows."""
    have = find_version(sandbox) or ""
    table = _newer.table("nftables", "nftables")
    words = WORD.finditer(text.partition("#")[0])
    found = ((one, table.finding(one[0], have, line)) for one in words if one[0] in table.since)
    return next((replace(note, column=one.start() + 1) for one, note in found if note), None)


def judge_whole(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    above, below = WRAPPERS[snippet.context or "file"]
    code = snippet.code if snippet.code.endswith("\n") or not below else f"{snippet.code}\n"
    own = {CHECKED: above + code + below, **name_files(snippet.code, owners_of_sockets(snippet.code))}
    root = SandboxRoot({**files, **own}, capabilities=("CAP_NET_ADMIN", "CAP_NET_RAW"))
    tested = sandbox.run(["nft", "--check", "--file", CHECKED], root)
    messages = list(MESSAGE.finditer(tested.stderr))
    if bool(messages) != (tested.status != 0):
        return Judgement(Level.PARSED, (unparsed("nft", tested),))
    found = [finding_of(one, above.count("\n")) for one in messages if one["message"] not in OF_THE_MACHINE]
    # Behind a brace that closes too early for it, or in a line that it has given up, nft reads what is not there.
    brace = next((number for number, one in enumerate(found) if EARLY_BRACE in one.tool_message), len(found))
    lines = [one.line for one in found[:brace]]
    found = found[: brace + (brace < len(found) and found[brace].line not in lines)]
    # nft goes on after a syntax error and then stumbles over the end, which is not the author's fault.
    last = snippet.code.rstrip("\n").count("\n") + 1
    found = [one for one in found if one.line <= last] or found[:1]
    return Judgement(Level.PARSED if messages else Level.LOADED, tuple(found))


def contexts_of(code: str) -> tuple[str, ...]:
    """Return the contexts that a plain fence may be of."""
    return ("file",) if WHOLE.search(code) else ("table",) if OF_A_TABLE.search(code) else ("chain",)


def finding_of(found: re.Match[str], lines_above: int) -> Finding:
    message = found["message"]
    hint = next((hint for part, hint in HINTS.items() if part in message), "")
    line = max(1, int(found["line"]) - lines_above)
    return Finding(0, REFUSED, lower_first(message), line, int(found["column"]), hint, message)


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "nft", ("--version",), r"v(\d[\w.]*)")


CHECKER = EachChecker(
    name="nftables",
    tool="nftables",
    command="`nft --check`",
    level=Level.LOADED,
    programs={"nft": "nftables"},
    judge=judge,
    find_version=find_version,
    version=4,
    files=("/etc/nftables.conf", "/etc/nftables/*", "/etc/nftables.d/*", "/etc/sysconfig/nftables.conf", "*.nft"),
    languages=frozenset({"nftables", "nft"}),
    fragment_languages=frozenset({"nftables", "nft"}),
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
