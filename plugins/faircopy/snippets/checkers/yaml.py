"""YAML, by yamllint: syntax and doubled keys. Style is left to the author."""

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._plain import Slips, with_alternatives, with_readings
from faircopy.snippets.checkers._sandboxed import package_version, parser_judge, slips_of
from faircopy.snippets.checkers._yaml_text import HAND, guess_language, readings
from faircopy.snippets.model import Level
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN410", Severity.ERROR, "it is not YAML")
DUPLICATE = Rule("SN411", Severity.ERROR, "a YAML mapping has a key twice, and readers keep one or the other")


def find_version(sandbox: Sandbox) -> str | None:
    return package_version("yamllint") if sandbox.kind else None


strictly = parser_judge(
    "read_yaml",
    {
        "syntax": (SYNTAX, "look at the indent, at tabs, and at `: ` inside of text without quotes"),
        "duplicate": (DUPLICATE, "keep one of them"),
    },
    package="yamllint",
)

CHECKER = EachChecker(
    name="yaml",
    tool="yamllint",
    command="yamllint (wheel): syntax and doubled keys, no style",
    level=Level.PARSED,
    judge=with_readings(
        with_alternatives(strictly, DUPLICATE),
        readings,
        other=guess_language,
        twice=DUPLICATE,
        slips=Slips(SYNTAX, slips_of("read_yaml", HAND, package="yamllint")),
    ),
    find_version=find_version,
    version=3,
    files=("*.yml", "*.yaml", "*/.clang-format"),
    languages=frozenset({"yaml", "yml"}),
)
