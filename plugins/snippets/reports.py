"""A Report as text for people, JSON, SARIF, or annotations for GitHub."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from mdsource.diagnostics import Diagnostic, Rule, Severity
from mdsource.document import Document
from snippets.check import Report
from snippets.model import Checked, Status

INK = {Severity.ERROR: "\033[1;31m", Severity.WARNING: "\033[1;33m", Severity.NOTE: "\033[1;36m"}
BLUE, BOLD, PLAIN = "\033[1;34m", "\033[1m", "\033[0m"


def as_text(report: Report, documents: Mapping[str, Document], *, colour: bool = False) -> str:
    """Return each problem with its line and a caret under the place, and a summary.

    `documents` are the sources by path; a problem whose source is not among them is shown without its line.
    """
    blocks = [problem(one, documents.get(one.path), colour=colour) for one in report.diagnostics]
    return "\n\n".join([*blocks, summary(report)]) + "\n"


def problem(diagnostic: Diagnostic, document: Document | None, *, colour: bool) -> str:
    def inked(ink: str, text: str) -> str:
        return f"{ink}{text}{PLAIN}" if colour else text

    place = f"{diagnostic.path}:{diagnostic.line}:{diagnostic.column}"
    kind = inked(INK[diagnostic.severity], f"{diagnostic.severity} {diagnostic.code}")
    rows = [f"{inked(BOLD, place)}: {kind} {diagnostic.message}"]
    if document and 0 < diagnostic.line <= len(document.lines):
        number = str(diagnostic.line)
        gutter = " " * len(number)
        line = document.lines[diagnostic.line - 1]
        # The tabs of the line stand before the caret too, so that it is under its character in any terminal.
        before = "".join("\t" if character == "\t" else " " for character in line[: diagnostic.column - 1])
        bar = inked(BLUE, "|")
        rows.append(f" {inked(BLUE, number)} {bar} {line}")
        rows.append(f" {gutter} {bar} {before}{inked(INK[diagnostic.severity], '^')}")
    if diagnostic.hint:
        rows.append(f"   {inked(BLUE, '=')} help: {diagnostic.hint}")
    return "\n".join(rows)


def summary(report: Report) -> str:
    """Return one line that leaves nothing out: what passed and how far, what failed, what was not checked."""
    levels = Counter(str(one.verdict.level) for one in report.checked if one.verdict.level)
    statuses = Counter(one.verdict.status for one in report.checked)
    passed = ", ".join(f"{number} {level}" for level, number in sorted(levels.items()))
    parts = [f"{statuses[Status.PASSED]} passed" + (f" ({passed})" if passed else "")]
    unchecked = [one for one in report.checked if one.verdict.status is Status.SKIPPED and one.snippet.check != "none"]
    on_purpose = statuses[Status.SKIPPED] - len(unchecked)
    counted = (
        (statuses[Status.FAILED], "failed"),
        (statuses[Status.TIMED_OUT], "timed out"),
        (statuses[Status.TOOL_MISSING], "not verified, tool missing"),
        (on_purpose, "not checked on purpose"),
        (len(unchecked), "unchecked"),
    )
    parts += [f"{number} {what}" for number, what in counted if number]
    errors = sum(1 for one in report.diagnostics if one.severity is Severity.ERROR)
    parts += [f"{errors} error{'s' if errors > 1 else ''}"] if errors else []
    tools = ", ".join(f"{tool} {version}" for tool, version in report.tools.items())
    return f"{count(len(report.checked), 'snippet')}: " + ", ".join(parts) + (f"; by {tools}" if tools else "")


def count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def as_json(report: Report, _: Mapping[str, Document]) -> str:
    """Return the report as the JSON object that docs/snippets.md describes."""
    value = {
        "version": 1,
        "tools": dict(report.tools),
        "diagnostics": [diagnostic_to(one) for one in report.diagnostics],
        "snippets": [snippet_to(one) for one in report.checked],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def diagnostic_to(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "path": diagnostic.path,
        "line": diagnostic.line,
        "column": diagnostic.column,
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
    }


def snippet_to(checked: Checked) -> dict[str, Any]:
    snippet, verdict = checked.snippet, checked.verdict
    value: dict[str, Any] = {
        "path": snippet.path,
        "line": snippet.line,
        "end_line": snippet.end_line,
        "language": snippet.language,
        "file": snippet.file,
        "log": snippet.log,
        "group": snippet.group,
        "checker": verdict.checker or None,
        "verdict": str(verdict.status),
        "level": str(verdict.level) if verdict.level else None,
        "tool": verdict.tool or None,
    }
    if verdict.matches is not None:
        value["matched"] = len(verdict.matches)
        value["lines"] = verdict.lines
        if snippet.log:
            value["matches"] = [{"line": snippet.line + one.line, "address": one.address} for one in verdict.matches]
    if verdict.message:
        value["message"] = verdict.message
    if verdict.reason:
        value["reason"] = verdict.reason
    return value


LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def as_sarif(report: Report, _: Mapping[str, Document], rules: Mapping[str, Rule]) -> str:
    """Return the diagnostics in SARIF 2.1.0 (OASIS), which code-scanning services read."""
    used = {one.code: rules[one.code] for one in report.diagnostics if one.code in rules}
    run = {
        "tool": {
            "driver": {
                "name": "snippets",
                "rules": [
                    {"id": code, "shortDescription": {"text": rule.summary}} for code, rule in sorted(used.items())
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [sarif_result(one) for one in report.diagnostics],
    }
    value = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def sarif_result(diagnostic: Diagnostic) -> dict[str, Any]:
    text = diagnostic.message + (f"; {diagnostic.hint}" if diagnostic.hint else "")
    region = {"startLine": diagnostic.line, "startColumn": diagnostic.column}
    place = {"artifactLocation": {"uri": diagnostic.path.replace(" ", "%20")}, "region": region}
    return {
        "ruleId": diagnostic.code,
        "level": LEVELS[diagnostic.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }


def as_github(report: Report, _: Mapping[str, Document]) -> str:
    """Return workflow commands, which GitHub shows beside the lines of a change.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "".join(annotation(one) + "\n" for one in report.diagnostics)


def annotation(diagnostic: Diagnostic) -> str:
    kind = "notice" if diagnostic.severity is Severity.NOTE else str(diagnostic.severity)
    text = diagnostic.message + (f"; {diagnostic.hint}" if diagnostic.hint else "")
    places = f"file={property_of(diagnostic.path)},line={diagnostic.line},col={diagnostic.column}"
    return f"::{kind} {places},title={property_of(diagnostic.code)}::{data_of(text)}"


def data_of(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_of(text: str) -> str:
    return data_of(text).replace(":", "%3A").replace(",", "%2C")
