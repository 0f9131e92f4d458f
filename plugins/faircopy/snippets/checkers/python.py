"""Python: its syntax, by the compiler. Nothing of it is run."""

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.model import Level

SYNTAX = Rule("SN450", Severity.ERROR, "the Python compiler does not take it")
DOUBTFUL = Rule("SN451", Severity.WARNING, "the Python compiler warns of it")

CHECKER = EachChecker(
    name="python",
    tool="Python",
    command="Python's compiler; nothing is run",
    level=Level.PARSED,
    judge=parser_judge(
        "read_python",
        {
            "syntax": (SYNTAX, ""),
            "warning": (DOUBTFUL, "later versions of Python refuse it, or it does not do what it seems to"),
        },
    ),
    find_version=python_version,
    files=("*.py", "*.pyi", "*/SConstruct"),
    languages=frozenset({"python", "py", "python3"}),
)
