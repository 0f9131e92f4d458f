"""Why a line of a log is not found, where fail2ban only says that it is not."""

import re
import time
from itertools import islice, takewhile
from typing import Any

from fail2ban.server.filter import Filter

from .arithmetic import VALUE

MAX_LINES = 20  # of which it is asked: it is a hint, and takes as long as trying the line again
MAX_SECONDS = 2.0  # of processor time so far: the limit is for what must be said

LINE_BEGIN = "{^LN-BEG}"  # any date, at the start of a line


def reasons(lines: list[tuple[int, str]], engine: Any) -> dict[str, str]:
    """Return the reason for each line, by its number, where one is known.

    "ignored": by `ignoreregex`; "helper": only with <F-NOFAIL>; "blank": but for the blank that the date leaves;
    "date": but for the date, which is cut out; "prefix": by `prefregex`; "session": but for sshd's newer name.
    """
    if engine.getMaxLines() > 1:  # then a line is not all that an expression is about
        return {}
    tried = takewhile(lambda _: time.process_time() < MAX_SECONDS, islice(lines, MAX_LINES))
    found = ((number, reason_of(line, engine)) for number, line in tried)
    return {str(number): reason for number, reason in found if reason}


def reason_of(line: str, engine: Any) -> str:
    rest = without_date(line, engine)
    if matches(rest, engine):
        ignored = any(re.search(one, rest) for one in engine.getIgnoreRegex())
        return "ignored" if ignored else "helper"
    if rest != rest.lstrip() and matches(rest.lstrip(), engine):
        return "blank"
    if rest != line and matches(line, engine):
        return "date"
    if "sshd-session[" in rest and matches(rest.replace("sshd-session[", "sshd["), engine):
        return "session"
    return "prefix" if engine.prefRegex and not re.search(engine.prefRegex.getRegex(), rest) else ""


def without_date(line: str, engine: Any) -> str:
    """Return what fail2ban's filter looks at of a line (server/filter.py)."""
    date = engine.dateDetector.matchTime(line)[0] if engine.dateDetector else None
    return line[: date.start(1)] + line[date.end(1) :] if date else line


def matches(text: str, engine: Any) -> bool:
    """Tell whether an expression finds a failure in a text."""
    if engine.prefRegex:
        prefix = re.search(engine.prefRegex.getRegex(), text)
        if not prefix:
            return False
        text = prefix.groupdict().get("content") or text
    return any(re.search(one, text) for one in engine.getFailRegex())


def pattern_for(line: str, stream: list[list[Any]]) -> str:
    """Return what is to be said of the `datepattern` by which a line has no date: "wrong", "needless", "" if none."""
    if not any(command[2] == "datepattern" and command[3] != LINE_BEGIN for command in stream if len(command) > VALUE):
        return ""
    detector = Filter(None).dateDetector
    return "needless" if detector and detector.matchTime(line)[0] else "wrong"
