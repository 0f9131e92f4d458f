"""PowerShell: what is not closed, where tree-sitter's grammar refuses a script. Nothing is run."""

import re
from collections.abc import Mapping

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._plain.readings import no_slip, other_text, with_readings
from faircopy.snippets.checkers._plain.text import common_readings, kind_of, kinds_of
from faircopy.snippets.checkers._sandboxed import package_version, parser_judge
from faircopy.snippets.model import Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN720", Severity.ERROR, "a PowerShell bracket, string or comment is not closed", "close it")
UNREAD = Rule(
    "SN721",
    Severity.NOTE,
    "our PowerShell grammar does not know something here; brackets and strings are all closed",
    "nothing, or check that place",
)

PROMPT = re.compile(r"^[ \t]*(?:PS(?: [^>\n]*)?|[A-Za-z]:\\[^>\n]*)?>(?!>)[ \t]?(?=\S)", re.MULTILINE)
# A variable, a cmdlet, a type, an option or a word of the language, without one of which nothing shows that it is this.
OF_POWERSHELL = re.compile(
    r"\$\w|\b[A-Z][A-Za-z]*-[A-Z]\w+|\[[\w.]+\](?:::|\$)|(?<=\s)-[A-Za-z]{2,}\b|^[ \t]*(?:function|param|if|foreach|for"
    r"|while|do|switch|try|return|using|class)\b|^[ \t]*(?:&|\.)[ \t]|<#",
    re.MULTILINE | re.IGNORECASE,
)
OTHER_BEGINNINGS = kinds_of((r"\$ \S", "a session of a shell"), (r"\w+@[\w.-]+[:~]", "a session of a shell"))

with_omissions = with_readings(
    parser_judge(
        "read_powershell",
        {
            "syntax": (SYNTAX, "close it"),
            "blank": (SYNTAX, "delete the blank"),
            "unknown": (UNREAD, "PowerShell may still accept it"),
        },
        package="tree_sitter_powershell",
    ),
    common_readings,
)


def guess_language(code: str) -> str:
    """Return what a fence is that is no script: a session has output between its commands."""
    return "a session with its prompts" if PROMPT.search(code) else kind_of(code.split("\n"), OTHER_BEGINNINGS)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    kind = guess_language(snippet.code) if snippet.is_plain else ""
    if kind:
        return Judgement(Level.PARSED, (other_text(snippet, kind),))
    judged = with_omissions(snippet, files, sandbox)
    wrong = [one for one in judged.findings if one.rule is SYNTAX]
    if not wrong or not snippet.is_plain or OF_POWERSHELL.search(snippet.code):
        return judged
    return Judgement(Level.PARSED, (no_slip(snippet, wrong[0]),))


def find_version(sandbox: Sandbox) -> str | None:
    return package_version("tree_sitter_powershell") if sandbox.kind else None


CHECKER = EachChecker(
    name="powershell",
    tool="tree-sitter-powershell",
    command="tree-sitter's grammar (wheel tree-sitter-powershell), and a search for what is not closed; nothing is run",
    level=Level.PARSED,
    judge=judge,
    find_version=find_version,
    files=("*.ps1", "*.psm1", "*.psd1"),
    languages=frozenset({"powershell", "pwsh", "ps1"}),
)
