"""Whom fail2ban's own jails would ban for a log: at which line, and for how long.

fail2ban's server is there with its filter, its counting and its list of bans, and is not started: no thread, no
socket, no action. Its observer acts at once, its database is in memory, its clock is the log's.
"""

import gc
import logging
import math
import random
from collections.abc import Callable, Iterable
from typing import Any

from fail2ban.server.mytime import MyTime
from fail2ban.server.observer import Observers, ObserverThread
from fail2ban.server.server import Server
from fail2ban.server.ticket import BanTicket

from .jail_setup import bare_name, filter_state, set_purge_age, started_jail
from .log_clock import LogClock

Answer = dict[str, Any]
Inspect = Callable[[Any, Any, list[Any]], list[Any]]

PURGE_INTERVAL_S = 3600  # as fail2ban's observer does
MAX_UNBANS = 1_000_000_000  # at a time: all


class InstantObserver(ObserverThread):  # type: ignore[misc]  # fail2ban has no types
    """fail2ban's observer, which makes bans longer for those who come again. It acts at once and is never started."""

    def __init__(self, on_ban: Callable[[BanTicket, Any], None]) -> None:
        super().__init__()
        self.on_ban = on_ban

    def add(self, *event: Any) -> None:
        (event[0] if callable(event[0]) else getattr(self, event[0]))(*event[1:])
        if event[0] == "banFound":
            self.on_ban(event[1], event[2])

    def add_timer(self, _: float, *event: Any) -> None:
        self.add(*event)


class LoggedErrors(logging.Handler):
    """What fail2ban logs in place of raising it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.jail = ""  # whose turn it is
        self.formulas: dict[str, str] = {}  # jail -> the first that went wrong with its formula
        self.lines: list[str] = []  # of lines that it cannot process, each of which it leaves out

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        if record.name.endswith("observer"):
            self.formulas.setdefault(self.jail, text)
        elif text.startswith("Failed to process line"):
            self.lines.append(text.rpartition("caught exception: ")[2])


class JailReplay:
    """One jail, and what it has done so far."""

    def __init__(self, jail: Any, purge: Callable[[], None], notes: Answer, logged_errors: LoggedErrors) -> None:
        self.jail = jail
        self.logged_errors = logged_errors
        self.failed: list[Any] = []  # how many lines fail2ban cannot process, the first, and why
        self.notes = notes
        self.purge = purge
        self.line = 0
        self.bans: list[Answer] = []
        self.nearest: dict[str, tuple[int, int]] = {}  # id -> how many failures it came to at most, and at which line
        self.ignored: dict[str, tuple[int, int]] = {}  # id in `ignoreip` -> how many failures, and the first line
        self.until: dict[str, float] = {}  # id -> the end of its last ban
        # Called with each line in its parts, its date and its failures; returns those that are to be counted.
        self.inspect: Inspect = lambda _parts, _date, found: found
        self.counts = {"matched": 0, "ignored": 0, "undated": 0}
        self.state = filter_state(jail.filter)
        self.watch(jail.filter)
        jail.isAlive = lambda: True
        jail.filter.sleeptime = 0
        self.clock = jail.filter.dateDetector = LogClock(jail.filter.dateDetector, self.advance)

    def watch(self, engine: Any) -> None:
        """Have fail2ban's own methods tell what they return."""
        add, is_ignored, find = engine.failManager.addFailure, engine._inIgnoreIPList, engine.findFailure  # noqa: SLF001

        def add_failure(ticket: Any, *given: Any, **named: Any) -> int:
            attempts: int = add(ticket, *given, **named)
            name = str(ticket.getID())
            if attempts > self.nearest.get(name, (0, 0))[0]:
                self.nearest[name] = (attempts, self.line)
            return attempts

        def in_ignore_list(address: Any, ticket: Any, log_ignore: bool = True) -> bool:
            found: bool = is_ignored(address, ticket, log_ignore)
            if found:
                number, first = self.ignored.get(str(address), (0, self.line))
                self.ignored[str(address)] = (number + 1, first)
            return found

        def find_failure(parts: Any, date: Any, noDate: bool = False) -> Any:  # noqa: N803
            found = find(parts, date, noDate)
            self.counts["undated"] += noDate
            self.counts["matched"] += bool(found)
            if found:
                self.clock.matched()
            return self.inspect(parts, date, found)

        def ignored_line(*_: Any) -> None:
            self.counts["ignored"] += 1

        engine.failManager.addFailure = add_failure
        engine._inIgnoreIPList = in_ignore_list  # noqa: SLF001
        engine.findFailure = find_failure
        engine.onIgnoreRegex = ignored_line

    def advance(self) -> None:
        """What a running server does between two lines: end bans, forget old failures, clean the database."""
        self.jail.actions._Actions__checkUnBan(MAX_UNBANS)  # noqa: SLF001
        self.jail.filter.performSvc(force=True)
        self.purge()

    def feed(self, number: int, line: str) -> None:
        self.line = number
        self.logged_errors.jail = self.jail.name
        MyTime.setTime(self.clock.now)
        self.jail.filter.processLineAndAdd(line)
        if self.logged_errors.lines:
            first = self.failed[1:] or [number, self.logged_errors.lines[0]]
            self.failed = [(self.failed or [0])[0] + 1, *first]
            self.logged_errors.lines.clear()
        while self.jail.hasFailTickets:
            self.jail.actions._Actions__checkBan()  # noqa: SLF001

    def banned(self, ticket: BanTicket) -> None:
        default = self.jail.actions.getBanTime()
        seconds = ticket.getBanTime(default)
        self.until[str(ticket.getID())] = math.inf if seconds == -1 else ticket.getTime() + seconds
        self.bans.append(
            {
                "line": self.line,
                "address": str(ticket.getID()),
                "at": int(ticket.getTime()),
                "seconds": None if seconds == -1 else int(seconds),
            }
        )

    def answer(self) -> Answer:
        banned = {ban["address"] for ban in self.bans}
        near = [[name, *found] for name, found in self.nearest.items() if name not in banned]
        return {
            "error": self.logged_errors.formulas.get(self.jail.name, ""),
            "bans": self.bans,
            "near": sorted(near, key=lambda one: (-one[1], one[2])),
            "ignored": [[name, *found] for name, found in self.ignored.items()],
            "maxretry": self.jail.filter.failManager.getMaxRetry(),
            "findtime": int(self.jail.filter.getFindTime()),
            "counts": self.counts,
            "failed": self.failed,
            "dates": self.clock.kind_of_log(),
            **self.notes,
        }


class Replay:
    """A log that several jails of one server watch."""

    def __init__(self, names: Iterable[str], base: str) -> None:
        """Raises ValueError for a `dbpurgeage` that is code, and whatever fail2ban raises of its own configuration."""
        random.seed(0)  # a formula may ask for one
        gc.freeze()  # fail2ban collects garbage every thirty seconds of its clock, which here is the log's
        self.logged_errors = LoggedErrors()
        logging.getLogger("fail2ban").addHandler(self.logged_errors)
        self.server = Server()
        self.server.setDatabase(":memory:")
        self.database = self.server.getDatabase()
        self.purged_at = 0.0
        set_purge_age(self.database, base)
        Observers.Main = InstantObserver(self.banned)
        self.jails: dict[str, JailReplay] = {}
        self.refused: Answer = {}
        for name in names:
            try:
                jail, notes = started_jail(self.server, name, base)
                self.jails[name] = JailReplay(jail, self.purge, notes, self.logged_errors)
            except Exception as error:
                self.refused[name] = {"error": str(error) or type(error).__name__}

    def banned(self, ticket: BanTicket, jail: Any) -> None:
        self.jails[jail.name].banned(ticket)

    def purge(self) -> None:
        if MyTime.time() - self.purged_at >= PURGE_INTERVAL_S:
            self.purged_at = MyTime.time()
            self.database.purge()

    def feed(self, number: int, line: str) -> None:
        for jail in self.jails.values():
            jail.feed(number, line)

    def answer(self) -> Answer:
        """Return what each jail has done. Where fail2ban only logged that something went wrong, that is said."""
        return {**{name: jail.answer() for name, jail in self.jails.items()}, **self.refused}


def jails_for(log: Answer, jails: dict[str, Answer]) -> list[str]:
    """Return the jails that watch a log: the one it names, and those of the group that use its filter."""
    name = bare_name(log["filter"])
    users = [jail for jail, found in jails.items() if not found["error"] and bare_name(found["filter"]) == name]
    return list(dict.fromkeys([*users, *([log["jail"]] if log["jail"] else [])]))


def replayed(names: list[str], lines: list[str], base: str) -> Answer:
    """Return, for each jail, what it does with these lines. Lines are counted from 1."""
    try:
        replay = Replay(names, base)
    except Exception as error:
        return {name: {"error": str(error) or type(error).__name__} for name in names}
    lines = lines[:-1] if lines[-1:] == [""] else lines
    for jail in replay.jails.values():
        any(map(jail.clock.foresee, lines))  # up to the first date
    for number, line in enumerate(lines, 1):
        replay.feed(number, line)
    return replay.answer()
