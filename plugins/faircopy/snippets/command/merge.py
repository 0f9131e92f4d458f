"""Merges the JSON reports of several jobs into one, as a single job would have written it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Annotated, Any

import msgspec

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.snippets.command.shards import NAMED

# Nothing in it controls a terminal.
Line = Annotated[str, msgspec.Meta(pattern=r"\A[^\x00-\x1f\x7f-\x9f]*\Z")]
Natural = Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]


class FoundDiagnostic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A diagnostic, as `faircopy.diagnostics.formats.diagnostic_to` writes it."""

    path: Line
    line: Natural
    column: Natural
    code: Annotated[str, msgspec.Meta(pattern=r"\A[A-Z]{2}[0-9]{3}\Z")]
    severity: Severity
    message: Line
    hint: Line


class FoundFences(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The number of fences by result."""

    all: Natural
    snippets: Natural
    refused: Natural
    unread: dict[Line, Natural]


class FoundReport(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The output of `snippets check --format json`; docs/snippets.md describes it."""

    version: Annotated[int, msgspec.Meta(ge=1, le=1)]
    tools: dict[Line, Line]
    diagnostics: list[FoundDiagnostic]
    snippets: list[dict[str, Any]]
    fences: FoundFences
    shard: Line = ""


class UnmergeableError(Exception):
    """The reports do not belong together; the message says why."""


def report_in(data: bytes) -> FoundReport:
    """Parse a report. Raises UnmergeableError for other data."""
    try:
        found = msgspec.json.decode(data, type=FoundReport)
        if not all(isinstance(one.get("path"), str) and isinstance(one.get("line"), int) for one in found.snippets):
            raise UnmergeableError("a snippet in it has no path or no line")
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise UnmergeableError(f"it is no report that 'snippets check --format json' has written: {error}") from None
    return found


def merged(reports: Sequence[FoundReport]) -> FoundReport:
    """Return the merged report. Raises UnmergeableError if parts are missing or duplicate."""
    check_parts([one.shard for one in reports])
    tools: dict[str, dict[str, None]] = {}
    for one in reports:
        for name, version in one.tools.items():
            tools.setdefault(name, {})[version] = None
    return FoundReport(
        1,
        {name: " and ".join(versions) for name, versions in sorted(tools.items())},
        sorted((each for one in reports for each in one.diagnostics), key=place_of),
        sorted((each for one in reports for each in one.snippets), key=lambda each: PurePath(each["path"])),
        FoundFences(
            sum(one.fences.all for one in reports),
            sum(one.fences.snippets for one in reports),
            sum(one.fences.refused for one in reports),
            dict(sum((Counter(one.fences.unread) for one in reports), Counter[str]()).most_common()),
        ),
    )


def check_parts(shards: Iterable[str]) -> None:
    found = [NAMED.fullmatch(one) for one in shards]
    parts = sorted((int(one["of"]), int(one["number"])) for one in found if one)
    if len(parts) < len(found):
        raise UnmergeableError("one of them is not of a part: 'snippets check' was called without --shard")
    whole = parts[0][0] if parts else 0
    if any(of != whole for of, _ in parts):
        raise UnmergeableError("they are parts of different wholes: each job needs the same N of --shard I/N")
    numbers = [number for _, number in parts]
    if twice := [one for one, times in Counter(numbers).items() if times > 1]:
        raise UnmergeableError(f"part {twice[0]}/{whole} is there twice")
    if missing := [one for one in range(1, whole + 1) if one not in numbers]:
        raise UnmergeableError(f"part {missing[0]}/{whole} is missing")


def place_of(one: FoundDiagnostic) -> Diagnostic:
    return Diagnostic(one.path, one.line, one.column, one.code, one.severity, one.message, one.hint)
