"""What came of trying the lines of a log sample, and how far that takes the files of its group."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from typing import Any

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._fail2ban.bans import jail_proofs, notes_on_bans
from faircopy.snippets.checkers._fail2ban.captures import notes_on_caught, notes_on_escapes, notes_on_ids
from faircopy.snippets.checkers._fail2ban.filters import FileProblem, suggestion
from faircopy.snippets.checkers._fail2ban.hints import reason_in
from faircopy.snippets.checkers._fail2ban.ini import parse_ini
from faircopy.snippets.checkers._fail2ban.jail_values import jail_names
from faircopy.snippets.checkers._fail2ban.jails import FILTER_OPTION_UNKNOWN, values_unknown
from faircopy.snippets.checkers._fail2ban.paths import (
    CONFIGURATION,
    filter_name,
    filters_of,
    is_jail_file,
    library_version,
    lines_of,
    log_filter_exists,
    log_filter_name,
    names_in,
)
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._newer import NEEDS_NEWER
from faircopy.snippets.model import JailProof, Level, LineMatch, Proof, Snippet, Task

LOG_FILTER_UNKNOWN = Rule("SN231", Severity.ERROR, "fail2ban: a log sample names a filter that is not there")
LINE_UNMATCHED = Rule(
    "SN232", Severity.ERROR, "fail2ban: a line of a log sample is not matched, and was promised to be"
)
LINE_MATCHED = Rule("SN233", Severity.ERROR, "fail2ban: a line of a log sample is matched, and was promised not to be")
COUNT_OFF = Rule("SN234", Severity.ERROR, "fail2ban: the number of matching lines is not the expected one")
REASONS = {
    "ignored": "its 'ignoreregex' also matches the line",
    "helper": "the matching expression has <F-NOFAIL>, which only helps to find a failure in another line",
    "blank": "fail2ban cuts the date out, and a space stays before the rest: write '^\\s*' for '^'",
    "date": "fail2ban removes the date first: leave the date out of the expression",
    "prefix": "its 'prefregex' does not match the line, so no 'failregex' is tried",
    "session": "OpenSSH ≥ 9.8 writes 'sshd-session' where the filter has 'sshd'",
}
DATE_HINTS = {
    "": "check the date's format, or set 'datepattern'",
    "wrong": "its 'datepattern' does not match this date",
    "needless": "its 'datepattern' does not fit; without one, fail2ban would recognise this date",
}
# ChangeLog of fail2ban 1.1.1, gh-3782.
SESSION_SINCE = "1.1.1"
LOG_EMPTY = Rule("SN235", Severity.ERROR, "fail2ban: a log sample has no line")
LINE_UNDATED = Rule("SN236", Severity.WARNING, "fail2ban: fail2ban finds no date in a log sample")


def notes_on_log(
    snippet: Snippet, task: Task, answer: Mapping[str, Any], broken: Container[str], broken_jails: Container[str]
) -> Iterator[FileProblem]:
    """Yield what came of trying a log sample. `broken` are filters, and `broken_jails` jails, that cannot be used."""
    lines = [number for number, text in enumerate(lines_of(snippet), 1) if text.strip()]
    if problem := why_not_tried(snippet, task, lines, broken):
        yield problem
        return
    tried = answer_for(snippet, task, answer)
    if tried is None or tried["error"]:
        yield from notes_on_broken_filter(snippet, tried, str(answer.get("crash", "")))
        return
    if (newer := note_on_session(snippet, task, tried)) is not None:
        yield newer
        return
    unkept = [*broken_promises(snippet, lines, {number for number, _ in tried["matches"]}, tried["reasons"])]
    yield from unkept
    # Who is banned follows from what matches, and from the jail.
    follows = bool(unkept) or snippet.jail in broken_jails
    yield from (replace(note, follows=follows) for note in notes_on_bans(snippet, task, tried))
    yield from notes_on_caught(lines_of(snippet), tried)
    yield from notes_on_ids(tried)
    yield from notes_on_escapes(lines_of(snippet))
    yield from notes_on_dates(lines, tried)


def why_not_tried(snippet: Snippet, task: Task, lines: list[int], broken: Container[str]) -> FileProblem | None:
    """Return why a log sample with these lines cannot be tried."""
    name = log_filter_name(snippet)
    if name in broken:
        return FileProblem(LOG_FILTER_UNKNOWN, "the filter of this log sample cannot be used", follows=True)
    if not log_filter_exists(snippet, task):
        fact = f"this log is for filter '{name}', which neither a snippet nor fail2ban itself provides"
        return FileProblem(LOG_FILTER_UNKNOWN, fact, suggestion(SuggestionFinder(), name, filters_of(task)), 0)
    if not lines:
        return FileProblem(LOG_EMPTY, "this log sample has no line", "paste some lines of the log", 0)
    return None


def notes_on_broken_filter(snippet: Snippet, tried: Mapping[str, Any] | None, crash: str) -> Iterator[FileProblem]:
    """Yield why the filter of a log sample cannot be used. `crash` is the library's message, if nothing was `tried`."""
    wrong = [*values_unknown(tried.get("unresolved", ()), log_filter_name(snippet))] if tried else []
    if wrong:
        yield from (FileProblem(FILTER_OPTION_UNKNOWN, fact, hint, 0) for _, fact, hint in wrong)
        return
    fact = f"the filter of this log sample cannot be used: {reason_in(tried['error'] if tried else crash)}"
    # The filter is another file than this sample.
    yield FileProblem(LOG_FILTER_UNKNOWN, fact, "correct the filter first", 0)


def notes_on_dates(lines: list[int], tried: Mapping[str, Any]) -> Iterator[FileProblem]:
    """Yield a note where fail2ban finds no date: in no line, or in some that count as failures."""
    undated, hint = tried["undated"], DATE_HINTS[tried["pattern"]]
    matched = {number for number, _ in tried["matches"]}
    if len(undated) == len(lines):
        fact = "fail2ban finds no date in any line, and would use the time of reading instead"
        yield FileProblem(LINE_UNDATED, fact, hint, lines[0])
    elif found := [number for number in undated if number in matched]:
        more = f" (nor in {len(found) - 1} more lines)" if len(found) > 1 else ""
        before = "the time of the line before it" if found[0] > lines[0] else "the time of reading"
        fact = f"fail2ban finds no date in this line{more}, and would use {before} instead"
        yield FileProblem(LINE_UNDATED, fact, hint, found[0])


def note_on_session(snippet: Snippet, task: Task, tried: Mapping[str, Any]) -> FileProblem | None:
    """Return a note where a stock filter misses lines only as it is older than the OpenSSH that wrote them."""
    session = [int(number) for number, reason in tried["reasons"].items() if reason == "session"]
    own = names_in("filter.d", (one.removeprefix(CONFIGURATION) for one in task.files))
    if not session or log_filter_name(snippet) in own:
        return None
    fact = f"'sshd-session' needs fail2ban ≥ {SESSION_SINCE}; checked with {library_version()}, which does not know it"
    return FileProblem(NEEDS_NEWER, fact, "say so in the text, for readers with an older version", min(session))


def broken_promises(
    snippet: Snippet, lines: list[int], matched: set[int], reasons: Mapping[str, str]
) -> Iterator[FileProblem]:
    promise = snippet.promise
    if promise is None:
        return
    if promise.matched is None:
        unmatched = [number for number in lines if number not in matched]
        why = {number: REASONS.get(reasons.get(str(number), ""), "") for number in unmatched}
        if len(unmatched) == len(lines) > 1 and len(set(why.values())) == 1:
            fact, hint = f"filter '{snippet.log}' matches none of these {len(lines)} lines", why[lines[0]]
            yield FileProblem(LINE_UNMATCHED, fact, hint or "correct the filter", lines[0])
            return
        for number in unmatched:
            fact = f"filter '{snippet.log}' does not match this line"
            hint = why[number] or 'correct the line or the filter; match="all" promises every line'
            yield FileProblem(LINE_UNMATCHED, fact, hint, number)
    elif promise.matched == 0:
        if len(matched) == len(lines) > 1:
            fact, hint = f"filter '{snippet.log}' matches all of these {len(lines)} lines", "correct the filter"
            yield FileProblem(LINE_MATCHED, fact, hint, lines[0])
            return
        for number in sorted(matched):
            fact = f"filter '{snippet.log}' matches this line"
            yield FileProblem(LINE_MATCHED, fact, 'match="none" promises that no line is', number)
    elif (len(matched), len(lines)) != (promise.matched, promise.lines):
        fact = f"filter '{snippet.log}' matches {len(matched)} of {len(lines)} lines, not {promise}"
        yield FileProblem(COUNT_OFF, fact, f'write match="{len(matched)}" of="{len(lines)}" if that is right', 0)


def answer_for(snippet: Snippet, task: Task, answer: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the worker's answer on one log: they come in the order in which they were asked."""
    samples = [one for one in task.snippets if one.log and log_filter_exists(one, task)]
    answers: list[Mapping[str, Any]] = answer.get("logs", [])
    return answers[samples.index(snippet)] if snippet in samples and answers else None


def proof(snippet: Snippet, task: Task, answer: Mapping[str, Any]) -> Proof:
    """Return how far a snippet was taken: a filter, and a jail that uses it, as far as the samples of the group."""
    if snippet.log:
        tried = answer_for(snippet, task, answer)
        return replace(exercised_by([snippet], task, answer), jails=jail_proofs(tried) if tried else ())
    name = filter_name(snippet)
    if name:
        samples = [one for one in task.snippets if one.log and log_filter_name(one) == name]
        return exercised_by(samples, task, answer) if samples else Proof(Level.LOADED)
    path = (snippet.file or "").removeprefix(CONFIGURATION)
    jails = jail_names(parse_ini(snippet.code)) if is_jail_file(path) else []
    proofs = tuple(one for one in all_jail_proofs(task, answer) if one.jail in jails)
    return Proof(Level.EXERCISED if proofs else Level.LOADED, jails=proofs)


def all_jail_proofs(task: Task, answer: Mapping[str, Any]) -> Iterator[JailProof]:
    """Yield what each jail does with each log sample of its filter."""
    logs = [one for one in task.snippets if one.log]
    for name in dict.fromkeys(map(log_filter_name, logs)):
        samples = [one for one in logs if log_filter_name(one) == name]
        for number, sample in enumerate(samples, 1):
            if tried := answer_for(sample, task, answer):
                yield from jail_proofs(tried, number if len(samples) > 1 else 0)


def exercised_by(samples: list[Snippet], task: Task, answer: Mapping[str, Any]) -> Proof:
    answers = [found for one in samples if (found := answer_for(one, task, answer))]
    matches = tuple(LineMatch(number, address) for one in answers for number, address in one["matches"])
    return Proof(Level.EXERCISED, matches, sum(1 for one in samples for line in lines_of(one) if line.strip()))
