"""Samba's configuration, by testparm, which reads it as the servers do, and starts none."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._includes import Includes, by_lines
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._plain.files import COMMANDS, plain_judge
from faircopy.snippets.checkers._plain.text import kinds_of
from faircopy.snippets.checkers._samba.addresses import no_addresses
from faircopy.snippets.checkers._samba.numbers import no_numbers
from faircopy.snippets.checkers._stubs import name_files
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN700", Severity.ERROR, "Samba refuses it", "the message has testparm's own reason")
UNKNOWN = Rule("SN701", Severity.ERROR, "Samba ignores an option because it does not know it", "smb.conf(5) lists them")
OLD = Rule(
    "SN704",
    Severity.WARNING,
    "Samba accepts an option that its makers advise against",
    "leave it out, or look in smb.conf(5) for its replacement",
)

MESSAGE = re.compile(
    r"^(?:Unknown parameter encountered: \"(?P<unknown>[^\"\n]*)\""
    r"|set_variable_helper\((?P<value>[^)\n]*)\): (?P<why>.+)"
    r"|(?:\w+: )?WARNING: Ignoring invalid (?:list )?value '(?P<invalid>[^'\n]*)'"
    r" for parameter '(?P<parameter>[^'\n]*)'"
    r"|Invalid character (?P<sign>\S) in (?P<hosts>hosts (?:allow|deny)) list .*"
    r"|Invalid octal number (?P<octal>.+)"
    r"|(?P<badly>.*(?:[Bb]adly formed line|unknown section|params\.c|Ignoring badly).*))$",
    re.MULTILINE,
)
DEPRECATED = re.compile(r"^\w+: WARNING: The \"(?P<name>[^\"\n]+)\" option is deprecated$", re.MULTILINE)
LOADED, NOT_LOADED = "Loaded services file OK", "Error loading services"
COMMAND = ("testparm", "--suppress-prompt", CHECKED)
INCLUDE = r"(?:include|config file) *= *+(?!registry(?:\s|\Z))"
# smb.conf(5): Samba reads the settings of its own database, too, which no snippet has.
REGISTRY = re.compile(
    r"^(?=[^\S\n]*(?:include|config[^\S\n]+backend)[^\S\n]*=[^\S\n]*registry[^\S\n]*$)", re.MULTILINE | re.IGNORECASE
)


INCLUDES = Includes(by_lines(INCLUDE, flags=re.IGNORECASE, most=1), "/etc/samba")
OTHER_BEGINNINGS = kinds_of((rf"{COMMANDS}|(?:smb\w+|testparm|net|pdbedit)(?:[ \t]|$)", "commands"))
# Two options that nothing but Samba has, or one in a section that it always has.
OWN_OPTION = re.compile(
    r"^[ \t]*(?:server string|netbios name|map to guest|guest ok|browse?able|valid users|read only|writable|create mask"
    r"|directory mask|force (?:user|group)|vfs objects|server role|passdb backend|idmap config[^=\n]{1,60}"
    r"|(?:server|client) (?:min|max) protocol|fruit:[\w ]{1,40}|usershare [\w ]{1,40}|workgroup)[ \t]*=",
    re.MULTILINE | re.IGNORECASE,
)
SECTION = re.compile(r"^[ \t]*\[[^\]\n]+\][ \t]*$", re.MULTILINE)


def is_samba(code: str) -> bool:
    return SECTION.search(code) is not None and len({found[0].strip() for found in OWN_OPTION.finditer(code)}) > 1


def is_harm(finding: Finding) -> bool:
    """Tell whether who copies a plain fence is harmed: a newer Samba, or a module, may know more options."""
    return finding.rule is not UNKNOWN or finding.hint.startswith("did you mean")


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    own = {**name_files(snippet.code, ("nobody",)), "/var/lib/samba/.there": "", "/run/samba/.there": ""}
    tested = sandbox.run(COMMAND, SandboxRoot({**own, **files, CHECKED: REGISTRY.sub("#", snippet.code)}))
    near = SuggestionFinder()
    found = [finding_of(one, snippet.code) for one in MESSAGE.finditer(tested.stderr)]
    found = [hinted(one, near, sandbox) if one.rule is UNKNOWN else one for one in found]
    found += deprecated_options(tested.stderr, snippet.code)
    # What testparm does not look at.
    known = option_kinds(sandbox.kind)
    values = [*no_numbers(snippet.code, known), *no_addresses(snippet.code), *no_options(snippet.code, known)]
    found = [*values, *(one for one in found if one.line not in {value.line for value in values})]
    loaded = LOADED in tested.stderr
    if loaded != (NOT_LOADED not in tested.stderr) or not (loaded or found):
        return Judgement(Level.PARSED, (unparsed("testparm", tested),))
    return Judgement(Level.LOADED, tuple(dict.fromkeys(found)))


def finding_of(match: re.Match[str], code: str) -> Finding:
    message = match[0].strip()
    if match["unknown"] is not None:
        name = match["unknown"]
        line = line_with(rf"{re.escape(name)}\s*=", code)
        return Finding(0, UNKNOWN, f"Samba does not know the option '{name}'", line, tool_message=message)
    if match["octal"] is not None:
        line = line_with(rf"{re.escape(match['octal'].strip())}\s*=", code)
        return Finding(0, REFUSED, f"'{match['octal'].strip()}' is not an octal number", line, tool_message=message)
    if match["sign"] is not None:
        line = line_with(rf"{match['hosts']}\s*=.*{re.escape(match['sign'])}", code)
        fact = f"'{match['sign']}' is in the list of '{match['hosts']}', which does not allow patterns"
        hint = "write a network as 192.168.1.0/24, or the beginning of addresses: 192.168.1."
        return Finding(0, REFUSED, fact, line, hint=hint, tool_message=message)
    if match["value"] is not None:
        line = line_with(rf"[^=\n]*=\s*{re.escape(match['value'])}\s*$", code)
        fact = f"'{match['value']}': {match['why'].rstrip('!')}"
        return Finding(0, REFUSED, fact, line, tool_message=message)
    if match["parameter"] is not None:
        line = line_with(rf"{re.escape(match['parameter'])}\s*=", code)
        fact = f"'{match['invalid']}' is not a value of '{match['parameter']}'"
        return Finding(0, REFUSED, fact, line, hint="smb.conf(5) lists them", tool_message=message)
    return Finding(0, REFUSED, lower_first(message), line_with(r"[^=\[#;\n]+$", code), tool_message=message)


def deprecated_options(output: str, code: str) -> Iterator[Finding]:
    for found in DEPRECATED.finditer(output):
        line = line_with(rf"{re.escape(found['name'])}\s*=", code)
        yield Finding(0, OLD, f"'{found['name']}' is deprecated", line, hint=OLD.remedy, tool_message=found[0])


# testparm passes over such a line in silence.
NO_OPTION = re.compile(r"^[ \t]*(?P<words>[a-z][a-z ]*[a-z])[ \t]+[^=\n]+$", re.MULTILINE)


def no_options(code: str, known: Collection[str]) -> Iterator[Finding]:
    """Yield each line that begins with an option's name, and has no sign of equality."""
    for found in NO_OPTION.finditer(code):
        words = found["words"].split()
        name = next((one for end in range(len(words), 0, -1) if (one := " ".join(words[:end])) in known), "")
        if name and not code[: found.start()].rstrip(" \t\n").endswith("\\"):
            fact = f"there is no '=' after '{name}', so Samba ignores the line"
            line = line_at(code, found.start())
            yield Finding(0, REFUSED, fact, line, found.start("words") - found.start() + 1, "write option = value")


def hinted(finding: Finding, near: SuggestionFinder, sandbox: Sandbox) -> Finding:
    """Return a finding on an unknown option with the known one that was meant."""
    name = finding.message.partition("'")[2].rstrip("'")
    return replace(finding, hint=near.hint(name.lower(), option_kinds(sandbox.kind)) or "smb.conf(5) lists the options")


@cache
def option_kinds(kind: str | None) -> Mapping[str, str]:
    """Return Samba's options and their kinds, as testparm lists them: `valid users=P_CMDLIST,`."""
    listed = Sandbox(kind).run(("testparm", "--show-all-parameters"), SandboxRoot({})).stdout
    pairs = (line.partition("=") for line in listed.splitlines())
    return {name: rest.partition(",")[0] for name, equals, rest in pairs if equals}


def line_with(pattern: str, code: str) -> int:
    """Return the first line that a pattern matches from its start on; 1 where there is none."""
    lines = enumerate(code.split("\n"), 1)
    return next((number for number, line in lines if re.match(rf"\s*{pattern}", line, re.IGNORECASE)), 1)


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "testparm", ("--version",), r"Version (\d[\w.]*)")


CHECKER = EachChecker(
    name="samba",
    tool="testparm",
    command="`testparm`",
    level=Level.LOADED,
    programs={"testparm": "samba-common-bin"},
    judge=judge,
    find_version=find_version,
    version=5,
    files=("/etc/samba/*.conf", "*/smb.conf"),
    languages=frozenset({"ini", "samba", "smb.conf", "conf"}),
    recognise=is_samba,
    fragment_languages=frozenset({"ini", "samba", "smb.conf", "conf"}),
    contexts=frozenset({"samba"}),
    plain=plain_judge(judge, OTHER_BEGINNINGS, INCLUDES, REFUSED, is_harm=is_harm),
    includes=INCLUDES,
)
