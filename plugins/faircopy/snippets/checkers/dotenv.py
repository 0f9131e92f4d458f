"""Files of environment variables, as Docker, systemd, PAM and the libraries for `.env` read them."""

import re

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.model import Finding, Level, Snippet

SYNTAX = Rule("SN560", Severity.ERROR, "a line in a file of variables is not NAME=value", "write NAME=value")
BLANK = Rule(
    "SN561",
    Severity.WARNING,
    "a variable has a space before its `=`, which a shell and Docker refuse",
    "write NAME=value, without spaces",
)
COLON = Rule(
    "SN563",
    Severity.WARNING,
    "a colon follows a variable's name: Compose accepts this, but most other programs do not",
    "write NAME=value",
)
DUPLICATE = Rule("SN562", Severity.WARNING, "a variable is set twice, so the first value is lost", "keep one of them")

# What generators of pages take out, as Dimer's.
TITLE = re.compile(r"//[ \t]*(?:title|filename|file)[ \t]*:.*|//[ \t]*(?:highlight|insert|delete)-(?:start|end)")


def harms(snippet: Snippet, finding: Finding) -> bool:
    """Alternatives stand one below the other in documentation, and what is left out has dots."""
    lines = [line.strip() for line in snippet.code.split("\n")]
    line = lines[finding.line - 1]
    settings = [one for one in lines if one and not one.startswith(("#", ";"))]
    if 2 * sum("=" in one.split(" ")[0] for one in settings) <= len(settings):
        return False  # it is something else
    if TITLE.fullmatch(line):
        return False
    return finding.rule is not DUPLICATE and not line.startswith(("...", "…", "[", "$", "<"))


CHECKER = EachChecker(
    name="dotenv",
    tool="Python",
    command="our own parser: lines that no program accepts",
    level=Level.PARSED,
    judge=parser_judge(
        "read_dotenv",
        {
            "syntax": (SYNTAX, "write NAME=value"),
            "colon": (COLON, "write NAME=value; Compose also accepts a colon, but most other programs do not"),
            "blank": (BLANK, "write NAME=value, without spaces"),
            "duplicate": (DUPLICATE, "keep one of them"),
        },
        harms=harms,
    ),
    find_version=python_version,
    version=2,
    files=("*/.env", "*.env", "*/.env.*", "/etc/environment", "/etc/environment.d/*.conf"),
    languages=frozenset({"dotenv", "env"}),
)
