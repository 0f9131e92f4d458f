"""Dovecot's configuration, by doveconf, which reads it as the server does, and starts nothing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from posixpath import join, normpath

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at
from faircopy.snippets.checkers import _newer
from faircopy.snippets.checkers._daemons import Daemon
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement
from faircopy.snippets.checkers._includes import WILD, Includes, by_lines
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._newer import NEEDS_NEWER
from faircopy.snippets.checkers._plain.files import plain_judge
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._stubs import name_files
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN780", Severity.ERROR, "Dovecot refuses it", "the message has doveconf's own reason")
UNKNOWN = Rule(
    "SN781",
    Severity.NOTE,
    "the installed Dovecot does not know a setting, and another version may",
    "say in the text which version it needs; the rest of the snippet was not read",
)

OBSOLETE = Rule("SN782", Severity.WARNING, "Dovecot has replaced a setting", "the message has Dovecot's own advice")
PATH_AS_TEXT = Rule(
    "SN783",
    Severity.ERROR,
    "a Dovecot 2.3 certificate or key is given as a file's path instead of its contents",
    "write < before the path, and Dovecot reads the file",
)

INCLUDE = r"!include(?:_try)? +"
# https://doc.dovecot.org/2.4.0/installation/upgrade/2.3-to-2.4.html: the first setting of a file for 2.4.
OF_VERSION = re.compile(
    r"^[ \t]*dovecot_(?:config|storage)_version[ \t]*=[ \t]*(?P<version>2\.[4-9]|[3-9])", re.MULTILINE
)
A_BLOCK = re.compile(
    r"^[ \t]*(?:protocol|service|passdb|userdb|namespace|plugin|unix_listener|inet_listener)\b[^\n=;]*\{[ \t]*$",
    re.MULTILINE,
)
A_SETTING = re.compile(
    r"^[ \t]*(?:mail_location|auth_mechanisms|disable_plaintext_auth|mail_plugins|mail_privileged_group"
    r"|ssl_(?:cert|key)[ \t]*=[ \t]*<)",
    re.MULTILINE,
)
OF_ANOTHER = re.compile(r";[ \t]*$", re.MULTILINE)
# `service` is a block here.
OTHER_BEGINNINGS = kinds_of(
    (r"(?:sudo|systemctl|apt|apt-get|cat|echo|vi|vim|nano|docker|dove(?:conf|adm|cot))[ \t]", "commands")
)

# Beside what it includes by a relative path.
PLACE = "/etc/dovecot/checked.conf"
find_includes = by_lines(INCLUDE)


def stand_ins(code: str) -> dict[str, str | bytes]:
    """Return what the sandbox has not: users, folders, and a file for each include, which may be one of Debian's."""
    paths = (join("/etc/dovecot", one.path) for one in find_includes(code) if not WILD.search(one.path))
    empty = dict.fromkeys((path for path in paths if path == normpath(path)), "")
    return {**name_files(code, ("dovecot", "dovenull", "vmail")), "/etc/dovecot/conf.d/00-none.conf": "", **empty}


daemon = Daemon(
    name="doveconf",
    place=PLACE,
    command=("doveconf", "-n", "-c", PLACE),
    message=re.compile(
        rf"^doveconf: (?:Fatal: Error in configuration file|Warning: Obsolete setting in) {re.escape(PLACE)}"
        r"(?:(?: line |:)(?P<line>\d+))?: (?P<message>.*?)"
        rf"(?: \(section started at {re.escape(PLACE)}:(?P<start>\d+)\))?$",
        re.MULTILINE,
    ),
    refused=REFUSED,
    doubtful=OBSOLETE,
    needs=stand_ins,
    refused_status=(89,),
)
SETTING = re.compile(r"[Uu]nknown setting: (?P<path>.*)")
OLD_NAME = re.compile(r"has been (?:replaced|removed)|is (?:deprecated|obsolete|no longer)")
HEADER = re.compile(r"[ \t]*(?P<block>\w+)(?:[ \t]+\"?(?P<label>\w++)[^\n{]*+)?[ \t]*+\{[ \t]*$")
CERTIFICATE = re.compile(
    r"^[ \t]*(?P<name>ssl_(?:alt_)?(?:cert|key|ca|dh)|ssl_client_(?:cert|key))[ \t]*=[ \t]*(?P<path>/[^\s#]+)",
    re.MULTILINE,
)
WITH_BLOCKS = """
namespace n {
  inbox = yes
  mailbox Sent {
    auto = no
  }
}
passdb {
  driver = pam
}
userdb {
  driver = passwd
}
service s {
  executable = s
  unix_listener u {
    mode = 0600
  }
  fifo_listener f {
    mode = 0600
  }
  inet_listener i {
    port = 1
  }
}
"""
BLOCKS = frozenset((
    *("dict", "fifo_listener", "inet_listener", "local", "mailbox", "metric", "namespace", "passdb", "plugin"),
    *("protocol", "remote", "service", "unix_listener", "userdb"),
))  # fmt: skip


def judge(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    if of_version := OF_VERSION.search(snippet.code):
        fact = f"this is for Dovecot ≥ {of_version['version']}, and was not checked"
        line = line_at(snippet.code, of_version.start("version"))
        return Judgement(Level.PARSED, (Finding(0, NEEDS_NEWER, fact, line),))
    # Each file that it includes is judged by itself.
    judged = daemon.judge(snippet, {}, sandbox)
    found = (*(with_suggestion(one, snippet.code, sandbox) for one in judged.findings), *paths_as_text(snippet.code))
    unread = any(one.rule in (UNKNOWN, NEEDS_NEWER) for one in found)
    return Judgement(Level.PARSED if unread else judged.level, found)


def paths_as_text(code: str) -> Iterator[Finding]:
    """Yield what doveconf takes, and what keeps the server from starting: "you probably forgot '<'"."""
    for found in CERTIFICATE.finditer(code):
        fact = f"Dovecot takes '{excerpt(found['path'])}' as the content of '{found['name']}' itself"
        line, column = line_at(code, found.start()), found.start("path") - found.start() + 1
        yield Finding(0, PATH_AS_TEXT, fact, line, column, f"write <{excerpt(found['path'])}")


def with_suggestion(finding: Finding, code: str, sandbox: Sandbox) -> Finding:
    """Return a finding with the setting that was meant; a note where a newer Dovecot has it, or it is like none."""
    setting = SETTING.match(finding.message)
    if setting is None:
        return replace(finding, rule=OBSOLETE) if OLD_NAME.search(finding.message) else finding
    name = setting["path"].rpartition("{ ")[2]
    known, have = _newer.table("dovecot", "Dovecot"), find_version(sandbox) or ""
    for full in whole_names(name, code.split("\n")[: finding.line]):
        if newer := known.finding(full, have, finding.line):
            return replace(newer, hint="say so in the text; nothing below this line was checked")
    meant = SuggestionFinder().find(name, names_known(sandbox) | BLOCKS, cutoff=0.85)
    fact = f"Dovecot does not know the setting '{name}'"
    rule, hint = (REFUSED, f"did you mean '{meant}'?") if meant else (UNKNOWN, "")
    return replace(finding, rule=rule, message=fact, hint=hint)


def whole_names(name: str, lines: Sequence[str]) -> Iterator[str]:
    """Yield the names that a setting may have in Dovecot's manual: in a block, it may stand without the block's name.

    `lines` are those of the file up to the setting.
    """
    yield name
    if block := next(filter(None, map(HEADER.match, reversed(lines))), None):
        yield f"{block['block']}_{name}"
        yield f"{block['block']}_{block['label']}_{name}"


def names_known(sandbox: Sandbox) -> set[str]:
    """Return the names of all settings: what doveconf prints of a file that has a block of each kind."""
    root = SandboxRoot({**name_files("", ("dovecot",)), CHECKED: WITH_BLOCKS})
    listed = sandbox.run(["doveconf", "-a", "-c", CHECKED], root)
    return set(re.findall(r"^\s*(\w+) ?=", listed.stdout, re.MULTILINE))


def is_dovecot(code: str) -> bool:
    return (A_BLOCK.search(code) is not None or A_SETTING.search(code) is not None) and not OF_ANOTHER.search(code)


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "doveconf", ("-n", "-c", "/dev/null"), r"# (\d[\w.]*) \(")


INCLUDES = Includes(
    find_includes,
    "/etc/dovecot",
    ("/etc/dovecot/conf.d/*", "/etc/dovecot/local.conf", "/usr/share/dovecot/*", "/etc/dovecot/auth-*.conf.ext"),
)

CHECKER = EachChecker(
    name="dovecot",
    tool="doveconf",
    command="`doveconf -n`",
    level=Level.LOADED,
    programs={"doveconf": "dovecot-core"},
    judge=judge,
    find_version=find_version,
    files=("/etc/dovecot/*.conf", "/etc/dovecot/conf.d/*", "/etc/dovecot/*.conf.ext", "*/dovecot.conf"),
    languages=frozenset({"conf", "dovecot", "ini"}),
    recognise=is_dovecot,
    fragment_languages=frozenset({"dovecot"}),
    contexts=frozenset({"file"}),
    plain=plain_judge(judge, OTHER_BEGINNINGS, INCLUDES, REFUSED),
    includes=INCLUDES,
)
