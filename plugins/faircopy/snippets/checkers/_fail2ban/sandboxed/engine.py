"""fail2ban's filter, made of what its readers would send to its server, and what it says of each option."""

import codecs
import logging
import re
import shlex
from collections.abc import Callable
from typing import Any

from fail2ban.server.datedetector import validateTimeZone
from fail2ban.server.failregex import RegexException
from fail2ban.server.filter import Filter, logSys

# What no line of a log has, and what every line with an address has.
NOTHING_KNOWN = "\x01 zq\x02 zq"
# systemd.journal-fields(7): a match is FIELD=value, and sd_journal_add_match(3) refuses any other name.
JOURNAL_FIELD = re.compile(r"[A-Z0-9_]+=.*", re.DOTALL)
KINDS = {"addfailregex": "fail", "addignoreregex": "ignore", "prefregex": "pref"}
# A new line within an expression and not at its end, where there is one after each line.
NEW_LINE = re.compile(r"<SKIPLINES>|(?<!\\)(?:\\\\)*(?<!\[\^)\\n(?![)|$*?\]{]|\Z)")

Report = Callable[[str, str, str, str], object]  # kind, value, what is wrong with it, what is odd in it: see `habits`


class ErrorCollector(logging.Handler):
    """What fail2ban's filter logs as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.texts: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(record.getMessage())


def load(stream: list[list[Any]], report: Report) -> Filter:
    """Return fail2ban's filter for a stream; `report` is called with each regex and what the engine says of it."""
    engine = Filter(None)
    engine.checkFindTime = False
    # Names are matched, and not looked up: there is no network, and the answer must not depend on one.
    engine.setUseDns("raw")
    engine.returnRawHost = True
    # As fail2ban-regex: a failure whose address stands in another line counts where it is found.
    engine.ignorePending = False
    for option, value in options_of(stream):
        error = ""
        try:
            set_option(engine, option, value)
        except (RegexException, ValueError, LookupError, TypeError, re.error) as problem:
            error = str(problem) or type(problem).__name__
        kind = KINDS.get(option)
        if kind or error:
            odd = habits(engine, kind, value) if kind and not error else ""
            report(kind or option.removeprefix("add"), value, error, odd)
    return engine


def options_of(stream: list[list[Any]]) -> list[tuple[str, str]]:
    """Return name and value of each option that a stream sets: one pair for each value."""
    found = []
    for command in stream:
        if command[0] not in ("set", "multi-set"):
            continue
        if command[2] == "addjournalmatch":
            found.append((command[2], shlex.join(command[3:])))
            continue
        values = command[3] if command[0] == "multi-set" else command[3:]
        found += [(command[2], str(value)) for value in values]
    return found


def set_option(engine: Filter, option: str, value: str) -> None:
    """Set an option of a filter. Raises where fail2ban would not take it: it has no exception of its own for that."""
    if option == "prefregex":
        engine.prefRegex = value
    elif option == "addfailregex":
        engine.addFailRegex(value)
    elif option == "addignoreregex":
        engine.addIgnoreRegex(value)
    elif option == "maxlines":
        engine.setMaxLines(int(value))
    elif option == "datepattern":
        set_date_pattern(engine, value)
    elif option == "addjournalmatch":
        check_journal_match(value)
    elif option == "usedns":
        check_use_dns(value)
    elif option == "logencoding" and value.lower() != "auto":
        codecs.lookup(value)
    elif option == "logtimezone":
        validateTimeZone(value)


def set_date_pattern(engine: Filter, value: str) -> None:
    engine.setDatePattern(value)
    if engine.dateDetector:
        # Only now does it compile what it has been given. At an empty line it fails with {NONE}, which is a pattern.
        engine.dateDetector.matchTime(" ")


def check_journal_match(value: str) -> None:
    for word in shlex.split(value):
        if word != "+" and not JOURNAL_FIELD.fullmatch(word):
            raise ValueError(f"Error adding journal match for: {word!r}")


def check_use_dns(value: str) -> None:
    """Raise ValueError with what fail2ban logs of a value that it does not know, and takes for another."""
    errors = ErrorCollector()
    logSys.addHandler(errors)
    try:
        Filter(None).setUseDns(value)
    finally:
        logSys.removeHandler(errors)
    if errors.texts:
        raise ValueError(errors.texts[0])


def habits(engine: Filter, kind: str, value: str) -> str:
    """Return what is odd in an expression that the engine has compiled: "everything", "many-lines", or ""."""
    compiled = engine.getIgnoreRegex() if kind == "ignore" else engine.getFailRegex()
    if kind == "fail" and engine.getMaxLines() <= 1 and NEW_LINE.search(value):
        return "many-lines"
    if kind == "pref" or not compiled or (kind == "fail" and engine.prefRegex):
        return ""
    # The last one is this one.
    regex = re.compile(compiled[-1], re.MULTILINE if engine.getMaxLines() > 1 else 0)
    return "everything" if regex.search(NOTHING_KNOWN) and regex.search("x") else ""
