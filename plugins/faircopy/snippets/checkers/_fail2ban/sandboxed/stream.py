"""A program that tries one jail on a log that comes in pieces. It has a sandbox to itself.

Each request is a line of JSON on standard input, each answer one on standard output: first {"files": {…}, "jail": "x",
"seconds": 10}, answered {"error": ""}; then {"lines": ["…", …]}, answered {"done": 5000}; then {"end": true}, answered
with what the jail has done. {"stuck": 17} is the last answer where line 17 took longer than those seconds.
"""

import json
import mmap
import os
import signal
import struct
import sys
from typing import Any, NoReturn

from .library import describe, materialise
from .replay import Replay
from .worker import accept_every_date

BASE = "/tmp/fail2ban"  # the sandbox's own
LINE_NUMBER = struct.Struct("Q")


def main() -> None:
    """Work in a child, and say at which line it was where its alarm has ended it."""
    place = mmap.mmap(-1, LINE_NUMBER.size)
    child = os.fork()
    if child == 0:
        work_and_exit(place)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        print_line({"stuck": LINE_NUMBER.unpack(place[:])[0]})


def work_and_exit(place: mmap.mmap) -> NoReturn:
    accept_every_date()
    request = json.loads(sys.stdin.readline())
    jail = request["jail"]
    try:
        replay = Replay([jail], materialise(BASE, request["files"]))
    except Exception as error:
        print_line({"error": describe(error, BASE)})
        os._exit(0)
    print_line({"error": replay.refused.get(jail, {}).get("error", "")})
    if jail in replay.jails:
        feed_all(replay, place, request["seconds"])
    os._exit(0)


def feed_all(replay: Replay, place: mmap.mmap, seconds: float) -> None:
    number = 0
    for message in sys.stdin:
        request = json.loads(message)
        if request.get("end"):
            print_line(next(iter(replay.answer().values())))
            return
        for line in request["lines"]:
            number += 1
            place[:] = LINE_NUMBER.pack(number)
            # Nothing handles it: an alarm ends the process in the middle of a regular expression, too.
            signal.setitimer(signal.ITIMER_REAL, seconds)
            replay.feed(number, line)
        signal.setitimer(signal.ITIMER_REAL, 0)
        print_line({"done": number})


def print_line(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
