"""HAProxy's configuration, by its own test. One that has it run a program or load a library is not given to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, layable, lower_first, unparsed
from faircopy.snippets.checkers._haproxy_numbers import NO_NUMBER, no_numbers
from faircopy.snippets.checkers._plain.files import COMMANDS, filled_in_only, is_filled_in, kind_of_file, reading_of
from faircopy.snippets.checkers._plain.readings import other_text
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._stubs import name_files
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.process import Completed
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN760", Severity.ERROR, "HAProxy refuses it", "the message has its own reason")
DOUBTFUL = Rule("SN761", Severity.WARNING, "HAProxy warns of it", "the message has its own reason")
# That of another distribution may have it.
NOT_BUILT_IN = re.compile(r"not compiled in|not built with|built without")
UNKNOWN = Rule(
    "SN762",
    Severity.NOTE,
    "the installed HAProxy does not know a keyword, but a newer one may",
    "say in the text which version it needs",
)
RUNS_CODE = Rule(
    "SN763", Severity.ERROR, "HAProxy would run a program, or load a library, to read its configuration", "leave it out"
)
HARMFUL = frozenset({REFUSED, NO_NUMBER})

SECTIONS = "global defaults frontend backend listen peers resolvers mailers userlist cache ring program http-errors"
SECTION = re.compile(rf"^[ \t]*(?:{SECTIONS.replace(' ', '|')})\b", re.MULTILINE)
# What stands above a part of a section, likeliest first.
DEFAULTS = "defaults\n mode http\n timeout connect 5s\n timeout client 30s\n timeout server 30s\n"
ABOVE = {name: f"{DEFAULTS}{name} snippet\n" for name in ("frontend", "backend", "listen")}
ABOVE |= {"defaults": "defaults snippet\n", "global": "global\n"}
CONTEXTS = {"file": "", **ABOVE}
# It runs the Lua of a file (https://docs.haproxy.org/2.6/configuration.html#3.1-lua-load), and OpenTracing's filter
# loads a library. A word may have quotes, escapes and variables, so a line is taken only where its first is plain.
RUNS = re.compile(r"lua-|module-|(?:filter[ \t]+opentracing)|program\b|external-check\b", re.IGNORECASE)
PLAIN_WORD = re.compile(r"[\w.*-]+\Z", re.ASCII)
OPENTRACING = re.compile(r"opentracing", re.IGNORECASE)
QUOTES = re.compile(r"[\"'\\]")
MESSAGE = re.compile(
    rf"^\[(?P<kind>ALERT|WARNING)\][ \t]+\(\d+\) : (?:config : )?(?:\[[^\]\n]*\] : (?=parsing))?(?:parsing )?"
    rf"(?:\[{re.escape(CHECKED)}:(?P<line>\d+)\] ?: ?)?(?P<message>.*)$",
    re.MULTILINE,
)
SUMMARY = re.compile(r"^(?:Error\(s\) found in configuration|Fatal errors found)")
# What the sandbox has not, and a reader's machine has: files, certificates, users.
OF_THE_MACHINE = re.compile(
    r"(?:frontend|backend|proxy) 'snippet' has no|"
    r"unable to (?:stat|load|open)|No such file|cannot find (?:user|group) id|failed to open"
    r"|could not resolve"
    r"|can't open|error while (?:opening|loading)|Could not find|cannot open|Failed to initialize server"
)
# Options that stand where a server's address belongs. HAProxy takes them for a host, which the sandbox has.
NO_ADDRESS = re.compile(
    r"^[ \t]*server[ \t]+(?P<name>[\w.-]+)[ \t]+"
    r"(?P<option>backup|check|cookie|inter|maxconn|send-proxy(?:-v2)?|ssl|weight)(?![^\s#])",
    re.MULTILINE,
)
# Patterns of an ACL or a map are read from it.
PATTERN_FILE = re.compile(r"(?:[ \t]-f[ \t]+|\bmap\w*\()(?P<path>/etc(?:/[\w-][\w.-]{0,60}){1,6})")
USER = re.compile(r"\b(?:user|group|uid|gid)[ \t]+([\w-]+)")
EXPECTED = re.compile(r"expects '.*', but got")
NAMES = re.compile(r"unknown (?:keyword|option|.*?keyword) '(?P<name>[^']*)'|but got '(?P<got>[^']*)'")
MEANT = re.compile(r"[Dd]id you mean '(?P<name>[^']*)'")
WITHOUT_LISTENER = 2
MIN_RATIO = 0.8
OTHER_BEGINNINGS = kinds_of(
    (rf"{COMMANDS}|haproxy -", "commands"),
    (r"[\w.-]+: |[\w.-]+ \{$|\[[A-Z]+\]", "another configuration file, or output"),
)


def judge(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    return judge_in(snippet.context or "file", snippet.code, sandbox)


def judge_in(context: str, code: str, sandbox: Sandbox) -> Judgement:
    if runs := next(programs_in(code), None):
        return Judgement(Level.PARSED, (runs,))
    above = CONTEXTS[context]
    # The group's files are none of its business: nothing of them can be loaded.
    patterns = layable(dict.fromkeys(PATTERN_FILE.findall(code), ""))
    root = SandboxRoot({**patterns, CHECKED: above + code, **name_files(code, USER.findall(code))})
    tested = sandbox.run(["haproxy", "-c", "-f", CHECKED], root)
    judgement = judgement_of(tested, above.count("\n"))
    reported = {one.line for one in judgement.findings}
    own = (one for one in (*no_numbers(code), *missing_addresses(code)) if one.line not in reported)
    return replace(judgement, findings=(*judgement.findings, *own))


def missing_addresses(code: str) -> Iterator[Finding]:
    for found in NO_ADDRESS.finditer(code):
        fact = f"the server '{found['name']}' has no address: HAProxy would look for a host '{found['option']}'"
        yield Finding(0, REFUSED, fact, *place_at(code, found.start("option")), "write the address, as 192.0.2.10:8080")


def programs_in(code: str) -> Iterator[Finding]:
    """Yield the refusal of each line that runs a program or loads a library, or whose keyword cannot be read here."""
    for number, line in enumerate(code.split("\n"), 1):
        word = next(iter(line.split()), "")
        if not word or word.startswith("#"):
            continue
        plain = QUOTES.sub("", line.strip())
        if RUNS.match(plain) or OPENTRACING.search(plain):
            yield Finding(0, RUNS_CODE, f"'{word[:40]}' makes HAProxy run a program, or load a library", number)
        elif not PLAIN_WORD.match(word):
            yield Finding(0, RUNS_CODE, f"'{word[:40]}' is not a plain keyword, so it is unknown what it runs", number)


def judgement_of(tested: Completed, above: int) -> Judgement:
    messages = [one for one in MESSAGE.finditer(tested.stderr) if not SUMMARY.search(one["message"])]
    alerts = [one for one in messages if one["kind"] == "ALERT"]
    # A part of a file, without a place to listen at, would not start.
    is_right = tested.status == 0 or (tested.status == WITHOUT_LISTENER and not alerts)
    if tested.status not in (0, 1, WITHOUT_LISTENER) or is_right == bool(alerts):
        return Judgement(Level.PARSED, (unparsed("haproxy", tested),))
    own = [one for one in messages if not OF_THE_MACHINE.search(one["message"])]
    found = tuple(dict.fromkeys(finding_of(one, above) for one in own))
    is_whole = len(own) == len(messages) and all(one.rule is not UNKNOWN for one in found)
    return Judgement(Level.LOADED if is_whole else Level.PARSED, found)


def finding_of(found: re.Match[str], above: int) -> Finding:
    message = " ".join(found["message"].split()).rstrip(".")
    line = max(0, int(found["line"] or 0) - above)
    meant, name = MEANT.search(message), NAMES.search(message)
    fact = lower_first(MEANT.split(EXPECTED.sub("but got", message))[0].strip(" ;."))
    hint = ""
    if meant and name and is_like(name["name"] or name["got"], meant["name"]):
        hint = f"did you mean '{meant['name']}'?"
    elif name:
        # A newer HAProxy may know it: nobody can tell here.
        return Finding(0, UNKNOWN, fact, line)
    if NOT_BUILT_IN.search(message):
        return Finding(0, UNKNOWN, f"the installed HAProxy is built without a part: {fact}", line)
    rule = REFUSED if found["kind"] == "ALERT" else DOUBTFUL
    return Finding(0, rule, fact, line, hint=hint, tool_message=message)


def is_like(name: str, other: str) -> bool:
    return SequenceMatcher(None, name, other).ratio() >= MIN_RATIO


# Each of these has something behind it where it is meant as it stands.
NAME_ALONE = re.compile(
    r"^[ \t]*(?:acl|bind|server|balance|mode|timeout|redirect|use_backend|default_backend|stick-table"
    r"|(?:http|tcp)-(?:request|response)|(?:req|rsp)\w+)[ \t]*$",
    re.MULTILINE,
)
MIN_NAMES = 3


def judge_plain(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge a fence that claims nothing where HAProxy comes furthest with it: what is wrong with its own lines."""
    if kind := kind_of_file(snippet.code, OTHER_BEGINNINGS):
        return Judgement(Level.PARSED, (other_text(snippet, kind),))
    if len(NAME_ALONE.findall(snippet.code)) >= MIN_NAMES:
        return Judgement(Level.PARSED, (other_text(snippet, "a list of names"),))
    reading = reading_of(snippet.code)
    code = filled_in_only(reading.code)
    if next(programs_in(code), None):
        return Judgement(Level.PARSED, reading.findings)
    contexts = ("file",) if SECTION.search(code) else tuple(ABOVE)
    judged = [judge_in(context, code, sandbox) for context in contexts]
    best = min(judged, key=lambda one: len([found for found in one.findings if found.line]))
    own = (
        one
        for one in best.findings
        if one.rule not in HARMFUL | {DOUBTFUL} or (one.rule in HARMFUL and is_harm(one, snippet.code))
    )
    return replace(best, findings=(*reading.findings, *own))


def is_harm(finding: Finding, code: str) -> bool:
    return finding.line > 0 and is_filled_in(code, finding.line)


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "haproxy", ("-v",), r"HAProxy version (\d[\d.]*)")


CHECKER = EachChecker(
    name="haproxy",
    tool="HAProxy",
    command="`haproxy -c`",
    level=Level.LOADED,
    programs={"haproxy": "haproxy"},
    judge=judge,
    find_version=find_version,
    version=5,
    files=("/etc/haproxy/*", "*/haproxy.cfg"),
    languages=frozenset({"haproxy"}),
    fragment_languages=frozenset({"haproxy"}),
    contexts=frozenset(CONTEXTS),
    plain=judge_plain,
)
