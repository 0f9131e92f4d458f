"""The clock of a replay: it shows what the log says, whatever the day on which we look at it."""

from collections import deque
from collections.abc import Callable
from typing import Any

from fail2ban.server.mytime import MyTime

# fail2ban completes a date without its year, or a time without its day, by the clock. These make it say which it is.
JUNE_30_2024 = (
    1719748800  # noon, UTC; a leap year, so that 29 February is a date whether the log begins before or after
)
JUNE_28_2024 = JUNE_30_2024 - 2 * 86400
JUNE_30_2020 = 1593518400
HALF_A_YEAR_S = 182 * 86400
HALF_A_DAY_S = 43200
ODD_DATE_S = 60  # fail2ban takes a line whose date is this far from the clock as if it had just happened

WHOLE, NO_YEAR, NO_DAY, NONE = DATES = "whole", "no year", "no day", "none"  # as faircopy.snippets.model.Dates


class LogClock:
    """fail2ban's date detector of one jail, which sets fail2ban's clock to each date that it reads."""

    def __init__(self, detector: Any, on_advance: Callable[[], None]) -> None:
        """`on_advance` is called whenever the clock has moved on, before the line is judged."""
        self.detector = detector
        self.on_advance = on_advance
        self.now: float = JUNE_30_2024
        self.last_date: float | None = None
        self.has_begun = False  # whether a date of the log is known
        self.foreseen: deque[Any] = deque()  # what the detector has found in lines that are yet to come
        self.kinds: dict[Any, str] = {}  # template -> what its dates lack
        self.last_kind = NONE  # what the date before lacks
        self.of_matches: set[str] = set()  # what the dates of lines that match lack

    def __getattr__(self, name: str) -> Any:
        return getattr(self.detector, name)

    def foresee(self, line: str) -> bool:
        """Look at a line that is yet to come, and return whether a date is known now.

        The clock begins at the first date of a log. A server reads the lines before it at that time, too: to a line
        without a date it gives its own.
        """
        match, text, found = None, "", None
        try:
            match = self.detector.matchTime(line)
            text = match[0] and line[slice(*match[0].span(1))]
            found = self.read(text, match, JUNE_30_2024) if text else None
        except Exception:  # noqa: S110  # at this line fail2ban will end in the same error, and leave it out
            pass
        self.foreseen.append(match)
        if found and found[0] is not None:
            self.has_begun = True
            self.now = float(found[0])
            self.last_kind = self.kind_of(text, match)
        return self.has_begun

    def matchTime(self, line: str) -> Any:  # noqa: N802  # fail2ban's name
        known = self.foreseen.popleft() if self.foreseen else None
        return known or self.detector.matchTime(line)

    def getTime(self, text: str, match: Any = None) -> Any:  # noqa: N802  # fail2ban's name
        match = match if match is not None else self.matchTime(text)
        kind = self.kinds.get(match[1]) or self.kind_of(text, match)
        found = self.read(text, match, self.reference(kind))
        if found is None or found[0] is None:
            MyTime.setTime(self.now)
            return found
        self.kinds[match[1]] = kind
        before, self.now = self.now, self.moved_to(float(found[0]))
        MyTime.setTime(self.now)
        if self.now > before or self.last_date is None:
            self.on_advance()
        self.last_date, self.last_kind = float(found[0]), kind
        return found

    def matched(self) -> None:
        """Note that the line of the last date is one that matches: bans follow from the dates of these."""
        self.of_matches.add(self.last_kind)

    def moved_to(self, date: float) -> float:
        """Return what the clock shows at a line of this date.

        It never goes back. Where the log does (an hour at the end of daylight saving time, a line from elsewhere), it
        moves on by what lies between the lines.
        """
        if self.last_date is None:
            return date
        if date < self.now - ODD_DATE_S:
            return self.now + max(0.0, date - self.last_date)
        return max(self.now, date)

    def reference(self, kind: str) -> float:
        """Return the time at which fail2ban is to read a date: what it lacks becomes the nearest to the line before."""
        if self.last_date is None or kind == WHOLE:
            return JUNE_30_2024
        return self.last_date + (HALF_A_YEAR_S if kind == NO_YEAR else HALF_A_DAY_S)

    def kind_of(self, text: str, match: Any) -> str:
        first, other_day, other_year = (
            found and found[0]
            for found in (self.read(text, match, time) for time in (JUNE_30_2024, JUNE_28_2024, JUNE_30_2020))
        )
        # A date between these two days that lacks its year is another by a year.
        if first and other_day and 0 < abs(first - other_day) < HALF_A_YEAR_S:
            return NO_DAY
        return NO_YEAR if first != other_year else WHOLE

    def kind_of_log(self) -> str:
        """Return what all its dates say that bans follow from; where nothing matches, what all its dates say."""
        return max(self.of_matches or self.kinds.values(), key=DATES.index, default=NONE)

    def read(self, text: str, match: Any, time: float) -> Any:
        MyTime.setTime(time)
        return self.detector.getTime(text, match)
