"""A program that tries one jail on a log that comes in pieces. It has a sandbox to itself.

Each request is a line of JSON on standard input, each answer one on standard output:

    {"files": {…}, "jail": "x"}                    {"error": "", "prefix": null, "fail": ["…"], "tags": {"HOST": "…"}}
    {"lines": ["…", …], "seconds": 2}              {"done": 5000, "slow": 0}
    {"end": true, "prefix": […], "parts": [[…]]}   what the jail has done

A line that takes more than those seconds of processor is left out, and `slow` says how many were so far. {"stuck": 17}
is the last answer where Python itself did not come back from line 17. For `parts` see `reach`.
"""

import json
import mmap
import os
import signal
import struct
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

from .compiled import regex_tags
from .library import describe, materialise
from .reach import Reach
from .replay import Replay
from .tally import Group, Tally
from .worker import accept_every_date

BASE = "/tmp/fail2ban"  # the sandbox's own
LINE_NUMBER = struct.Struct("Q")
MAX_HEAD_CHARS = 1 << 18  # of a log, in which its first date is looked for; as CHUNK_CHARS of the page's lines.js
MAX_LISTED_GROUPS = 100
MAX_EXPLAINED = 40
EXPLAIN_SECONDS = 2.0  # of processor, for one line


class TooSlowError(BaseException):
    """A line has taken too long. fail2ban catches every Exception."""


def main() -> None:
    """Work in a child, and say at which line it was where its alarm has ended it."""
    place = mmap.mmap(-1, LINE_NUMBER.size)
    child = os.fork()
    if child == 0:
        work_and_exit(place)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF:
        print_line({"stuck": LINE_NUMBER.unpack(place[:])[0]})


def work_and_exit(place: mmap.mmap) -> NoReturn:
    accept_every_date()
    request = json.loads(sys.stdin.readline())
    name = request["jail"]
    try:
        replay = Replay([name], materialise(BASE, request["files"]))
    except Exception as error:
        print_line({"error": describe(error, BASE)})
        os._exit(0)
    if name in replay.jails:
        jail = replay.jails[name]
        expressions = {"prefix": jail.state["prefregex"], "fail": jail.state["failregex"]}
        print_line({"error": "", **expressions, "tags": regex_tags()})
        feed_all(replay, Tally(jail), place)
    else:
        print_line({"error": replay.refused[name]["error"]})
    os._exit(0)


def feed_all(replay: Replay, tally: Tally, place: mmap.mmap) -> None:
    number = 0
    feeder = Feeder(replay, tally, place)
    for message in sys.stdin:
        request = json.loads(message)
        if request.get("end"):
            feeder.release()
            answer = next(iter(replay.answer().values()))
            groups = explained_groups(tally, request)
            print_line({**answer, **tally.answer(), "groups": groups})
            return
        for line in request["lines"]:
            number += 1
            feeder.take(number, line, request["seconds"])
        print_line({"done": number, "slow": len(tally.slow)})


class Feeder:
    """Feeds a replay, as soon as its clock can start."""

    def __init__(self, replay: Replay, tally: Tally, place: mmap.mmap) -> None:
        self.replay, self.tally, self.place = replay, tally, place
        self.held: list[tuple[int, str, float]] = []
        self.held_chars = 0
        self.is_holding = True

    def take(self, number: int, line: str, seconds: float) -> None:
        if not self.is_holding:
            self.feed(number, line, seconds)
            return
        foresee = self.tally.replay.clock.foresee
        has_begun: list[bool] = []
        if not self.within_limit(number, seconds, lambda: has_begun.append(foresee(line))):
            return
        self.held.append((number, line, seconds))
        self.held_chars += len(line)
        if any(has_begun) or self.held_chars > MAX_HEAD_CHARS:
            self.release()

    def release(self) -> None:
        self.is_holding = False
        for held in self.held:
            self.feed(*held)
        self.held.clear()

    def feed(self, number: int, line: str, seconds: float) -> None:
        self.tally.begin(number, line)
        if self.within_limit(number, seconds, lambda: self.replay.feed(number, line)):
            self.tally.end()

    def within_limit(self, number: int, seconds: float, do: Callable[[], object]) -> bool:
        """Do something with a line, and note if it takes too long."""
        self.place[:] = LINE_NUMBER.pack(number)
        is_done = within(seconds, do)
        if not is_done:
            self.tally.slow.append(number)
        return is_done


def within(seconds: float, do: Callable[[], object]) -> bool:
    """Do something, and tell whether it came to its end within so many seconds of processor time.

    Python's regular expressions look for signals now and then. If they do not, the same again ends the process.
    """

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, seconds)
        raise TooSlowError

    signal.signal(signal.SIGPROF, interrupt)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        do()
    except TooSlowError:
        return False
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return True


def explained_groups(tally: Tally, request: dict[str, Any]) -> list[list[Any]]:
    """Return groups of lines that match nothing, the largest first.

    Each as [how many lines, the first, its text, up to where it matches, the part that stops it].
    """
    reach = Reach(tally.replay.jail.filter, request["prefix"], request["parts"])
    found = []
    for index, group in enumerate(tally.largest_groups()[:MAX_LISTED_GROUPS]):
        reached = explained(reach, group) if index < MAX_EXPLAINED else (0, "")
        found.append([group.many, group.line, "".join(group.parts), *reached])
    return found


def explained(reach: Reach, group: Group) -> tuple[int, str]:
    reached = [(0, "")]
    within(EXPLAIN_SECONDS, lambda: reached.append(reach.explain(group.parts)))
    return reached[-1]


def print_line(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
