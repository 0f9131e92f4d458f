"""Rules for iptables-restore, by its own test, and by a look at the chains, which that test takes on trust."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets import rules
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._plain.files import COMMANDS, PLACEHOLDER_AMONG_CAPITALS, plain_judge
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._stubs import name_files, owners_of_sockets
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN370", Severity.ERROR, "iptables-restore refuses it")
CHAIN_UNKNOWN = Rule(
    "SN371", Severity.ERROR, "a rule belongs or jumps to a chain that is neither built in nor declared"
)
POLICY = Rule(
    "SN372",
    Severity.ERROR,
    "a policy is set for a chain that is not built into the table",
    "write `:NAME -` for your own chain, or choose the table that has the chain",
)

BUILT_IN = {
    "filter": ("INPUT", "FORWARD", "OUTPUT"),
    "nat": ("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"),
    "mangle": ("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"),
    "raw": ("PREROUTING", "OUTPUT"),
    "security": ("INPUT", "FORWARD", "OUTPUT"),
}
WRAPPERS = {"file": ("", ""), **{table: (f"*{table}\n", "COMMIT\n") for table in BUILT_IN}}
# By where addresses stand: a MAC address and a time of day have colons, too.
IPV6 = re.compile(
    r"^[^#\n]*(?:\s(?:-[sd]|--(?:source|src|destination|dst))[ \t]+[0-9a-fA-F]*:|icmpv6|ipv6-icmp)", re.MULTILINE
)
LINE = re.compile(r"(?:Error occurred at line: |line |at line )(?P<line>\d+)")
MESSAGE = re.compile(r"^ip6?tables-restore(?: v\S+(?: \(\w+\))?)?: (?P<message>.*)$", re.MULTILINE)
# Without the program's name before it.
ARGUMENT = re.compile(r"^(?P<message>Bad argument .*)$", re.MULTILINE)
FORM = "a rules file is `*table`, then `:CHAIN POLICY [0:0]` and `-A CHAIN …` lines, then `COMMIT`"
TARGET = re.compile(r"\s(?:-j|--jump)\s+(?P<target>\S+)")
TARGETS = ("ACCEPT", "DROP", "QUEUE", "RETURN")
WORD = re.compile(r'(?:"(?:\\.|[^"\\])*"?|[^\s"])+')
# getopt_long(3): behind options without a value, with its own in the same word, or cut short.
LOADER = re.compile(r"-[46fnvx]*M|--mo(?:d(?:p(?:r(?:o(?:b(?:e)?)?)?)?)?)?(?:=|$)")
# What is true of the machine, or of rules that are not shown: a set of ipset, a module of somebody else's.
NOT_SHOWN = re.compile(r"[Ss]et \S+ doesn't exist|Couldn't load|[Tt]he -t option")
# A line of a file begins with an option, a table or a chain.
OTHER_BEGINNINGS = kinds_of(
    (rf"{COMMANDS}|(?:ip6?tables(?:-\w+)*|ipset|ufw|firewall-cmd)(?:[ \t]|$)", "commands"),
    (r"Chain \S+ \(|target +prot ", "output"),
)
OF_NAT = re.compile(r"PREROUTING|POSTROUTING|DNAT|SNAT|MASQUERADE|REDIRECT")
NEW_CHAIN = re.compile(r"^\s*(?:-N|--new-chain)\s+(?P<chain>\S+)")
CHAIN = re.compile(r"^(?P<start>\s*(?:-A|-I|--append|--insert)\s+)(?P<chain>[^\s-]\S*)")


def judge(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    if line := line_with_program(snippet.code):
        fact = "'--modprobe' makes iptables run a program while it reads its rules"
        return Judgement(Level.PARSED, (Finding(0, rules.CHECK_REFUSED, fact, line, hint="leave it out"),))
    above, below = WRAPPERS[snippet.context or "file"]
    code = snippet.code if snippet.code.endswith("\n") or not below else f"{snippet.code}\n"
    is_six = IPV6.search(snippet.code) if snippet.file is None else snippet.file.endswith("v6")
    program = "ip6tables-restore" if is_six else "iptables-restore"
    own = {CHECKED: above + code + below, **name_files(snippet.code, owners_of_sockets(snippet.code))}
    # Nothing of the group: iptables includes no file, and what it starts by itself could read one as a script.
    root = SandboxRoot(own, capabilities=("CAP_NET_ADMIN", "CAP_NET_RAW"))
    tested = sandbox.run([program, "--test", CHECKED], root)
    match = MESSAGE.search(tested.stderr)
    match = match or ARGUMENT.search(tested.stderr)
    if bool(match) != (tested.status != 0):
        return Judgement(Level.PARSED, (unparsed(program, tested),))
    found = list(unknown_chains(snippet.code, snippet.context))
    if match:
        place = LINE.search(tested.stderr)
        line = max(1, int(place["line"]) - above.count("\n")) if place else 0
        hint = FORM if re.search(r"COMMIT|table|failed", match["message"]) else "iptables(8) lists the options"
        found.append(Finding(0, REFUSED, fact_of(match["message"]), line, hint=hint, tool_message=match["message"]))
    # --test parses, and asks the kernel nothing.
    return Judgement(Level.PARSED, tuple(found))


def line_with_program(code: str) -> int:
    """Return the first line that says what loads a module into the kernel; 0 when none does."""
    return next((number for number, line in enumerate(code.split("\n"), 1) if any(map(LOADER.match, words(line)))), 0)


def words(line: str) -> Iterator[str]:
    """Yield the words of a line as iptables-restore does: quotes may stand anywhere in one."""
    return (re.sub(r'\\(.)|"', r"\1", found[0]) for found in WORD.finditer(line))


def contexts_of(code: str) -> tuple[str, ...]:
    """Return the tables that the rules of a plain fence may be of, and `file` if it names them itself."""
    if re.search(r"^\*\w+[ \t]*$", code, re.MULTILINE):
        return ("file",)
    return ("nat", "mangle", "raw") if OF_NAT.search(code) else ("filter", "mangle", "nat", "raw", "security")


def is_harm(finding: Finding) -> bool:
    """Tell whether who copies a plain fence is harmed: other rules may declare the chain."""
    if finding.rule is CHAIN_UNKNOWN:
        return finding.hint.startswith("did you mean")
    return not NOT_SHOWN.search(finding.tool_message)


def fact_of(message: str) -> str:
    """Return the message without the place, which the diagnostic has, counted in the document."""
    message = message.removeprefix("iptables-restore: ")
    return lower_first(re.sub(r"(^line \d+ )|( at line \d+$)", "", message)).replace("failed", "cannot be read", 1)


def unknown_chains(code: str, table: str | None) -> Iterator[Finding]:
    """Yield the rules whose chain would be missing: with nftables behind it, `--test` takes those in silence."""
    chains = dict.fromkeys(BUILT_IN.get(table or "", ()))
    nearest = SuggestionFinder()

    def hint_for(name: str, known: Iterable[str]) -> str:
        return nearest.hint(name, known) or f"declare it above: `:{name} - [0:0]`"

    for number, line in enumerate(code.split("\n"), 1):
        if line.startswith("*"):
            table = line[1:].strip()
            chains = dict.fromkeys(BUILT_IN.get(table, ()))
        elif line.startswith(":"):
            words = line[1:].split()
            if table in BUILT_IN and words[1:] and words[1] != "-" and words[0] not in BUILT_IN[table]:
                fact = f"'{words[0]}' is not a built-in chain of '{table}', and only those have a policy"
                hint = nearest.hint(words[0], BUILT_IN[table]) or f"write `:{words[0]} -`, or choose the right table"
                yield Finding(0, POLICY, fact, number, 2, hint)
            chains.update(dict.fromkeys(words[:1]))
        elif made := NEW_CHAIN.match(line):
            chains[made["chain"]] = None
        elif (rule := CHAIN.match(line)) and rule["chain"] not in chains:
            hint = hint_for(rule["chain"], chains)
            fact = f"no chain '{rule['chain']}' is declared"
            yield Finding(0, CHAIN_UNKNOWN, fact, number, len(rule["start"]) + 1, hint)
        elif (jump := TARGET.search(line)) and not is_target(jump["target"], chains):
            known = (*chains, *TARGETS, *extensions())
            hint = hint_for(jump["target"], known)
            fact = f"'{jump['target']}' is neither a target nor a declared chain"
            yield Finding(0, CHAIN_UNKNOWN, fact, number, jump.start("target") + 1, hint)


def is_target(name: str, chains: Container[str]) -> bool:
    return name in chains or name in TARGETS or name in extensions() or not extensions()


@cache
def extensions() -> frozenset[str]:
    """Return the targets that iptables has as libraries of its own, as its package lays them out."""
    folders = ("lib*/xtables", "lib*/*/xtables")
    files = [file for folder in folders for file in Path("/usr").glob(f"{folder}/lib*_*.so")]
    names = [file.stem.partition("_")[2] for file in files]
    return frozenset(name for name in names if name.isupper())


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "iptables-restore", ("--version",), r"v(\d[\w.]*)")


CHECKER = EachChecker(
    name="iptables",
    tool="iptables",
    command="`iptables-restore --test`",
    level=Level.PARSED,
    programs={"iptables-restore": "iptables"},
    judge=judge,
    find_version=find_version,
    files=("*.v4", "*.v6", "/etc/iptables/*", "/etc/iptables.*", "*/iptables.rules", "/etc/sysconfig/ip*tables"),
    languages=frozenset({"iptables"}),
    fragment_languages=frozenset({"iptables"}),
    contexts=frozenset(WRAPPERS),
    version=2,
    plain=plain_judge(
        judge,
        OTHER_BEGINNINGS,
        None,
        REFUSED,
        contexts=contexts_of,
        is_harm=is_harm,
        placeholder=PLACEHOLDER_AMONG_CAPITALS,
    ),
)
