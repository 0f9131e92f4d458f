"""Reports as text and JSON. SARIF and GitHub annotations are in faircopy.diagnostics.formats."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from faircopy.diagnostics.formats import count, diagnostic_to, json_of, problems
from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.markdown.document import Document
from faircopy.snippets.check import Report
from faircopy.snippets.command.kinds import kinds, reasons
from faircopy.snippets.model import CheckedSnippet, Dates, JailProof, Snippet, Status
from faircopy.terminal import inert


def as_text(report: Report, documents: Mapping[str, Document], *, colour: bool = False) -> str:
    """Return each problem of a report with its source line, and a summary."""
    blocks = problems(report.diagnostics, documents, colour=colour)
    counted = [inert(line) for line in (summary(report), *kinds(report))]
    return "\n\n".join([*blocks, "\n".join(counted)]) + "\n"


def summary(report: Report) -> str:
    """Return a complete one-line summary: what passed and how far, what failed, what was not checked."""
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


def as_json(report: Report, diagnostics: Iterable[Diagnostic] | None = None, *, shard: str = "") -> str:
    """Return the report as the JSON object of docs/snippets.md; `diagnostics` replace its own.

    `shard` is the part of the whole that it covers, such as `2/5`.
    """
    listed = report.diagnostics if diagnostics is None else diagnostics
    value = {
        "version": 1,
        "tools": dict(report.tools),
        "diagnostics": [diagnostic_to(one) for one in listed],
        "snippets": [snippet_to(one) for one in report.checked],
        "fences": fences_to(report),
        **({"shard": shard} if shard else {}),
    }
    return json_of(value) + "\n"


def jail_to(snippet: Snippet, jail: JailProof) -> dict[str, Any]:
    """Return the bans of a jail for a log sample, with line numbers of the document."""
    bans = [
        {
            "line": snippet.line + ban.line,
            "address": ban.address,
            "from": iso(ban.at) if jail.dates is Dates.WHOLE else None,
            "until": iso(ban.at + ban.seconds) if jail.dates is Dates.WHOLE and ban.seconds is not None else None,
            "seconds": ban.seconds,
        }
        for ban in jail.bans
    ]
    near = [
        {"line": snippet.line + one.line, "address": one.address, "failures": one.failures, "of": jail.maxretry}
        for one in jail.near
    ]
    return {"jail": jail.jail, "bans": bans, "near": near}


def iso(seconds: int) -> str | None:
    """Return a time in UTC in RFC 3339's form; None if it is out of range."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return None


def fences_to(report: Report) -> dict[str, Any]:
    """Return the number of fences by result; `all` is the sum."""
    snippets, refused = sum(1 for one in report.checked if not one.snippet.hidden), report.refused
    unread = reasons(report)
    total = snippets + refused + sum(unread.values())
    return {"all": total, "snippets": snippets, "refused": refused, "unread": dict(unread.most_common())}


def snippet_to(checked: CheckedSnippet) -> dict[str, Any]:
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
    if snippet.log and verdict.jails:
        value["jails"] = [jail_to(snippet, one) for one in verdict.jails]
    if verdict.message:
        value["message"] = verdict.message
    if verdict.reason:
        value["reason"] = verdict.reason
    return value
