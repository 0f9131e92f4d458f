"""A summary of a Report: what each checker checked, what was not checked and why, which rules were broken."""

from collections import Counter
from collections.abc import Iterable, Iterator

from faircopy.diagnostics.formats import count
from faircopy.snippets.check import Report
from faircopy.snippets.model import CheckedSnippet, Status

# Of the reasons and rules. What comes after is one line.
MAX_LISTED = 12


def kinds(report: Report) -> Iterator[str]:
    """Yield the lines of a summary by kind; none if there is only one kind."""
    rows = [*checked_rows(report), *skipped_rows(report), *listed(unread_rows(report))]
    if len(rows) > 1:
        hidden = sum(1 for one in report.checked if one.snippet.hidden)
        total = count(sum(number for number, _ in rows) - hidden, "fence")
        also = f", and {count(hidden, 'hidden file')}" if hidden else ""
        yield f"{total}{also}:"
        yield from (f"{number:6} {text}" for number, text in rows)
    codes = Counter((one.code, str(one.severity)) for one in report.diagnostics)
    if len(codes) > 1:
        found = listed((number, f"{code} ({severity})") for (code, severity), number in codes.most_common())
        yield f"{count(codes.total(), 'finding')}:"
        yield from (f"{number:6} {text}" for number, text in found)


def checked_rows(report: Report) -> Iterator[tuple[int, str]]:
    """Yield for each checker the number of fences and their verdicts."""
    by_checker: dict[str, list[CheckedSnippet]] = {}
    for one in report.checked:
        if one.verdict.status is not Status.SKIPPED:
            by_checker.setdefault(one.verdict.checker, []).append(one)
    for name, members in sorted(by_checker.items()):
        results = Counter(str(one.verdict.level or one.verdict.status) for one in members)
        yield len(members), f"{name}: " + ", ".join(f"{number} {what}" for what, number in sorted(results.items()))


def skipped_rows(report: Report) -> Iterator[tuple[int, str]]:
    skipped = [one for one in report.checked if one.verdict.status is Status.SKIPPED]
    on_purpose = sum(1 for one in skipped if one.snippet.check == "none")
    if on_purpose:
        yield on_purpose, "not checked: the author says why"
    # Its checker has looked at it, and found that it is none of its own.
    others = sum(1 for one in skipped if one.verdict.checker)
    if others:
        yield others, "not checked: they hold something else than their language"
    if left := len(skipped) - on_purpose - others:
        yield left, "unchecked: they do not say which file or context they belong to"
    if report.refused:
        yield report.refused, "not read: what they say of themselves is an error"


def reasons(report: Report) -> Counter[str]:
    """Return the reasons for unchecked fences, each with its number."""
    return Counter(one.verdict.reason for one in report.unread)


def unread_rows(report: Report) -> Iterator[tuple[int, str]]:
    return ((number, f"only counted: {reason}") for reason, number in reasons(report).most_common())


def listed(rows: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    rows = list(rows)
    rest = rows[MAX_LISTED:]
    more = [(sum(number for number, _ in rest), f"of {len(rest)} more kinds")] if len(rest) > 1 else rest
    return [*rows[:MAX_LISTED], *more]
