"""INI, by Python's configparser. What options mean is known to the program whose file it is, not here."""

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.model import Level

SYNTAX = Rule("SN440", Severity.ERROR, "a line of an INI file is neither a section nor an option")
DUPLICATE = Rule("SN441", Severity.WARNING, "a section or an option of an INI file stands twice")

CHECKER = EachChecker(
    name="ini",
    tool="Python",
    command="Python's configparser",
    level=Level.PARSED,
    judge=parser_judge(
        "read_ini",
        {
            "syntax": (SYNTAX, "write `[section]`, or `option = value` below one"),
            "duplicate": (DUPLICATE, "keep one of them; most programs read only the last"),
        },
    ),
    find_version=python_version,
    files=("*.ini", "*/setup.cfg", "*/tox.ini", "*/.editorconfig"),
    languages=frozenset({"ini"}),
)
