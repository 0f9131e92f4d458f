"""TOML, by Python's own reader."""

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.model import Level

SYNTAX = Rule("SN420", Severity.ERROR, "it is not TOML 1.0")
DUPLICATE = Rule("SN421", Severity.ERROR, "a TOML key or table stands twice")

CHECKER = EachChecker(
    name="toml",
    tool="Python",
    command="Python's tomllib",
    level=Level.PARSED,
    judge=parser_judge(
        "read_toml",
        {
            "syntax": (SYNTAX, ""),
            "value": (SYNTAX, "a text needs quotes; `true`, `false`, numbers and dates do not"),
            "duplicate": (DUPLICATE, "keep one of them"),
        },
    ),
    find_version=python_version,
    files=("*.toml", "*/Pipfile", "*/Cargo.lock", "*/poetry.lock"),
    languages=frozenset({"toml"}),
)
