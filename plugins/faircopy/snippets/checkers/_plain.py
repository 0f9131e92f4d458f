"""Plain fences, which claim nothing but their language: what documentation puts into them besides that language.

A tool sees the fence as it stands first. Only where it finds fault are other readings tried, and what is left of the
fence must then be without any. Lines stay in all of them. A claim (`file=`, `check=`, `context=` …) has no
other reading.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import Judge, Judgement
from faircopy.snippets.checkers._plain_text import TEMPLATE, Reading, is_introduced
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.rules import OTHER_TEXT
from faircopy.snippets.sandbox.runner import Sandbox

ALTERNATIVES = Rule(
    "SN123",
    Severity.NOTE,
    "alternatives stand in one fence, one below the other, and a file can have only one",
    "give each a fence of its own",
)

Readings = Callable[[str], Iterable[Reading]]


def with_readings(
    strictly: Judge, readings: Readings, *, other: Callable[[str], str] | None = None, twice: Rule | None = None
) -> Judge:
    """Return the judge that tries other readings of plain fences in which `strictly` finds an error.

    `other` says of a fence that is not in its language at all what it is, or "". What `twice` finds is none in a
    template, of whose branches one is taken.
    """

    def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
        judged = strictly(snippet, files, sandbox)
        if not snippet.is_plain or not has_error(judged):
            return judged
        kind = other(snippet.code) if other else ""
        if kind:
            return Judgement(Level.PARSED, (other_text(snippet, kind),))
        furthest, line = judged, first_error(judged)
        tried = {snippet.code}  # each takes a process
        for reading in readings(snippet.code):
            if reading.code in tried:
                continue
            tried.add(reading.code)
            again = strictly(replace(snippet, code=reading.code), files, sandbox)
            if any(note.rule is TEMPLATE for note in reading.findings):
                again = replace(again, findings=tuple(one for one in again.findings if one.rule is not twice))
            again = replace(again, findings=(*reading.findings, *again.findings))
            if not has_error(again):
                return again
            # What only stops the reading above the fault is not what is wrong.
            if first_error(again) > line:
                furthest, line = again, first_error(again)
        return furthest

    return judge


def has_error(judged: Judgement) -> bool:
    return any(finding.rule.severity is Severity.ERROR for finding in judged.findings)


def first_error(judged: Judgement) -> int:
    """Return the line of the first error."""
    return min(finding.line for finding in judged.findings if finding.rule.severity is Severity.ERROR)


def other_text(snippet: Snippet, kind: str) -> Finding:
    fact = f"this is marked as `{snippet.language}` and looks like {kind}, so it was not checked"
    return Finding(0, OTHER_TEXT, fact, hint="mark it as what it is, or as `text`")


def with_alternatives(strictly: Judge, duplicate: Rule) -> Judge:
    """Return the judge for which what stands twice is a note where a comment introduces each."""

    def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
        judged = strictly(snippet, files, sandbox)
        twice = [one for one in judged.findings if one.rule is duplicate]
        if not snippet.is_plain or not any(is_introduced(snippet.code, one.line) for one in twice):
            return judged
        fact = "alternatives stand one below the other; a file can have only one of them"
        note = Finding(0, ALTERNATIVES, fact, twice[0].line, hint="give each a fence of its own")
        return replace(judged, findings=(note, *(one for one in judged.findings if one.rule is not duplicate)))

    return judge
