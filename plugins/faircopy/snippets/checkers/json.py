"""JSON, by Python's own reader: RFC 8259 to the letter, and no name twice in an object.

A fence that claims to be no file may also show what documentation calls JSON: with comments, a part of an object, a
JSON text a line, or with "..." for what is left out.
"""

from collections.abc import Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._plain.json_text import (
    HAND,
    OF_AN_EDITOR,
    PLACEHOLDER,
    WITH_COMMENTS,
    allows_comments,
    are_alternatives,
    guess_language,
    readings,
    slip_readings,
    with_doubled_backslashes,
    with_values,
    without_comments,
    without_title,
)
from faircopy.snippets.checkers._plain.readings import ALTERNATIVES, is_left_out, no_slip, other_text
from faircopy.snippets.checkers._plain.text import (
    FenceReading,
    after_changes,
    has_placeholder,
    without_omissions,
    without_tags,
)
from faircopy.snippets.checkers._plain.typos import repairs
from faircopy.snippets.checkers._sandboxed import Fault, ask_parser_often, parser_judge, python_version
from faircopy.snippets.checkers._windows_paths import with_windows_paths
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN430", Severity.ERROR, "it is not JSON")
DUPLICATE = Rule("SN431", Severity.ERROR, "a JSON object has a name twice, and parsers keep one or the other")
COMMENTS = Rule(
    "SN432", Severity.NOTE, "it is JSON with comments, which most readers of JSON refuse", "mark it as `jsonc`"
)

strictly = parser_judge(
    "read_json",
    {
        "syntax": (SYNTAX, "JSON has no comments, no trailing commas and no single quotes"),
        "escape": (SYNTAX, "write each backslash twice"),
        "line": (SYNTAX, "close the quote, or write \\n for the line break"),
        "duplicate": (DUPLICATE, "keep one of them"),
    },
)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    has_comments = allows_comments(snippet.file, snippet.language)
    # What another program's attribute calls `tsconfig.json` may have them, too.
    has_comments = has_comments or bool(snippet.hint and allows_comments(snippet.hint, None))
    has_comments = has_comments or (snippet.is_plain and OF_AN_EDITOR.search(snippet.code) is not None)
    plain = replace(snippet, code=without_comments(snippet.code)) if has_comments else snippet
    judged = strictly(plain, files, sandbox)
    if not snippet.is_plain or not any(finding.rule is SYNTAX for finding in judged.findings):
        return judged
    if are_alternatives(snippet.code):
        fact = "these are alternatives; an object can have only one of them"
        return Judgement(Level.PARSED, (Finding(0, ALTERNATIVES, fact, 1, hint="give each its own fence"),))
    if kind := guess_language(snippet.code):
        return Judgement(Level.PARSED, (other_text(snippet, kind),))
    return leniently(snippet, files, sandbox, judged, has_comments=has_comments)


def leniently(
    snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox, judged: Judgement, *, has_comments: bool
) -> Judgement:
    """Return the judgement on what else a fence may be that is no JSON as a whole."""
    # What else it is, as JSON: what changes lead to, a template.
    changed = after_changes(snippet.code) or FenceReading(snippet.code)
    tags = without_tags(changed.code, "1") or FenceReading(changed.code)
    code, findings = without_title(tags.code), (*changed.findings, *tags.findings)
    without = strictly(replace(snippet, code=without_comments(code)), files, sandbox)
    possible = list(readings(code))
    answers = ask_parser_often(sandbox, "read_json", [reading for _, reading in possible])
    for (fact, reading), answer in zip(possible, [] if isinstance(answers, Finding) else answers, strict=False):
        if not has_syntax_error(answer):
            wrong = fact and not has_comments
            comments = (Finding(0, COMMENTS, fact, judged.findings[0].line),) if wrong else ()
            again = strictly(replace(snippet, code=reading), files, sandbox).findings
            if tags.findings:  # of the branches of a template, one applies
                again = tuple(one for one in again if one.rule is not DUPLICATE)
            return Judgement(Level.PARSED, (*findings, *comments, *again))
    # Where there are comments or a title, the first is not what is wrong.
    found = without if without_comments(code) != tags.code and without.findings else judged
    first = next(finding for finding in judged.findings if finding.rule is SYNTAX)
    if without_omissions(code) == code and not is_left_out(snippet.code, first.line) and is_slip(code, sandbox):
        filled = strictly(replace(snippet, code=filled_in(code)), files, sandbox)
        return of_slip(snippet, first, judged, found, filled)
    return Judgement(Level.PARSED, (*findings, no_slip(snippet, first)))


def of_slip(snippet: Snippet, first: Finding, judged: Judgement, found: Judgement, filled: Judgement) -> Judgement:
    """Return the judgement that is about the slip: not about a value that a reader is to put in, or what is left out.

    `filled` is of the text with such values.
    """
    if has_placeholder(snippet.code, first.line) and filled.findings:
        return filled
    return found if not is_left_out(snippet.code, found.findings[0].line) else judged


def filled_in(code: str) -> str:
    return with_values(without_comments(code), PLACEHOLDER)


def has_syntax_error(faults: list[Fault]) -> bool:
    return any(kind != "duplicate" for kind, *_ in faults)


def is_slip(code: str, sandbox: Sandbox) -> bool:
    """Tell whether a slip of the hand is all that is wrong with a text as JSON, or as a part of it."""
    if "\\" in code:
        doubled = ask_parser_often(sandbox, "read_json", [*slip_readings(with_doubled_backslashes(code))])
        if not isinstance(doubled, Finding) and not all(map(has_syntax_error, doubled)):
            return True
    texts = list(dict.fromkeys(slip_readings(code)))
    answers = ask_parser_often(sandbox, "read_json", texts)
    if isinstance(answers, Finding):
        return False
    places = ((text, fault[1:3]) for text, faults in zip(texts, answers, strict=True) for fault in faults[:1])
    meant = ask_parser_often(
        sandbox, "read_json", [one for text, place in places for one in repairs(text, place, HAND)]
    )
    return not isinstance(meant, Finding) and not all(map(has_syntax_error, meant))


CHECKER = EachChecker(
    name="json",
    tool="Python",
    command="Python's json, and a search for duplicate names",
    level=Level.PARSED,
    judge=with_windows_paths(judge, assigns=":"),
    find_version=python_version,
    version=10,
    files=("*.json", *WITH_COMMENTS, "/etc/docker/daemon.json"),
    languages=frozenset({"json", "jsonc"}),
)
