"""JSON, by Python's own reader: RFC 8259 to the letter, and no name twice in an object.

A fence that claims to be no file may also show what documentation calls JSON: with comments, a part of an object, a
JSON text a line, or with "..." for what is left out.
"""

from collections.abc import Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._json_text import WITH_COMMENTS, allows_comments, readings, without_comments
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN430", Severity.ERROR, "it is not JSON")
DUPLICATE = Rule("SN431", Severity.ERROR, "a JSON object has a name twice, and readers keep one or the other")
COMMENTS = Rule(
    "SN432", Severity.NOTE, "it is JSON with comments, which most readers of JSON refuse", "mark it as `jsonc`"
)

strictly = parser_judge(
    "read_json",
    {
        "syntax": (SYNTAX, "JSON has no comments, no trailing commas and no single quotes"),
        "duplicate": (DUPLICATE, "keep one of them"),
    },
)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    if allows_comments(snippet.file, snippet.language):
        return strictly(replace(snippet, code=without_comments(snippet.code)), files, sandbox)
    judged = strictly(snippet, files, sandbox)
    if not snippet.is_plain or not any(finding.rule is SYNTAX for finding in judged.findings):
        return judged
    tried = {snippet.code}  # each takes a process
    for fact, code in readings(snippet.code):
        if code in tried:
            continue
        tried.add(code)
        if not strictly(replace(snippet, code=code), files, sandbox).findings:
            return Judgement(Level.PARSED, (Finding(0, COMMENTS, fact, judged.findings[0].line),) if fact else ())
    return judged


CHECKER = EachChecker(
    name="json",
    tool="Python",
    command="Python's json, and a search for doubled names",
    level=Level.PARSED,
    judge=judge,
    find_version=python_version,
    version=2,
    files=("*.json", *WITH_COMMENTS, "/etc/docker/daemon.json"),
    languages=frozenset({"json", "jsonc"}),
)
