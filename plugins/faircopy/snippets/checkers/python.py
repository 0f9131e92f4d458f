"""Python: its syntax, by the compiler. Nothing of it is run.

A fence that claims to be no file may also show a part of a function, a session, or cells of a notebook.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._plain.python_session import is_session, statements_of
from faircopy.snippets.checkers._plain.python_text import (
    HAND,
    LABELLED,
    OF_PARTS,
    PYTHON_2,
    TEXT,
    guess_language,
    readings,
)
from faircopy.snippets.checkers._plain.readings import TypoTest, with_readings
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version, slips_of
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN450", Severity.ERROR, "Python cannot compile it")
DOUBTFUL = Rule("SN451", Severity.WARNING, "Python compiles it with a warning")

strictly = parser_judge(
    "read_python",
    {
        "syntax": (SYNTAX, ""),
        "warning": (DOUBTFUL, "later versions of Python refuse it, or it does not do what it seems to"),
    },
)


def compiled(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge by the compiler. That a part of a function stands in none is no fault of a plain fence."""
    judged = strictly(snippet, files, sandbox)
    if not snippet.is_plain:
        return judged
    lines = snippet.code.split("\n")
    harmful = (one for one in judged.findings if not OF_PARTS.search(one.message))
    return replace(judged, findings=tuple(one for one in harmful if not is_of_output(one, lines)))


def is_of_output(finding: Finding, lines: Sequence[str]) -> bool:
    """Tell whether a warning is about a line that a program has printed, or a text for another program."""
    is_text = all(TEXT.fullmatch(line) for line in lines if line.strip() and not line.lstrip().startswith("#"))
    return finding.rule is DOUBTFUL and (LABELLED.match(lines[finding.line - 1]) is not None or is_text)


leniently = with_readings(
    compiled,
    readings,
    other=guess_language,
    slips=TypoTest(SYNTAX, slips_of("read_python", HAND, kinds=("syntax",), ignored=OF_PARTS), PYTHON_2),
)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    session = statements_of(snippet.code) if snippet.is_plain and is_session(snippet.code) else None
    if session is None:
        return leniently(snippet, files, sandbox)
    judged = leniently(replace(snippet, code=session.code), files, sandbox)
    return replace(judged, findings=(*session.findings, *judged.findings))


CHECKER = EachChecker(
    name="python",
    tool="Python",
    command="Python's compiler; nothing is run",
    level=Level.PARSED,
    judge=judge,
    find_version=python_version,
    version=5,
    files=("*.py", "*.pyi", "*/SConstruct"),
    languages=frozenset({"python", "py", "python3"}),
)
