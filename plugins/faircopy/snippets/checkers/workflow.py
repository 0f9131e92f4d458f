"""Workflows of GitHub Actions, by the schema that check-jsonschema carries, and the jobs that they name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._schemas import find_version, schema_judge
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule(
    "SN500",
    Severity.ERROR,
    "GitHub would refuse the workflow: a key or a value is not allowed there",
    "check the spelling and the indent; the message says what is allowed there",
)
UNDEFINED = Rule(
    "SN501", Severity.ERROR, "a job in a workflow needs a job that does not exist", "name a job in this file"
)

LOST_ZERO = Rule(
    "SN502",
    Severity.WARNING,
    "YAML reads a version in a workflow as a number, so it loses its last zero: 3.10 becomes 3.1",
    "put it in quotes",
)

# Behind a name that has `version` in it, or is that of a language in a matrix; alone, or in a list.
VERSIONS = re.compile(
    r"^[ \t]*(?:-[ \t]+)?(?:[\w-]*version[\w-]*|python|node|go|ruby|php|java|dotnet)[ \t]*:"
    r"(?P<values>[ \t]*(?:\[[^\]\n]*\]|[\d.]+)[ \t]*(?:#.*)?$|[ \t]*\n(?:[ \t]*-[ \t]*[^\n]*\n?)+)",
    re.MULTILINE,
)
ENDS_WITH_ZERO = re.compile(r"(?<![\w.\"'/-])\d+\.\d+0(?![\w.\"'/-])")

HAS_EVENTS = re.compile(r"^(?:on|'on'|\"on\") *:", re.MULTILINE)
HAS_JOBS = re.compile(r"^jobs *:[ \t]*(?:#.*)?\n(?:(?:[ \t].*)?\n)*?[ \t]+(?:runs-on|uses|steps) *:", re.MULTILINE)


def is_workflow(code: str) -> bool:
    return bool(HAS_EVENTS.search(code) and HAS_JOBS.search(code))


def is_allowed(kind: str, fact: str) -> bool:
    """Nothing is an empty text, but for where a job runs; a strategy may be a limit alone, a text a list of one."""
    return (kind == "empty" and ".runs-on'" not in fact) or fact.startswith(
        ("the key 'matrix' is missing", "a text stands where a list should be in 'on.")
    )


by_schema = schema_judge(lambda _: "github-workflows", {"": REFUSED, "reference": UNDEFINED}, is_allowed)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    judged = by_schema(snippet, files, sandbox)
    return replace(judged, findings=(*judged.findings, *lost_zeros(snippet.code)))


def lost_zeros(code: str) -> Iterator[Finding]:
    for values in VERSIONS.finditer(code):
        for found in ENDS_WITH_ZERO.finditer(code, values.start("values"), values.end("values")):
            begin = code.rfind("\n", 0, found.start()) + 1
            if "#" in code[begin : found.start()]:
                continue
            fact = f"YAML reads {found[0]} as the number {float(found[0])}"
            line, column = line_at(code, begin), found.start() - begin + 1
            yield Finding(0, LOST_ZERO, fact, line, column, f'write "{found[0]}"')


CHECKER = EachChecker(
    name="workflow",
    tool="check-jsonschema",
    command="yamllint, then GitHub's schema for workflows (wheel check-jsonschema), and the jobs that `needs` names",
    level=Level.PARSED,
    judge=judge,
    find_version=find_version,
    version=4,
    files=("*/.github/workflows/*.yml", "*/.github/workflows/*.yaml"),
    languages=frozenset({"yaml", "yml"}),
    recognise=is_workflow,
)
