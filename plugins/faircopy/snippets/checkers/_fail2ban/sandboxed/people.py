"""Whoever the lines of a log name: how often they match, how often not, and whether they come like a clock."""

import math
from typing import Any

MAX_EXAMPLES = 3
MIN_STEP_S = 10  # what comes sooner is one visit
MIN_STEPS = 20
EVEN = 0.1  # by how much one step may differ from the one before
MOST = 0.8  # of the steps


class SeenPerson:
    """One address, or another id of a failure."""

    __slots__ = ("even", "examples", "first", "last", "matched", "others", "seen", "step", "steps")

    def __init__(self) -> None:
        self.matched = self.others = 0  # lines that match, and that do not
        self.examples: list[int] = []  # the first of those that do not
        self.first, self.last = math.inf, -math.inf
        self.seen = self.step = math.nan  # when they came last, and how long after the time before
        self.steps = self.even = 0

    def see(self, time: float | None) -> None:
        if time is not None:
            self.first, self.last = min(self.first, time), max(self.last, time)

    def add_step(self, time: float) -> None:
        step = time - self.seen
        if step < MIN_STEP_S:
            return
        self.seen = time
        if math.isnan(step):
            return
        self.even += abs(step - self.step) <= EVEN * step
        self.step = step
        self.steps += 1

    @property
    def is_even(self) -> bool:
        return self.steps >= MIN_STEPS and self.even >= MOST * self.steps


class People:
    """All of them, by address."""

    def __init__(self) -> None:
        self.known: dict[str, SeenPerson] = {}

    def add_match(self, address: str, time: float) -> None:
        person = self.known.setdefault(address, SeenPerson())
        person.matched += 1
        person.see(time)
        person.add_step(time)

    def add_other(self, address: str, line: int, time: float | None) -> None:
        person = self.known.setdefault(address, SeenPerson())
        person.others += 1
        person.see(time)
        if len(person.examples) < MAX_EXAMPLES:
            person.examples.append(line)

    def answer(self) -> list[list[Any]]:
        """Return those who are in lines that match, most such lines first.

        Each as [address, matched, others, examples, first, last, whether they come evenly]; times in seconds.
        """
        matching = sorted((one for one in self.known.items() if one[1].matched), key=lambda one: -one[1].matched)
        return [
            [address, one.matched, one.others, one.examples, one.first, one.last, one.is_even]
            for address, one in matching
        ]

    def span(self) -> float:
        """Return the seconds from the first line of anybody to the last; 0 where no line has a date."""
        first = min((one.first for one in self.known.values()), default=0.0)
        last = max((one.last for one in self.known.values()), default=0.0)
        return last - first if math.isfinite(last - first) else 0.0
