"""What a log has in it: who is in its lines, and which lines match nothing; as the filter tool counts in a page."""

import re
from typing import Any

from fail2ban.server import filter as fail2ban_filter
from fail2ban.server.ipdns import IPAddr

from .people import People
from .replay import JailReplay

Answer = dict[str, Any]
Parts = tuple[str, str, str]  # of a line: what is before its date, the date, what is after it

MAX_GROUPS = 500
MAX_TEXT_CHARS = 2000  # of a line that is shown
MAX_SHAPE_CHARS = 300
REST = ""  # the group of all lines that have none of their own
V4 = r"\d{1,3}(?:\.\d{1,3}){3}(?![\w.])"
V6 = r"(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:)*:(?::?[\da-f]{1,4})+)(?![\w:])"
ADDRESS = re.compile(rf"(?<![\w.:])(?:{V4}|{V6})", re.ASCII | re.IGNORECASE)
VARIABLE = re.compile(r'("[A-Z]* )[^"]*("(?: \d{3} )?)|"[^"]*"?|\[[^\]]*\]|[\w.:-]*\d[\w.:-]*', re.ASCII)


class Group:
    """Lines that are alike and match nothing."""

    def __init__(self, line: int, parts: Parts) -> None:
        self.many = 0
        self.line = line  # the first
        before, date, after = parts
        self.parts = before[:MAX_TEXT_CHARS], date, after[: max(0, MAX_TEXT_CHARS - len(before) - len(date))]


class Tally:
    """Counts the lines of a log while a jail watches it.

    A ban keeps out what comes from its address while it lasts: such lines do not count towards another ban.
    """

    def __init__(self, replay: JailReplay) -> None:
        self.replay = replay
        self.people = People()
        self.groups: dict[str, Group] = {}
        self.named = 0  # lines that would match, and name a host, which is not looked up
        self.slow: list[int] = []  # lines that took too long
        self.bans: dict[str, Answer] = {}  # address -> its last ban
        self.ban_count = 0
        self.counted: dict[str, list[int]] = {}  # address -> the lines that lead to its next ban
        self.nearest: dict[str, list[int]] = {}  # address -> those at which it was nearest to one
        self.begin(0, "")
        replay.inspect = self.inspect
        self.watch(replay.jail.filter)

    def watch(self, engine: Any) -> None:
        merge, lookup = engine._mergeFailure, fail2ban_filter.DNSUtils.textToIp  # noqa: SLF001
        add = engine.failManager.addFailure
        # As fail2ban-regex, which the numbers of lines are compared with, counts a failure of which nobody knows whose.
        engine.ignorePending = False

        def merge_failure(session: str, fail: Any, regex: Any) -> Any:
            own_name = bool(fail.get("dns"))
            merged = merge(session, fail, regex)
            self.is_of_session = True
            known = merged.get("fid") or merged.get("ip4") or merged.get("ip6")
            self.address = str(IPAddr(known)) if known else ""
            self.is_named = own_name and not known
            return merged

        def text_to_ip(text: str, use_dns: str) -> Any:
            found = lookup(text, use_dns)
            self.is_named |= not found and not self.is_of_session
            # The name is of a line before, which for fail2ban-regex is none of the session: it knows nobody yet.
            self.is_of_nobody = not found and self.is_of_session and not self.is_named
            return found

        def add_failure(ticket: Any, *given: Any, **named: Any) -> int:
            attempts: int = add(ticket, *given, **named)
            self.count_line(str(ticket.getID()), attempts)
            return attempts

        engine._mergeFailure = merge_failure  # noqa: SLF001
        engine.failManager.addFailure = add_failure
        fail2ban_filter.DNSUtils.textToIp = staticmethod(text_to_ip)

    def begin(self, number: int, line: str) -> None:
        self.number, self.line = number, line
        self.parts: Parts | None = None
        self.time: float | None = None
        self.found: list[Any] = []
        self.is_of_session = self.is_named = self.is_of_nobody = False  # `is_named`: a host, and no address
        self.address = ""  # of the session
        self.ignored_before = self.replay.counts["ignored"]

    def inspect(self, parts: Parts, date: float | None, found: list[Any]) -> list[Any]:
        # fail2ban gives a line without a date that of the line before.
        self.parts = parts if "".join(parts) == self.line else ("", "", self.line)
        self.found = found
        self.time = date if self.replay.clock.has_begun else None
        return [one for one in found if one[1] is not None and not self.is_kept_out(str(one[1]), one[2])]

    def is_kept_out(self, address: str, time: float) -> bool:
        if time > self.replay.until.get(address, float("-inf")):
            return False
        self.bans[address]["spared"] += 1
        return True

    def count_line(self, address: str, attempts: int) -> None:
        lines = self.counted.setdefault(address, [])
        lines.append(self.number)
        del lines[:-attempts]
        if self.replay.nearest[address] == (attempts, self.number):
            self.nearest[address] = [*lines]

    def end(self) -> None:
        """Count the line, now that the jail has seen it."""
        for ban in self.replay.bans[self.ban_count :]:
            address = ban["address"]
            self.bans[address] = ban
            ban |= {"spared": 0, "lines": self.counted.pop(address, [])}
        self.ban_count = len(self.replay.bans)
        failures = [(str(one[1]), one[2]) for one in self.found if one[1] is not None]
        for address, time in failures:
            self.people.add_match(address, time)
        if self.found or self.parts is None:
            return
        self.named += self.is_named
        self.replay.counts["matched"] += self.is_of_nobody
        if self.is_named or self.is_of_nobody:
            return
        is_ignored = self.replay.counts["ignored"] > self.ignored_before
        if not is_ignored and not self.is_of_session:
            self.add_to_group(self.parts)
        found = ADDRESS.search("".join(self.parts))
        if address := self.address or (found[0].lower() if found else ""):
            self.add_other(address)

    def add_other(self, address: str) -> None:
        self.people.add_other(address, self.number, self.time)
        ban = self.bans.get(address)
        if ban and not (self.time is not None and self.time > end_of(ban)):
            ban["spared"] += 1

    def add_to_group(self, parts: Parts) -> None:
        shape = VARIABLE.sub(r"\1#\2", "".join(parts)[:MAX_SHAPE_CHARS])
        if shape not in self.groups and len(self.groups) >= MAX_GROUPS:
            shape = REST
        self.groups.setdefault(shape, Group(self.number, parts)).many += 1

    def largest_groups(self) -> list[Group]:
        return sorted(self.groups.values(), key=lambda group: -group.many)

    def answer(self) -> Answer:
        """Return what `JailReplay.answer` has not. Lines of bans and near misses are those that led to them."""
        return {
            "named": self.named,
            "slow": sorted(self.slow),
            "people": self.people.answer(),
            "span": self.people.span(),
            "led": self.nearest,
        }


def end_of(ban: Answer) -> float:
    return float("inf") if ban["seconds"] is None else float(ban["at"] + ban["seconds"])
