"""Plain fences, which claim nothing but their language, and what else documentation puts into them.

The tool first gets the fence as it is. Only if it finds a fault are other readings tried, and one of these must then be
without faults. Line numbers stay the same in all readings. A fence with a claim (`file=`, `check=`, `context=` …) has
no other reading.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import Judge, Judgement
from faircopy.snippets.checkers._plain.alternatives import is_introduced
from faircopy.snippets.checkers._plain.text import DOTS, OMITTED, TEMPLATE, FenceReading, after_changes, is_as_written
from faircopy.snippets.checkers._plain.typos import Place, is_inside
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.rules import OTHER_TEXT, TOOL_OUTPUT_UNPARSED
from faircopy.snippets.sandbox.runner import Sandbox

ALTERNATIVES = Rule(
    "SN123",
    Severity.NOTE,
    "a fence lists alternatives, and a file can have only one of them",
    "give each its own fence",
)
NO_SLIP = Rule(
    "SN125",
    Severity.NOTE,
    "a plain fence cannot be read as its language, and no small mistake explains it: it may be a part of a file, or "
    "another language",
    "mark it as what it is, or as `text`; it was not checked",
)

Readings = Callable[[str], Iterable[FenceReading]]
# Tells of a text, and the place of its fault, whether a slip of the hand is all that is wrong with its syntax.
IsSlip = Callable[[str, Place, Sandbox], bool]


# `# ...`, as the last line of a fence.
COMMENT_OMITS = re.compile(r"[ \t]*(?:#|//)[ \t]*(?:\.{3,}|…)[^\n]*|[ \t]*(?:\.{3,}|…)[ \t]*")


@dataclass(frozen=True, slots=True)
class TypoTest:
    """How to distinguish a text with a typo from another kind of text."""

    rule: Rule  # of syntax
    is_slip: IsSlip
    certain: re.Pattern[str] | None = None  # messages that are certain, whatever surrounds the fence


def with_readings(
    strictly: Judge,
    readings: Readings,
    *,
    other: Callable[[str], str] | None = None,
    twice: Rule | None = None,
    slips: TypoTest | None = None,
) -> Judge:
    """Return a judge that tries other readings of plain fences in which `strictly` finds an error.

    `other` returns what a fence in a wrong language really is, or "". Findings by the rule `twice` are dropped in a
    template, of which only one branch applies. With `slips`, a syntax error is reported only if a typo explains it.
    """

    def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
        judged = strictly(snippet, files, sandbox)
        if not snippet.is_plain or not has_error(judged) or is_unparsed(judged):
            return judged
        kind = other(snippet.code) if other else ""
        if kind:
            return Judgement(Level.PARSED, (other_text(snippet, kind),))
        furthest, line, code = judged, first_error(judged), snippet.code
        tried = [snippet.code]  # each takes a process
        for reading in readings(snippet.code):
            if reading.code in tried:
                continue
            tried.append(reading.code)
            again = strictly(replace(snippet, code=reading.code), files, sandbox)
            again = of_reading(reading, again, judged, snippet.code, twice)
            if not has_error(again):
                return again
            # A fault above may only be what stops the reading.
            if reading.keeps_lines and first_error(again) > line:
                furthest, line, code = again, first_error(again), reading.code
        return slips_only(snippet, furthest, dict.fromkeys((code, *tried)), slips, sandbox) if slips else furthest

    return judge


def of_reading(reading: FenceReading, again: Judgement, judged: Judgement, code: str, twice: Rule | None) -> Judgement:
    """Return the judgement `again` on a reading with the reading's own findings.

    If a template was taken out of the fence, findings that only come from that are left out.
    """
    if any(note.rule is TEMPLATE for note in reading.findings):
        left = tuple(one for one in again.findings if one.rule not in (twice, ALTERNATIVES))
        again = without_filled_in(replace(again, findings=left), judged, code, reading.code)
    return replace(again, findings=(*reading.findings, *again.findings))


def without_filled_in(again: Judgement, judged: Judgement, code: str, reading: str) -> Judgement:
    """Return the judgement on a template's reading without what is said of lines that stand for the template.

    A reader stops at a fault, so if it stops at such a line, and the fence's own fault is elsewhere, that one stays.
    """
    own = tuple(one for one in again.findings if is_as_written(code, reading, one.line))
    first = min(judged.findings, key=lambda one: one.line)
    if not has_error(again) or has_error(replace(again, findings=own)) or not is_as_written(code, reading, first.line):
        return replace(again, findings=own)
    return replace(again, findings=(*own, first))


def slips_only(
    snippet: Snippet, judged: Judgement, codes: Iterable[str], slips: TypoTest, sandbox: Sandbox
) -> Judgement:
    """Return a judgement without syntax errors that no typo explains in any reading of the fence."""
    wrong = [one for one in judged.findings if one.rule is slips.rule]
    if not wrong or any(slips.certain and slips.certain.search(one.message) for one in wrong):
        return judged
    place = (wrong[0].line, wrong[0].column)
    if not is_left_out(snippet.code, wrong[0].line) and any(slips.is_slip(code, place, sandbox) for code in codes):
        return judged
    rest = (one for one in judged.findings if one.rule is not slips.rule)
    return replace(judged, findings=(*rest, no_slip(snippet, wrong[0])))


OPENS_OMITTED = re.compile(r"[ \t]*[\[({][ \t]*(?:\.{3,}|…)[ \t]*,?[ \t]*")


def is_left_out(code: str, line: int) -> bool:
    """Tell whether something is left out in a line, or above it within brackets, or the code shows changes.

    What is missing may be there.
    """
    lines = code.split("\n")
    if DOTS.search(lines[line - 1]) or any(map(OPENS_OMITTED.fullmatch, lines[: line - 1])):
        return True
    if after_changes(code) is not None:
        return True
    filled = [number for number, one in enumerate(lines) if one.strip()]
    is_end_omitted = len(filled) > 1 and COMMENT_OMITS.fullmatch(lines[filled[-1]]) is not None
    if is_end_omitted and lines[filled[-2]].rstrip().endswith((",", *"([{")):
        return is_inside("\n".join(lines[: filled[-1]]))  # what is open is closed below
    omitted = (number for number, one in enumerate(lines[: line - 1]) if OMITTED.fullmatch(one))
    return any(is_inside("\n".join(lines[:number])) for number in omitted)


def no_slip(snippet: Snippet, finding: Finding) -> Finding:
    fact = (
        f"this cannot be read as `{snippet.language}` and was not checked; it looks like a fragment or another language"
    )
    return Finding(
        0, NO_SLIP, fact, finding.line, finding.column, f"mark it as what it is, or as `text`: {finding.message}"
    )


def has_error(judged: Judgement) -> bool:
    return any(finding.rule.severity is Severity.ERROR for finding in judged.findings)


def is_unparsed(judged: Judgement) -> bool:
    """Tell whether the tool's answer was unreadable, which no reading explains."""
    return any(finding.rule is TOOL_OUTPUT_UNPARSED for finding in judged.findings)


def first_error(judged: Judgement) -> int:
    """Return the line of the first error."""
    return min(finding.line for finding in judged.findings if finding.rule.severity is Severity.ERROR)


def other_text(snippet: Snippet, kind: str) -> Finding:
    fact = f"this is marked as `{snippet.language}` and looks like {kind}, so it was not checked"
    return Finding(0, OTHER_TEXT, fact, hint="mark it as what it is, or as `text`")


def with_alternatives(strictly: Judge, duplicate: Rule) -> Judge:
    """Return a judge for which a repeated key is only a note if a comment introduces each alternative."""

    def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
        judged = strictly(snippet, files, sandbox)
        twice = [one for one in judged.findings if one.rule is duplicate]
        if not snippet.is_plain or not any(is_introduced(snippet.code, one.line) for one in twice):
            return judged
        fact = "these are alternatives; a file can have only one of them"
        note = Finding(0, ALTERNATIVES, fact, twice[0].line, hint="give each its own fence")
        return replace(judged, findings=(note, *(one for one in judged.findings if one.rule is not duplicate)))

    return judge
