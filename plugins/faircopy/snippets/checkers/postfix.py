"""Postfix's main.cf and master.cf, by postconf, which reads them as Postfix does, and starts nothing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._plain.alternatives import is_introduced
from faircopy.snippets.checkers._plain.files import COMMANDS, filled_in_only, is_filled_in, kind_of_file, reading_of
from faircopy.snippets.checkers._plain.readings import ALTERNATIVES, other_text
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._postfix_values import (
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

REFUSED = Rule("SN770", Severity.ERROR, "Postfix refuses it", "the message has postconf's own reason")
UNUSED = Rule(
    "SN771",
    Severity.ERROR,
    "Postfix has no parameter of this name, and does not complain",
    "postconf(5) lists them; the message names the nearest",
)
UNKNOWN = Rule(
    "SN772",
    Severity.NOTE,
    "the installed Postfix uses no parameter of this name, and a newer one may",
    "say in the text which version it needs",
)
OVERRIDDEN = Rule(
    "SN773", Severity.WARNING, "a parameter of Postfix appears twice, and the last one counts", "keep one"
)
COMMENT = Rule(
    "SN774",
    Severity.ERROR,
    "Postfix takes a comment after a value as part of it",
    "put the comment on a line of its own, with # at its start",
)
UNDEFINED = Rule("SN775", Severity.WARNING, "a value refers to a parameter that nothing defines", "define it")

SAME_WORD = 0.6  # how alike two words are that may be the same one, misspelt

FOLDER = "/checked"
MAIN, MASTER = f"{FOLDER}/main.cf", f"{FOLDER}/master.cf"
# Some parameters are named after a service.
SERVICES = "".join(
    f"{name} unix - - n - - {name}\n" for name in ("smtp", "lmtp", "local", "virtual", "error", "discard")
)
# Without the last it looks at the machine's network, which the sandbox lacks.
OWN_NETWORK = "mynetworks = 127.0.0.0/8\n"
PARAMETERS = f"compatibility_level = 3.6\n{OWN_NETWORK}"
NETWORKS = re.compile(r"^mynetworks[ \t]*=", re.MULTILINE)
SERVICES += "relay unix - - n - - smtp\nretry unix - - n - - error\n"
A_SERVICE = re.compile(r"^\S+[ \t]+(?:inet|unix|unix-dgram|fifo|pass)[ \t]+[yn-][ \t]", re.MULTILINE)
# Names that only Postfix has.
A_PARAMETER = re.compile(
    r"^(?:smtpd_\w+|smtp_(?:tls|sasl)_\w+|my(?:destination|networks|origin)|relayhost|virtual_(?:mailbox|alias)_\w+"
    r"|inet_interfaces|transport_maps|sender_dependent_\w+|non_smtpd_milters)[ \t]*=",
    re.MULTILINE,
)
SECTION = re.compile(r"^[ \t]*\[[^\]\n]+\][ \t]*$", re.MULTILINE)
COMMENT_BEHIND = re.compile(r"^(?P<before>(?!#)[^\n]*?\S)[ \t]+#[ \t]+\S", re.MULTILINE)
MESSAGE = re.compile(
    rf"^postconf: (?:warning|fatal): (?:file )?(?:{FOLDER}/\w+\.cf(?:,|:) ?)?(?:line (?P<line>\d+): )?(?P<message>.*)$"
)
OVERRIDING = re.compile(r"overriding earlier entry: (?P<name>[^=]+)=")
PARAMETER = re.compile(r"(?P<what>unused|undefined) parameter: (?P<name>[^=]+)")
OF_THE_MACHINE = re.compile(r"config variable \w+: host not found: |could not find any active network interfaces$")
OTHER_BEGINNINGS = kinds_of((rf"{COMMANDS}|post(?:conf|map|alias|fix|queue|super)\b", "commands"))


def is_postfix(code: str) -> bool:
    return (A_PARAMETER.search(code) is not None and not SECTION.search(code)) or A_SERVICE.search(code) is not None


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    is_master = (snippet.file or "").endswith("master.cf") or snippet.context == "master" or is_services(snippet)
    comments = () if is_master else tuple(comments_behind(snippet.code))
    if comments:
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
        line, column = code.count("\n", 0, found.start()) + 1, len(found["before"]) + 2
        fact = "Postfix takes what stands behind '#' for a part of the value"
        yield Finding(0, COMMENT, fact, line, column, "put the comment on a line of its own")


def judge_files(code: str, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    root = SandboxRoot({**name_files(code, ("postfix", "nobody")), **files})
    runs: list[Completed] = []
    # Which parameters of main.cf are used, then what services are, then what those set themselves.
    for option in ("-n", "-M", "-P"):
        runs.append(sandbox.run(["postconf", "-c", FOLDER, option], root))
        if runs[-1].status:  # what ends one ends the others, each after a second's sleep
            break
    asked = runs[-1] if runs[-1].status else runs[0]
    lines = list(dict.fromkeys(line for one in runs for line in one.stderr.splitlines()))
    messages = [MESSAGE.match(line) for line in lines]
    is_clear = all(messages) and asked.status in (0, 1) and (asked.status == 0 or "fatal:" in asked.stderr)
    if not is_clear:
        return Judgement(Level.PARSED, (unparsed("postconf", asked),))
    found = [finding for one in messages if one for finding in findings_of(one, code, files)]
    is_master = files[MASTER] == code
    settings = [*settings_of_master(code)] if is_master else settings_of_main(code)
    default = sandbox.run(["postconf", "-c", FOLDER, "-d"], root)
    found += [*(divided_options(code) if is_master else ())]
    found += refused_values(settings, defaults_from(default.stdout.splitlines()))
    known = names_known(sandbox, root) if any(one.rule is UNUSED for one in found) else ()
    near = SuggestionFinder()
    named = (name_nearest(one, known, near) if one.rule is UNUSED else one for one in found)
    told = tuple(dict.fromkeys(one for one in named if one))
    is_whole = asked.status == 0 or any(one.rule is REFUSED for one in told)
    return Judgement(Level.LOADED if is_whole and all(one.rule is not UNKNOWN for one in told) else Level.PARSED, told)


def findings_of(match: re.Match[str], code: str, files: Mapping[str, str]) -> Iterator[Finding]:
    message, line = match["message"], int(match["line"] or 0)
    if OF_THE_MACHINE.match(message) or is_of_other_file(match[0], code, files):
        return
    if twice := OVERRIDING.match(message):
        # It reads the file several times, and then says so of the first, too.
        if line > line_of(twice["name"], code) > 0:
            fact = f"'{twice['name']}' already stands at line {line_of(twice['name'], code)}, and this one counts"
            yield Finding(0, OVERRIDDEN, fact, line, tool_message=message)
    elif parameter := PARAMETER.match(message):
        name = parameter["name"].strip()
        if parameter["what"] == "undefined":
            at = next(
                (number for number, one in enumerate(code.split("\n"), 1) if f"${name}" in one or f"${{{name}" in one),
                1,
            )
            yield Finding(0, UNDEFINED, f"nothing defines '{name}'", at, tool_message=message)
        elif at := line_of(name, code):
            yield Finding(0, UNUSED, name, at, tool_message=message)
    else:
        shown = re.search(r'"([^"\n]+)"$', message)
        at = line or next(
            (n for n, one in enumerate(code.split("\n"), 1) if shown and one.startswith(shown[1][:20])), 1
        )
        yield Finding(0, REFUSED, lower_first(message), at, tool_message=message)


def is_of_other_file(message: str, code: str, files: Mapping[str, str]) -> bool:
    """Tell whether a message is about the file beside the snippet."""
    other = MAIN if files[MASTER] == code else MASTER
    return f"{other}:" in message or f"{other}," in message


def line_of(name: str, code: str) -> int:
    """Return the first line that sets a parameter, in main.cf or by -o; 0 where none does."""
    setting = re.compile(rf"(?:[ \t]+-o[ \t]+(?:[\w.]+=\S+[ \t]+-o[ \t]+)*)?{re.escape(name)}[ \t]*=")
    return next((number for number, line in enumerate(code.split("\n"), 1) if setting.match(line)), 0)


def name_nearest(finding: Finding, known: tuple[str, ...], near: SuggestionFinder) -> Finding | None:
    """Return a finding on a parameter that is not used: a slip, or one that another version may have.

    None for one of a service or a use of one's own, which master.cf would name: mua_sender_restrictions.
    """
    name = finding.message
    meant = near.find(name, known, cutoff=0.85)
    (own, _, rest), (other, _, other_rest) = name.partition("_"), meant.partition("_")
    if meant and rest == other_rest and SequenceMatcher(None, own, other).ratio() < SAME_WORD:
        return None
    fact = f"Postfix does not use a parameter '{name}'"
    if meant:
        return replace(finding, message=fact, hint=f"did you mean '{meant}'?")
    return replace(finding, rule=UNKNOWN, message=fact, hint="postconf(5) lists them")


def names_known(sandbox: Sandbox, root: SandboxRoot) -> tuple[str, ...]:
    listed: Completed = sandbox.run(["postconf", "-c", FOLDER, "-H"], root)
    return tuple(listed.stdout.split())


def judge_plain(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge a fence that claims nothing: what another file may define is not asked for."""
    if kind := kind_of_file(snippet.code, OTHER_BEGINNINGS):
        return Judgement(Level.PARSED, (other_text(snippet, kind),))
    reading = reading_of(snippet.code)
    judged = judge(replace(snippet, code=filled_in_only(reading.code)), files, sandbox)
    found = [in_plain(one, snippet.code) for one in judged.findings if one.rule is not UNDEFINED]
    own = (one for one in found if one.rule.severity is Severity.NOTE or is_filled_in(snippet.code, one.line))
    return replace(judged, findings=(*reading.findings, *own))


def in_plain(finding: Finding, code: str) -> Finding:
    if finding.rule is OVERRIDDEN and is_introduced(code, finding.line):
        fact = "alternatives stand one below the other; a file can have only one of them"
        return Finding(0, ALTERNATIVES, fact, finding.line, hint="give each a fence of its own")
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
    version=2,
    files=("/etc/postfix/main.cf", "/etc/postfix/master.cf", "*/postfix/main.cf", "*/postfix/master.cf"),
    languages=frozenset({"cf", "cf-extra", "cfg", "conf", "ini", "postfix"}),
    recognise=is_postfix,
    fragment_languages=frozenset({"postfix"}),
    contexts=frozenset({"main", "master"}),
    plain=judge_plain,
)
