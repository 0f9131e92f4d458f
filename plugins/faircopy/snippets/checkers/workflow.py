"""Workflows of GitHub Actions, by the schema that check-jsonschema carries, and the jobs that they name."""

import re

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._schemas import find_version, schema_judge
from faircopy.snippets.model import Level

REFUSED = Rule(
    "SN500",
    Severity.ERROR,
    "GitHub would refuse the workflow: a key or a value cannot stand there",
    "look at the spelling and at the indent; the message says what could stand there",
)
UNDEFINED = Rule(
    "SN501", Severity.ERROR, "a job of a workflow needs another that is not there", "name a job of the file"
)

HAS_EVENTS = re.compile(r"^(?:on|'on'|\"on\") *:", re.MULTILINE)
HAS_JOBS = re.compile(r"^jobs *:[ \t]*(?:#.*)?\n(?:(?:[ \t].*)?\n)*?[ \t]+(?:runs-on|uses|steps) *:", re.MULTILINE)


def is_workflow(code: str) -> bool:
    return bool(HAS_EVENTS.search(code) and HAS_JOBS.search(code))


def is_allowed(kind: str, fact: str) -> bool:
    """Nothing is an empty text, but for where a job runs; a strategy may be a limit alone, a text a list of one."""
    return (kind == "empty" and ".runs-on'" not in fact) or fact.startswith(
        ("the key 'matrix' is missing", "a text stands where a list should be in 'on.")
    )


CHECKER = EachChecker(
    name="workflow",
    tool="check-jsonschema",
    command="yamllint, then GitHub's schema for workflows (wheel check-jsonschema), and the jobs that `needs` names",
    level=Level.PARSED,
    judge=schema_judge(lambda _: "github-workflows", {"": REFUSED, "reference": UNDEFINED}, is_allowed),
    find_version=find_version,
    version=3,
    files=("*/.github/workflows/*.yml", "*/.github/workflows/*.yaml"),
    languages=frozenset({"yaml", "yml"}),
    recognise=is_workflow,
)
