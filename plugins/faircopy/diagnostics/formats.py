"""Diagnostics as text for people, values for JSON, SARIF, and annotations for GitHub."""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Protocol
from urllib.parse import quote

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.terminal import inert, inert_line

FORMATS = ("text", "json", "sarif", "github")
INK = {Severity.ERROR: "\033[1;31m", Severity.WARNING: "\033[1;33m", Severity.NOTE: "\033[1;36m"}
BLUE, BOLD, PLAIN = "\033[1;34m", "\033[1m", "\033[0m"

# Characters of a line that are shown: more would be several rows on a terminal, with the caret below all of them.
MAX_LINE_CHARS = 100


class Source(Protocol):
    """What a problem may be shown with, such as a Document."""

    @property
    def lines(self) -> list[str]:
        """All lines of the file: line n is `lines[n - 1]`."""


def problems(diagnostics: Iterable[Diagnostic], documents: Mapping[str, Source], *, colour: bool) -> list[str]:
    """Return each problem with its source line and a caret below the column.

    `documents` are the sources by path; a problem without its source there is shown without the line.
    """
    return [problem(one, documents.get(one.path), colour=colour) for one in diagnostics]


def problem(diagnostic: Diagnostic, document: Source | None, *, colour: bool) -> str:
    def inked(ink: str, text: str) -> str:
        return f"{ink}{text}{PLAIN}" if colour else text

    place = inert(f"{diagnostic.path}:{diagnostic.line}:{diagnostic.column}")
    kind = inked(INK[diagnostic.severity], f"{diagnostic.severity} {diagnostic.code}")
    rows = [f"{inked(BOLD, place)}: {kind} {inert(diagnostic.message)}"]
    if document and 0 < diagnostic.line <= len(document.lines):
        number = str(diagnostic.line)
        gutter = " " * len(number)
        line, column = part_of(document.lines[diagnostic.line - 1], diagnostic.column - 1)
        # Keep the tabs of the line before the caret, so that it aligns in any terminal.
        before = "".join("\t" if character == "\t" else " " for character in line[:column])
        bar = inked(BLUE, "|")
        rows.append(f" {inked(BLUE, number)} {bar} {inert_line(line)}")
        rows.append(f" {gutter} {bar} {before}{inked(INK[diagnostic.severity], '^')}")
    if diagnostic.hint:
        rows.append(f"   {inked(BLUE, '=')} help: {inert(diagnostic.hint)}")
    return "\n".join(rows)


def part_of(line: str, column: int) -> tuple[str, int]:
    """Return the part of a long line around a column, and the column's place in it, from 0."""
    if len(line) <= MAX_LINE_CHARS:
        return line, column
    start = max(min(column - MAX_LINE_CHARS // 2, len(line) - MAX_LINE_CHARS), 0)
    end = start + MAX_LINE_CHARS
    before, after = ("…" if start else ""), ("…" if end < len(line) else "")
    return before + line[start:end] + after, column - start + len(before)


def count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def totals(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the number of errors and warnings; notes need no action."""
    found = Counter(one.severity for one in diagnostics)
    return f"{count(found[Severity.ERROR], 'error')}, {count(found[Severity.WARNING], 'warning')}"


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


LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def as_sarif(program: str, diagnostics: Iterable[Diagnostic], rules: Mapping[str, Rule]) -> str:
    """Return the diagnostics in SARIF 2.1.0 (OASIS), which code-scanning services read."""
    diagnostics = list(diagnostics)
    used = {one.code: rules[one.code] for one in diagnostics if one.code in rules}
    run = {
        "tool": {
            "driver": {
                "name": program,
                "rules": [
                    {"id": code, "shortDescription": {"text": rule.summary}} for code, rule in sorted(used.items())
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [sarif_result(one) for one in diagnostics],
    }
    value = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json_of(value) + "\n"


def json_of(value: object) -> str:
    """Return a report as JSON; what would act in a terminal is an escape in it, and the same value to who parses it."""
    return inert(json.dumps(value, ensure_ascii=False, indent=1), kept="\n")


def sarif_result(diagnostic: Diagnostic) -> dict[str, Any]:
    text = diagnostic.message + (f"; {diagnostic.hint}" if diagnostic.hint else "")
    region = {"startLine": diagnostic.line, "startColumn": diagnostic.column}
    place = {"artifactLocation": {"uri": uri_of(diagnostic.path)}, "region": region}
    return {
        "ruleId": diagnostic.code,
        "level": LEVELS[diagnostic.severity],
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }


def uri_of(path: str) -> str:
    """Return a path as a URI reference (RFC 3986): relative, or `file:` for an absolute path."""
    quoted = quote(os.fsencode(path), safe="/")
    return f"file://{quoted}" if path.startswith("/") else quoted


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Return workflow commands, which GitHub shows beside the lines of a change.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "".join(annotation(one) + "\n" for one in diagnostics)


def annotation(diagnostic: Diagnostic) -> str:
    kind = "notice" if diagnostic.severity is Severity.NOTE else str(diagnostic.severity)
    text = diagnostic.message + (f"; {diagnostic.hint}" if diagnostic.hint else "")
    places = f"file={property_of(diagnostic.path)},line={diagnostic.line},col={diagnostic.column}"
    return f"::{kind} {places},title={property_of(diagnostic.code)}::{data_of(text)}"


def data_of(text: str) -> str:
    # What is left of a terminal's language would act in the log of the run.
    return inert(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def property_of(text: str) -> str:
    return data_of(text).replace(":", "%3A").replace(",", "%2C")
