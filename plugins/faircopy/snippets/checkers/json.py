"""JSON, by Python's own reader: RFC 8259 to the letter, and no name twice in an object."""

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.model import Level

SYNTAX = Rule("SN430", Severity.ERROR, "it is not JSON")
DUPLICATE = Rule("SN431", Severity.ERROR, "a JSON object has a name twice, and readers keep one or the other")

CHECKER = EachChecker(
    name="json",
    tool="Python",
    command="Python's json, and a search for doubled names",
    level=Level.PARSED,
    judge=parser_judge(
        "read_json",
        {
            "syntax": (SYNTAX, "JSON has no comments, no trailing commas and no single quotes"),
            "duplicate": (DUPLICATE, "keep one of them"),
        },
    ),
    find_version=python_version,
    files=("*.json", "*/.eslintrc", "/etc/docker/daemon.json"),
    languages=frozenset({"json"}),
)
