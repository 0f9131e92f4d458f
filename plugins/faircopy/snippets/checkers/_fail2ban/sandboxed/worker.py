"""A program that asks fail2ban's own library. It runs by itself, in the sandbox, under Debian's Python.

It is apart because fail2ban is not on any package index, is under the GPL, and takes a third of a second to
import: one worker imports it once and forks a child for each request. A request is a line of JSON on standard
input, its answer a line of JSON on standard output:

    {"files": {"filter.d/x.conf": "…"}, "filters": ["x"], "actions": [], "jails": ["x"],
     "logs": [{"filter": "x", "lines": ["…"], "jail": ""}], "seconds": 10}

    {"filters": {"x": {"error": "", "regexes": [{"kind": "fail", "regex": "…", "error": ""}]}},
     "actions": {"iptables": {"error": "", "options": […]}},
     "jails": {"x": {"error": "", "messages": […], "filter": "x", "actions": […], …}},
     "logs": [{"error": "", "matches": [[1, "192.0.2.1"], …], "undated": [2],
               "jails": {"x": {"error": "", "bans": [{"line": 3, …}], "near": […], …}}}]}

with "compile": ["x"] also what is compiled of these filters, and the numbers of the jails that watch the logs;
or {"timeout": true}, or {"crash": "…"}. No value of a jail is run as a program (`arithmetic`).
"""

import json
import logging
import os
import resource
import select
import shutil
import signal
import sys
import time
from typing import Any, NoReturn

from fail2ban.server.mytime import MyTime
from fail2ban.server.strptime import _updateTimeRE

from .actions import checked_action
from .compiled import compiled_filter, jail_numbers
from .library import (
    STOCK,
    Answer,
    Messages,
    as_jailed,
    checked_filter,
    checked_jail,
    materialise,
    tried_log,
)
from .replay import jails_for, replayed

WALL_CLOCK_FACTOR = 6  # times as long on the clock as of processor time

Request = dict[str, Any]


def main() -> None:
    accept_every_date()
    for line in sys.stdin:
        request = json.loads(line)
        sys.stdout.write(answer_in_child(request, request["seconds"]) + "\n")
        sys.stdout.flush()


def accept_every_date() -> None:
    """As fail2ban-regex does: a sample may be from any year."""
    MyTime.setAlternateNow(0)
    _updateTimeRE()


def answer_in_child(request: Request, seconds: float) -> str:
    """Answer in a forked child, so that nothing of one request is left for the next, and none can hang us."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read_end)
        work_and_exit(request, seconds, write_end)
    os.close(write_end)
    # The limit is on processor time; on the clock a busy machine may take many times as long.
    answer = read_until(read_end, time.monotonic() + WALL_CLOCK_FACTOR * seconds)
    os.close(read_end)
    if answer is None:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    # Another request may be another document's, which is not to find it by a guess.
    shutil.rmtree(folder_of(child), ignore_errors=True)
    if answer:
        return answer
    slow = answer is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL))
    return json.dumps({"timeout": True} if slow else {"crash": "the child ended without an answer"})


def read_until(pipe: int, deadline: float) -> str | None:
    """Return all that the child wrote before it ended, or None when it had not ended at the deadline."""
    chunks: list[bytes] = []
    while (left := deadline - time.monotonic()) > 0:
        if select.select([pipe], [], [], left)[0]:
            chunk = os.read(pipe, 1 << 16)
            if not chunk:
                return b"".join(chunks).decode()
            chunks.append(chunk)
    return None


def work_and_exit(request: Request, seconds: float, pipe: int) -> NoReturn:
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds) + 1))
    try:
        # The folder's name is of no use to anybody, and other than the one before.
        answer = json.dumps(work(request)).replace(folder_of(os.getpid()), STOCK)
    except Exception as error:
        answer = json.dumps({"crash": f"{type(error).__name__}: {error}"})
    with os.fdopen(pipe, "w") as out:
        out.write(answer)
    os._exit(0)


def work(request: Request) -> Answer:
    base = materialise(folder_of(os.getpid()), request["files"])
    messages = Messages()
    logging.getLogger("fail2ban").handlers = [messages]
    logging.getLogger("fail2ban").setLevel(logging.WARNING)
    jails = {name: checked_jail(name, base, messages) for name in request["jails"]}
    answer: Answer = {
        "filters": {name: checked_filter(name, base, messages) for name in request["filters"]},
        "actions": {name: checked_action(name, base, messages) for name in request["actions"]},
        "jails": jails,
        "logs": [tried_log(log["filter"], log["lines"], jails, base, messages) for log in request["logs"]],
    }
    compiled = {name: compiled_filter(as_jailed(name, jails), base) for name in request.get("compile", ())}
    for jail in jails.values():
        jail.pop("stream")
    # Last, because these set fail2ban's clock.
    for log, tried in zip(request["logs"], answer["logs"], strict=True):
        names = jails_for(log, jails)
        tried["jails"] = replayed(names, log["lines"], base) if names else {}
    if compiled:
        users = [jail for log in request["logs"] for jail in jails_for(log, jails)]
        answer |= {"compiled": compiled, "numbers": jail_numbers([*dict.fromkeys(users)], base)}
    return answer


def folder_of(child: int) -> str:
    return f"/tmp/request-{child}"
