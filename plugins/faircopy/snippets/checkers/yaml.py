"""YAML, by yamllint: syntax and doubled keys. Style is left to the author."""

import re
from collections.abc import Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._plain.readings import TypoTest, with_alternatives, with_readings
from faircopy.snippets.checkers._plain.typos import Place
from faircopy.snippets.checkers._plain.yaml_kinds import guess_language
from faircopy.snippets.checkers._plain.yaml_text import (
    HAND,
    HAS_LISTS_OF_NAMES,
    IS_READ_AS_YAML,
    readings,
)
from faircopy.snippets.checkers._sandboxed import package_version, parser_judge, slips_of
from faircopy.snippets.checkers._windows_paths import with_windows_paths
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN410", Severity.ERROR, "it is not YAML")
DUPLICATE = Rule("SN411", Severity.ERROR, "a YAML mapping has a key twice, and parsers keep one or the other")
BRACES = Rule(
    "SN412",
    Severity.ERROR,
    "a YAML value begins with two braces but has no quotes, which Ansible and Home Assistant need there",
    'write `"{{ … }}"`',
)

GLUED = Rule(
    "SN413",
    Severity.WARNING,
    "YAML reads items or pairs as one text, because no space follows their `-` or `:`",
    "write a space there",
)
PAIR = re.compile(r"(?P<name>[ ]*[\w.-]+:)[ ]+(?P<value>[^\s#|>&][^\n#]*?)[ \t]*(?:#|$)")
NAMED_LINE = re.compile(r"[ \t]*(?:- +)?[\w./\"'-]+:(?: |$)")
SAME_AGAIN = Rule(
    "SN414",
    Severity.WARNING,
    "a plain YAML fence has a key twice, with the same value; strict parsers refuse it",
    "keep one of them",
)


def harms(snippet: Snippet, finding: Finding) -> bool:
    """A plain fence may show a template that makes YAML. What Ansible or Home Assistant reads is no template."""
    if finding.rule is DUPLICATE:
        return HAS_LISTS_OF_NAMES.search(snippet.code) is None
    return finding.rule is not BRACES or IS_READ_AS_YAML.search(snippet.code) is not None


def find_version(sandbox: Sandbox) -> str | None:
    return package_version("yamllint") if sandbox.kind else None


strictly = parser_judge(
    "read_yaml",
    {
        "syntax": (SYNTAX, "check the indent, tabs, and `: ` inside unquoted text"),
        "duplicate": (DUPLICATE, "keep one of them"),
        "braces": (BRACES, BRACES.remedy),
        "glued": (GLUED, GLUED.remedy),
    },
    package="yamllint",
    harms=harms,
)


def softly(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge a fence, where a plain one may say the same twice: to most readers that makes no difference."""
    judged = with_alternatives(strictly, DUPLICATE)(snippet, files, sandbox)
    if not snippet.is_plain or not any(one.rule is DUPLICATE for one in judged.findings):
        return judged
    same = lines_said_before(snippet.code)
    found = (
        replace(one, rule=SAME_AGAIN, hint=SAME_AGAIN.remedy) if one.rule is DUPLICATE and one.line in same else one
        for one in judged.findings
    )
    return replace(judged, findings=tuple(found))


def lines_said_before(code: str) -> set[int]:
    """Return the lines (from 1) with a name and a value that the last line with this name and indent has, too."""
    last: dict[str, str] = {}
    same = set[int]()
    for number, line in enumerate(code.split("\n"), 1):
        if pair := PAIR.match(line):
            if last.get(pair["name"]) == pair["value"]:
                same.add(number)
            last[pair["name"]] = pair["value"]
    return same


slip_of_yaml = slips_of("read_yaml", HAND, package="yamllint")


def is_slip(code: str, place: Place, sandbox: Sandbox) -> bool:
    """Tell whether a slip is all that is wrong. A single line without a name shows too little to tell."""
    lines = [line for line in code.split("\n") if line.partition("#")[0].strip()]
    return (len(lines) > 1 or any(map(NAMED_LINE.match, lines))) and slip_of_yaml(code, place, sandbox)


CHECKER = EachChecker(
    name="yaml",
    tool="yamllint",
    command="yamllint (wheel): syntax and duplicate keys, not style",
    level=Level.PARSED,
    judge=with_windows_paths(
        with_readings(
            softly,
            readings,
            other=guess_language,
            twice=DUPLICATE,
            slips=TypoTest(SYNTAX, is_slip),
        ),
        assigns=":",
    ),
    find_version=find_version,
    version=16,
    files=("*.yml", "*.yaml", "*/.clang-format"),
    languages=frozenset({"yaml", "yml"}),
)
