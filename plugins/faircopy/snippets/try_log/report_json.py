"""Reports what a jail does with a log, as the JSON object of docs/snippets.md."""

import json
from datetime import UTC, datetime

from faircopy.snippets.checkers._fail2ban.trial_answer import LineGroup, Person, Trial, TriedBan
from faircopy.snippets.model import Dates
from faircopy.snippets.try_log.log_file import LogFile
from faircopy.snippets.try_log.report import nearly_matching, notes


def as_json(trial: Trial, log: LogFile) -> str:
    """Return the result of a trial: all of it, where the text has ten of each kind."""
    value = {
        "version": 1,
        "log": str(log.path),
        "jail": trial.jail,
        "maxretry": trial.maxretry,
        "findtime": trial.findtime,
        "lines": trial.lines,
        "matched": trial.matched,
        "ignored": trial.ignored_lines,
        "undated": trial.undated,
        "left_out": [*trial.slow],
        "bans": [ban_data(ban, trial.dates) for ban in trial.bans],
        "near": [
            {"line": one.lines[-1], "address": one.address, "failures": one.failures, "lines": one.lines}
            for one in trial.near
        ],
        "ignoreip": [{"line": one.lines[0], "address": one.address, "failures": one.failures} for one in trial.ignored],
        "addresses": [person_data(one, trial.dates) for one in trial.people],
        "doubts": [{"address": one.person.address, "why": one.why, "lines": one.lines} for one in trial.doubts],
        "nearly": [{**group_data(one), **stop_data(one)} for one in nearly_matching(trial)],
        "unmatched": [group_data(one) for one in trial.groups if not one.matched_up_to],
        "notes": [*notes(trial, log)],
    }
    return json.dumps(value, ensure_ascii=True, indent=1) + "\n"


def ban_data(ban: TriedBan, dates: Dates) -> dict[str, object]:
    return {
        "line": ban.lines[-1],
        "address": ban.address,
        "from": iso(ban.at, dates),
        "until": None if ban.seconds is None else iso(ban.at + ban.seconds, dates),
        "seconds": ban.seconds,
        "lines": ban.lines,
        "kept_out": ban.spared,
    }


def person_data(one: Person, dates: Dates) -> dict[str, object]:
    times = {"first": iso(one.first, dates), "last": iso(one.last, dates)}
    return {"address": one.address, "matched": one.matched, "left_alone": one.others, **times, "bans": one.bans}


def group_data(one: LineGroup) -> dict[str, object]:
    return {"lines": one.many, "line": one.line, "text": one.text}


def stop_data(one: LineGroup) -> dict[str, object]:
    return {"stopped_by": one.stopped_by, "matched": one.text[: one.matched_up_to]}


def iso(seconds: float, dates: Dates) -> str | None:
    """Return a time as RFC 3339 has it; None where the log's dates have no year, and for one that no calendar has."""
    if dates is not Dates.WHOLE:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError):
        return None
