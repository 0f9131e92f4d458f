"""Postfix's main.cf and master.cf, by postconf, which reads them as Postfix does, and starts nothing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from posixpath import normpath

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at, place_at
from faircopy.snippets.checkers._each import EachChecker, Judgement, unparsed
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._plain.alternatives import is_introduced
from faircopy.snippets.checkers._plain.files import COMMANDS, filled_in_only, is_filled_in, kind_of_file, reading_of
from faircopy.snippets.checkers._plain.readings import ALTERNATIVES, other_text
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._postfix.messages import (
    FOLDER,
    MAIN,
    MASTER,
    MESSAGE,
    OVERRIDDEN,
    REFUSED,
    UNDEFINED,
    UNKNOWN,
    UNUSED,
    findings_of,
    name_nearest,
)
from faircopy.snippets.checkers._postfix.values import (
    defaults_from,
    divided_options,
    refused_values,
    settings_of_main,
    settings_of_master,
)
from faircopy.snippets.checkers._stubs import name_files
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.rules import TOOL_OUTPUT_UNPARSED
from faircopy.snippets.sandbox.process import Completed
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

COMMENT = Rule(
    "SN774",
    Severity.ERROR,
    "Postfix takes a comment after a value as part of the value",
    "put the comment on its own line, beginning with #",
)
CONTINUED = Rule(
    "SN778",
    Severity.ERROR,
    "a Postfix parameter is indented, so it becomes part of the value above",
    "remove the spaces at the start of the line",
)
# Some parameters are named after a service.
SERVICES = "".join(
    f"{name} unix - - n - - {name}\n" for name in ("smtp", "lmtp", "local", "virtual", "error", "discard")
)
SERVICES += "relay unix - - n - - smtp\nretry unix - - n - - error\n"
# Without the last it looks at the machine's network, which the sandbox lacks.
OWN_NETWORK = "mynetworks = 127.0.0.0/8\n"
PARAMETERS = f"compatibility_level = 3.6\n{OWN_NETWORK}"
# postconf looks into what describes a database, for the parameters in it.
DATABASE = re.compile(r"\b(?:ldap|memcache|mongodb|mysql|pgsql|sqlite):(?P<path>/etc/[\w./@+-]*\w)")
NETWORKS = re.compile(r"^mynetworks[ \t]*=", re.MULTILINE)
A_SERVICE = re.compile(r"^\S+[ \t]+(?:inet|unix|unix-dgram|fifo|pass)[ \t]+[yn-][ \t]", re.MULTILINE)
# Names that only Postfix has.
A_PARAMETER = re.compile(
    r"^(?:smtpd_\w+|smtp_(?:tls|sasl)_\w+|my(?:destination|networks|origin)|relayhost|virtual_(?:mailbox|alias)_\w+"
    r"|inet_interfaces|transport_maps|sender_dependent_\w+|non_smtpd_milters)[ \t]*=",
    re.MULTILINE,
)
SECTION = re.compile(r"^[ \t]*\[[^\]\n]+\][ \t]*$", re.MULTILINE)
COMMENT_BEHIND = re.compile(r"^(?P<before>(?!#)[^\n]*?\S)[ \t]+#[ \t]+\S", re.MULTILINE)
# postconf(5): a line that begins with a blank continues the one above it. No value is `name = …`.
GOES_ON = re.compile(
    r"^(?P<above>\w+)[ \t]*=[^\n]*\n(?:[ \t]+[^\s#=][^\n=]*\n|[ \t]*#[^\n]*\n)*"
    r"[ \t]+(?P<name>[a-z]\w*)[ \t]*=(?=[ \t\n])",
    re.MULTILINE,
)
OTHER_BEGINNINGS = kinds_of((rf"{COMMANDS}|post(?:conf|map|alias|fix|queue|super)\b", "commands"))


def is_postfix(code: str) -> bool:
    return (A_PARAMETER.search(code) is not None and not SECTION.search(code)) or A_SERVICE.search(code) is not None


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    is_master = (snippet.file or "").endswith("master.cf") or snippet.context == "master" or is_services(snippet)
    comments = () if is_master else tuple(comments_behind(snippet.code))
    if comments := comments or (() if is_master else tuple(continued(snippet.code, sandbox))):
        return Judgement(Level.PARSED, comments)
    own, other, stand_in = (MASTER, MAIN, PARAMETERS) if is_master else (MAIN, MASTER, SERVICES)
    beside = files.get(other.replace(FOLDER, "/etc/postfix"), stand_in)
    judged = judge_files(
        snippet.code, {own: with_network(snippet.code, own), other: with_network(beside, other)}, sandbox
    )
    if beside != stand_in and any(one.rule in (REFUSED, TOOL_OUTPUT_UNPARSED) for one in judged.findings):
        # It may be the other file that is refused.
        return judge_files(snippet.code, {own: with_network(snippet.code, own), other: stand_in}, sandbox)
    return judged


def with_network(code: str, file: str) -> str:
    return code if file == MASTER or NETWORKS.search(code) else f"{code.removesuffix(chr(10))}\n{OWN_NETWORK}"


def is_services(snippet: Snippet) -> bool:
    return snippet.file is None and snippet.context is None and A_SERVICE.search(snippet.code) is not None


def comments_behind(code: str) -> Iterator[Finding]:
    for found in COMMENT_BEHIND.finditer(code):
        line, column = line_at(code, found.start()), len(found["before"]) + 2
        fact = "Postfix takes the text after '#' as part of the value"
        yield Finding(0, COMMENT, fact, line, column, "put the comment on its own line")


def continued(code: str, sandbox: Sandbox) -> Iterator[Finding]:
    """Yield the first parameter that continues the value of another."""
    found = GOES_ON.search(code)
    if found and found["name"] in names_known(sandbox, SandboxRoot({MAIN: "", MASTER: SERVICES})):
        fact = f"this line begins with a space, so '{found['name']} = …' is part of the value of '{found['above']}'"
        line, column = place_at(code, found.start("name"))
        yield Finding(0, CONTINUED, fact, line, column, CONTINUED.remedy)


def judge_files(code: str, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    tables = {normpath(found["path"]): "" for text in files.values() for found in DATABASE.finditer(text)}
    root = SandboxRoot({**tables, **name_files(code, ("postfix", "nobody")), **files})
    runs: list[Completed] = []
    # Which parameters of main.cf are used, then what services are, then what those set themselves.
    for option in ("-n", "-M", "-P"):
        runs.append(sandbox.run(["postconf", "-c", FOLDER, option], root))
        if runs[-1].status:  # what ends one ends the others, each after a second's sleep
            break
    decisive = runs[-1] if runs[-1].status else runs[0]
    lines = list(dict.fromkeys(line for one in runs for line in one.stderr.splitlines()))
    messages = [MESSAGE.match(line) for line in lines]
    is_clear = all(messages) and decisive.status in (0, 1) and (decisive.status == 0 or "fatal:" in decisive.stderr)
    if not is_clear:
        return Judgement(Level.PARSED, (unparsed("postconf", decisive),))
    found = [finding for one in messages if one for finding in findings_of(one, code, files)]
    is_master = files[MASTER] == code
    settings = [*settings_of_master(code)] if is_master else settings_of_main(code)
    default = sandbox.run(["postconf", "-c", FOLDER, "-d"], root)
    found += [*(divided_options(code) if is_master else ())]
    found += refused_values(settings, defaults_from(default.stdout.splitlines()))
    known = names_known(sandbox, root) if any(one.rule is UNUSED for one in found) else ()
    near = SuggestionFinder()
    named = (name_nearest(one, known, near) if one.rule is UNUSED else one for one in found)
    kept = tuple(dict.fromkeys(one for one in named if one))
    is_whole = decisive.status == 0 or any(one.rule is REFUSED for one in kept)
    return Judgement(Level.LOADED if is_whole and all(one.rule is not UNKNOWN for one in kept) else Level.PARSED, kept)


def names_known(sandbox: Sandbox, root: SandboxRoot) -> tuple[str, ...]:
    listed: Completed = sandbox.run(["postconf", "-c", FOLDER, "-H"], root)
    return tuple(listed.stdout.split())


def judge_plain(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge a fence that claims nothing: what another file may define is not decisive for."""
    if kind := kind_of_file(snippet.code, OTHER_BEGINNINGS):
        return Judgement(Level.PARSED, (other_text(snippet, kind),))
    reading = reading_of(snippet.code)
    judged = judge(replace(snippet, code=filled_in_only(reading.code)), files, sandbox)
    found = [in_plain(one, snippet.code) for one in judged.findings if one.rule is not UNDEFINED]
    own = (one for one in found if one.rule.severity is Severity.NOTE or is_filled_in(snippet.code, one.line))
    return replace(judged, findings=(*reading.findings, *own))


def in_plain(finding: Finding, code: str) -> Finding:
    if finding.rule is OVERRIDDEN and is_introduced(code, finding.line):
        fact = "these are alternatives; a file can have only one of them"
        return Finding(0, ALTERNATIVES, fact, finding.line, hint="give each its own fence")
    return finding


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "postconf", ("-d", "mail_version"), r"mail_version = (\d[\w.]*)")


CHECKER = EachChecker(
    name="postfix",
    tool="postconf",
    command="`postconf`",
    level=Level.LOADED,
    programs={"postconf": "postfix"},
    judge=judge,
    find_version=find_version,
    version=3,
    files=("/etc/postfix/main.cf", "/etc/postfix/master.cf", "*/postfix/main.cf", "*/postfix/master.cf"),
    languages=frozenset({"cf", "cf-extra", "cfg", "conf", "ini", "postfix"}),
    recognise=is_postfix,
    fragment_languages=frozenset({"postfix"}),
    contexts=frozenset({"main", "master"}),
    plain=judge_plain,
)
