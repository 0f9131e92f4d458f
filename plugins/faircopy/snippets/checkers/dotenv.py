"""Files of environment variables, as Docker, systemd, PAM and the libraries for `.env` read them."""

from collections.abc import Mapping

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.model import Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN560", Severity.ERROR, "a line of a file of variables is no NAME=value", "write NAME=value")
BLANK = Rule(
    "SN561",
    Severity.WARNING,
    "a blank stands before the `=` of a variable, which a shell and Docker refuse",
    "write NAME=value, without blanks",
)
DUPLICATE = Rule("SN562", Severity.WARNING, "a variable is set twice, and the first value is lost", "keep one of them")

strictly = parser_judge(
    "read_dotenv",
    {
        "syntax": (SYNTAX, "write NAME=value"),
        "blank": (BLANK, "write NAME=value, without blanks"),
        "duplicate": (DUPLICATE, "keep one of them"),
    },
)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    judged = strictly(snippet, files, sandbox)
    if not snippet.is_plain:
        return judged
    lines = snippet.code.split("\n")
    # Alternatives stand one below the other in documentation, and what is left out has dots.
    kept = [
        one
        for one in judged.findings
        if one.rule is not DUPLICATE and not lines[one.line - 1].strip().startswith(("...", "…", "[", "$", "<"))
    ]
    return Judgement(judged.level, tuple(kept))


CHECKER = EachChecker(
    name="dotenv",
    tool="Python",
    command="a reader of our own: lines that none of its readers takes",
    level=Level.PARSED,
    judge=judge,
    find_version=python_version,
    files=("*/.env", "*.env", "*/.env.*", "/etc/environment", "/etc/environment.d/*.conf"),
    languages=frozenset({"dotenv", "env"}),
)
