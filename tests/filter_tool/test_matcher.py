"""What the matcher says of single lines, beyond what fail2ban says: where a line was stopped, and times in a zone."""

import json
import subprocess
from collections.abc import Sequence
from functools import cache
from typing import Any

import pytest

import stockfilters
from faircopy.filter_tool.script import matcher_script
from faircopy.snippets.checkers._fail2ban.client import SANDBOXED, ask
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from nodejs import in_node

FILTER = """[Definition]
prefregex = ^ web: <F-CONTENT>.+</F-CONTENT>$
failregex = ^<HOST> (?:GET|POST) /admin
            ^login of \\S+ from <ADDR> failed$
"""
DATE = "2026-03-01 10:00:00"


@cache
def data() -> dict[str, Any]:
    request = {"files": {"filter.d/web.conf": FILTER}, "filters": [], "actions": [], "jails": [], "logs": []}
    with Sandbox(working_kind()) as sandbox:
        answer = ask(sandbox, {**request, "compile": ["web"], "seconds": 10})
    found = stockfilters.data_of("web", answer["compiled"]["web"])
    assert found
    return found


EXPLAIN = """
process.stdout.write(JSON.stringify(FilterTool.explain(FilterTool.createMatcher(input[0]), input[1])));"""


def explained(line: str) -> tuple[int, str, str] | None:
    found = in_node(matcher_script() + EXPLAIN, [data(), line])
    return found and (found["expression"], found["part"], line[: found["matchedUpTo"]])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "expression", "part", "before"),
    [
        ("192.0.2.1 PUT /admin", 0, "(?:GET|POST)", "192.0.2.1 "),
        ("192.0.2.1 GET /home", 0, " /admin", "192.0.2.1 GET"),
        ("login of me from nowhere failed", 1, "<ADDR>", "login of me from "),
    ],
)
def test_the_part_that_stopped_a_line_is_named(line: str, expression: int, part: str, before: str) -> None:
    assert explained(f"{DATE} web: {line}") == (expression, part, f"{DATE} web: {before}")


@pytest.mark.slow
def test_a_line_that_the_prefix_stopped_is_explained_by_it() -> None:
    assert explained(f"{DATE} web: ") == (-1, "(.+)", f"{DATE} web: ")
    assert explained(f"{DATE} mail: x") is None


@pytest.mark.slow
def test_a_line_that_matches_is_not_explained() -> None:
    assert explained(f"{DATE} web: 192.0.2.1 GET /admin") is None


# Dates of a zone: fail2ban with that zone, and the matcher


ZONES = ("Pacific/Auckland", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
DATES = (
    *("2017-01-02 03:04:05", "2017-04-02 02:30:00", "2017-07-02 03:04:05", "2017-04-02 02:30:00"),
    *("2017-09-24 02:30:00", "2017-03-26 02:30:00", "2017-10-29 02:30:00", "2017-01-02 03:04:05"),
    *("2017-10-29 02:30:00", "2017-11-05 01:30:00", "2017-10-01 02:15:00", "2018-02-03 00:00:00"),
    *("Feb 28 23:59:59", "Mar  1 00:00:00", "Dec 31 23:59:59", "Jan  1 00:00:01", "Jun 30 12:00:00"),
    *("2019-05-05 10:00:00 +0530", "2019-05-05T10:00:00Z", "1558000000"),
)
CLOCK = """
import json, sys
sys.path.insert(0, {folder!r})
from sandboxed.log_clock import LogClock
from sandboxed.worker import accept_every_date
from fail2ban.server.filter import Filter
accept_every_date()
clock = LogClock(Filter(None).dateDetector, lambda: None)
print(json.dumps([clock.getTime(line)[0] for line in json.loads(sys.stdin.read())]))
"""


def by_fail2ban(zone: str, lines: Sequence[str]) -> list[float]:
    folder = str(SANDBOXED.parent)
    done = subprocess.run(
        ["/usr/bin/python3", "-B", "-c", CLOCK.format(folder=folder)],
        input=json.dumps(lines),
        capture_output=True,
        text=True,
        env={"TZ": zone},
        check=True,
    )
    found: list[float] = json.loads(done.stdout)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("zone", ZONES)
def test_times_are_fail2bans_own_in_each_zone(zone: str) -> None:
    script = f"""{matcher_script()}
    const matcher = FilterTool.createMatcher(input[0], {{zone: input[1]}});
    process.stdout.write(JSON.stringify(input[2].map((line) => (matcher.match(line), matcher.clock.last))));"""
    lines = [f"{date} x" for date in DATES]
    assert in_node(script, [data(), zone, lines]) == by_fail2ban(zone, lines)
