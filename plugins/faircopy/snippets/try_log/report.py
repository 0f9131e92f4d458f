"""Reports what a jail does with a log, as text and as JSON."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from typing import Any

from faircopy.snippets.checkers._fail2ban.trial import Trial
from faircopy.snippets.durations import duration, of_time
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Ban, Dates
from faircopy.snippets.try_log.log_file import MAX_LINE_BYTES, LogFile

MAX_LISTED = 20  # of each kind; JSON has all
TIME_FORMATS = {Dates.WHOLE: "%Y-%m-%d %H:%M:%S", Dates.NO_YEAR: "%d %b %H:%M:%S", Dates.NO_DAY: "%H:%M:%S"}


def as_text(trial: Trial, log: LogFile, zone: tzinfo) -> str:
    """Return the result of a trial for people, with all characters of the log visible."""
    proof = trial.proof
    within = f"{counted(proof.maxretry, 'failure')} within {duration(trial.findtime)}"
    bans = f"bans {counted(len({ban.address for ban in proof.bans}), 'address', 'addresses')}"
    return "\n".join(
        [
            f"{excerpt(str(log.path))}: {counts(trial)}",
            *(f"note: {note}" for note in notes(trial, log)),
            f"jail {proof.jail} (a ban after {within}) {bans if proof.bans else 'bans nobody'}{longer(trial)}",
            *listed([*proof.bans], lambda ban: ban_line(ban, zone, proof.dates)),
            *(["came near, and was not banned:"] if proof.near else []),
            *listed(
                [*proof.near],
                lambda one: f"{excerpt(one.address)}: {one.failures} of {proof.maxretry} at line {one.line}",
            ),
            *(["not counted, because of 'ignoreip':"] if trial.ignored else []),
            *listed(
                [*trial.ignored],
                lambda one: f"{excerpt(one[0])}: {counted(one[1], 'failure')}, the first at line {one[2]}",
            ),
            "",
        ]
    )


def counts(trial: Trial) -> str:
    """Return how many lines had which result, leaving none out."""
    others = trial.lines - trial.matched - trial.ignored_lines
    return (
        f"{counted(trial.lines, 'line')}, of which {trial.matched} matched, {trial.ignored_lines} ignored by "
        f"'ignoreregex', {max(0, others)} neither; {trial.undated} without a date"
    )


def notes(trial: Trial, log: LogFile) -> Iterator[str]:
    if trial.lines and trial.undated == trial.lines:
        yield "no line has a date that fail2ban finds, so all count as of one moment"
    if log.is_binary:
        yield "this is no text file; its lines were tried all the same"
    if log.cut_lines:
        yield f"{counted(log.cut_lines, 'line')} longer than {MAX_LINE_BYTES} bytes: the rest of each was not read"
    if log.damage:
        yield f"the file is damaged, and was read up to line {trial.lines} only: {excerpt(log.damage)}"
    yield from trial.notes


def longer(trial: Trial) -> str:
    extra = trial.proof.random_seconds
    return f"; each ban may be up to {duration(extra)} longer, at random" if extra else ""


def listed(items: list[Any], words: Callable[[Any], str]) -> Iterator[str]:
    yield from (f"  {words(one)}" for one in items[:MAX_LISTED])
    if len(items) > MAX_LISTED:
        yield f"  and {len(items) - MAX_LISTED} more; --format json has all"


def ban_line(ban: Ban, zone: tzinfo, dates: Dates) -> str:
    place = f"{excerpt(ban.address)} at line {ban.line}"
    if dates is Dates.NONE:
        return f"{place}, {of_time(ban.seconds)}"
    end = "" if ban.seconds is None else f", until {time_text(ban.at + ban.seconds, zone, dates)}"
    return f"{place}, {time_text(ban.at, zone, dates)}, {of_time(ban.seconds)}{end}"


def time_text(seconds: int, zone: tzinfo, dates: Dates) -> str:
    """Return a time with only the parts that the log contains."""
    try:
        return datetime.fromtimestamp(seconds, zone).strftime(TIME_FORMATS[dates])
    except (ValueError, OverflowError, OSError):
        return "a time that no calendar has"


def as_json(trial: Trial, log: LogFile) -> str:
    """Return the result of a trial as the JSON object of docs/snippets.md."""
    proof = trial.proof
    value = {
        "version": 1,
        "log": str(log.path),
        "jail": proof.jail,
        "maxretry": proof.maxretry,
        "findtime": trial.findtime,
        "lines": trial.lines,
        "matched": trial.matched,
        "ignored": trial.ignored_lines,
        "undated": trial.undated,
        "bans": [
            {
                "line": ban.line,
                "address": ban.address,
                "from": iso(ban.at) if proof.dates is Dates.WHOLE else None,
                "until": iso(ban.at + ban.seconds) if proof.dates is Dates.WHOLE and ban.seconds is not None else None,
                "seconds": ban.seconds,
            }
            for ban in proof.bans
        ],
        "near": [{"line": one.line, "address": one.address, "failures": one.failures} for one in proof.near],
        "ignoreip": [{"line": first, "address": name, "failures": number} for name, number, first in trial.ignored],
        "notes": [*notes(trial, log)],
    }
    return json.dumps(value, ensure_ascii=True, indent=1) + "\n"


def iso(seconds: int) -> str | None:
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return None


def counted(number: int, noun: str, nouns: str = "") -> str:
    return f"{number} {noun if number == 1 else nouns or f'{noun}s'}"
