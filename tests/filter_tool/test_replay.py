"""Whom a jail bans: our replay of failures, and fail2ban's own classes."""

import random
from typing import Any

import pytest

from faircopy.filter_tool.export import filter_data
from faircopy.filter_tool.proof import differences
from faircopy.filter_tool.script import matcher_script, prover_script
from faircopy.snippets.checkers._fail2ban.client import ask
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from nodejs import in_node

pytestmark = pytest.mark.slow

START = 1_700_000_000
FILTER = "[Definition]\nfailregex = ^ ?<HOST> x$\n            ^ ?<F-ID>\\S+</F-ID> y$\n            ^ ?<SUBNET> z$\n"
JAIL = "[j]\nfilter = f\nbackend = polling\n"
PROVE = prover_script().partition("const {data, samples}")[0] + (
    "process.stdout.write(JSON.stringify(input.map(([data, lines]) => tried({lines, jails: data.jails}, data))));"
)
WORDS = ("10.0.0.1 x", "10.0.0.9 x", "10.0.0.9 x", "2001:db8::5 x", "2001:DB9::0:1 x", "h.example.org x", "me y", "9 z")
SCALES = (1, 10, 50, 300, 2000, 20000)
LATE = (5, 30, 59, 60, 61, 100, 1000)

MORE: dict[str, tuple[object, ...]] = {
    "factor": (1, 2, 0.5, 3),
    "multipliers": ("1 5 30 60",),
    "maxtime": (60000, "5w"),
}

Case = tuple[str, list[str]]


def at(*seconds: int, who: str = "10.0.0.1 x") -> list[str]:
    return [f"{START + second} {who}" for second in seconds]


def made_up(number: int) -> Case:
    """Return a jail and a log of it: lines may come late, have no date, or be of nobody's."""
    source = random.Random(number)  # noqa: S311  # the same each time
    numbers: dict[str, object] = {
        "maxretry": source.choice((1, 2, 3, 5, 8)),
        "findtime": source.choice((30, 60, 600, 3600)),
        "bantime": source.choice((10, 100, 600, 3600, -1, 50000)),
    }
    if source.random() < 0.5:
        numbers["bantime.increment"] = "true"
        more: dict[str, tuple[object, ...]] = {
            "factor": (1, 2, 0.5, 3),
            "multipliers": ("1 5 30 60",),
            "maxtime": (60000, "5w"),
        }
        for name, values in more.items():
            if source.random() < 0.4:
                numbers[f"bantime.{name}"] = source.choice(values)
    if source.random() < 0.3:
        numbers["ignoreip"] = "10.0.0.0/30 2001:db8::/32 me"
    scale, comes_late = source.choice(SCALES), source.random() < 0.3
    lines, now = [], 0
    for _ in range(source.choice((10, 40))):
        now += int(source.expovariate(1 / scale)) if source.random() < 0.7 else 0
        late = source.choice(LATE) if comes_late and source.random() < 0.3 else 0
        date = f"{START + now - late} " if source.random() < 0.93 else ""
        lines.append(date + source.choice(WORDS))
    return "".join(f"{name} = {value}\n" for name, value in numbers.items()), lines


THRESHOLD = "maxretry = 3\nfindtime = 600\nbantime = 1000\n"
AGAIN = "maxretry = 1\nfindtime = 600\nbantime = 100\nbantime.increment = true\n"
SIX = AGAIN.replace("maxretry = 1", "maxretry = 6")
CASES: dict[str, Case] = {
    "reached exactly": (THRESHOLD, at(0, 500, 600)),
    "missed by one": (THRESHOLD, at(0, 500)),
    "forgotten at once": (THRESHOLD, at(0, 300, 900, 901)),
    "a rate": ("maxretry = 10\nfindtime = 600\nbantime = 100\n", at(*range(0, 3000, 100), 3010, 3020, 3030)),
    "half rounded to even": ("maxretry = 10\nfindtime = 600\nbantime = 100\n", at(0, 0, 400, 720, 720)),
    "the last second of a ban": ("maxretry = 1\nfindtime = 600\nbantime = 1000\n", at(0, 1000, 2000, 3001)),
    "for ever": ("maxretry = 1\nfindtime = 600\nbantime = -1\n", at(0, 5, 99999)),
    "longer each time": (AGAIN, at(0, 200, 600, 1500, 4000, 9000, 300000)),
    "forgotten after a day": (AGAIN, [*at(0), *at(86_701)]),
    "not yet forgotten": (AGAIN, [*at(0), *at(86_700)]),
    "sooner each time": (
        SIX,
        at(*range(6), *range(900, 906), *range(5000, 5006)),
    ),
    "longer while banned": (AGAIN, at(0, 150, 300, 400, 401)),
    "late lines": ("maxretry = 2\nfindtime = 600\nbantime = 1000\n", at(1000, 950, 300, 301, 2000, 1100)),
    "ids that are addresses, and one that fail2ban fails with": (
        "maxretry = 1\n",
        [
            f"{START} {who} y"
            for who in (
                "[2001:DB9::0:1]",
                "::ffff:10.0.0.9",
                "10.0.0.8/8",
                "::ffff:10.0.0.9/24",
                "a/b",
                "a/",
                "9/8",
                "1.2.3",
            )
        ],
    ),
    "networks": (
        "maxretry = 1\n",
        [f"{START} {who} z" for who in ("10.0.0.1/0", "::ffff:10.0.0.1/24", "2001:db8::1/0", "10.0.0.9/33")],
    ),
    "a factor below one": (AGAIN + "bantime.factor = 0.1\n", at(0, 200, 600, 1500, 4000)),
    "no factor": (AGAIN + "bantime.factor = 0\n", at(0, 200, 600)),
    "everybody ignored": (THRESHOLD + "ignoreip = 0.0.0.0/0\n", [*at(0, 1, 2), *at(3, 4, 5, who="2001:db8::5 x")]),
    "a network to ignore": (THRESHOLD + "ignoreip = 10.0.0.0/30\n", at(0, 1, 2)),
    "no date yet": ("maxretry = 2\nfindtime = 600\nbantime = 1000\n", ["10.0.0.1 x", "10.0.0.1 x", *at(5)]),
    "no date yet, and banned with the first": (THRESHOLD, ["10.0.0.1 x", "10.0.0.1 x", "", *at(5, 700, 1500)]),
    "no date at all": (THRESHOLD, ["10.0.0.1 x"] * 4),
    **{f"made up {number}": made_up(number) for number in range(14)},
}


@pytest.fixture(scope="module")
def replays() -> tuple[dict[str, list[str]], int]:
    """Return how the replays of each case differ, and how many bans fail2ban has made in all."""
    asked: list[tuple[dict[str, Any], dict[str, Any], list[str]]] = []
    with Sandbox(working_kind()) as sandbox:
        for numbers, lines in CASES.values():
            files = {"filter.d/f.conf": FILTER, "jail.local": JAIL + numbers}
            logs = [{"filter": "f", "lines": lines, "jail": "j"}]
            request = {"files": files, "filters": [], "actions": [], "jails": ["j"], "logs": logs, "compile": ["f"]}
            answer = ask(sandbox, {**request, "seconds": 60})
            asked.append((filter_data("f", answer["compiled"]["f"], answer["numbers"], ""), answer["logs"][0], lines))
    found = in_node(PROVE, [(data, lines) for data, _, lines in asked])
    assert all(one["jails"] for one in found)
    pairs = zip(CASES, asked, found, strict=True)
    bans = sum(len(log["jails"]["j"]["bans"]) for _, log, _ in asked)
    return {name: [one.fact for one in differences([log], [other])] for name, (_, log, _), other in pairs}, bans


@pytest.mark.parametrize("name", CASES)
def test_the_same_are_banned(name: str, replays: tuple[dict[str, list[str]], int]) -> None:
    assert replays[0][name] == []


def test_the_cases_do_ban(replays: tuple[dict[str, list[str]], int]) -> None:
    assert replays[1] > len(CASES)


BLOCKED = (
    matcher_script()
    + """
const {replay} = FilterTool;
const seen = ({bans}) => bans.map(({address, at, until, lines}) => [address, at, until, ...lines]);
process.stdout.write(JSON.stringify(input.map(([failures, jail]) => {
  const blocked = replay(failures, jail, true), isKeptOut = ({address, line, time}) => blocked.bans.some((ban) =>
    ban.address === address && ban.lines.at(-1) < line && time <= (ban.until ?? Infinity)
    && !blocked.bans.some((later) => later.address === address && ban.at < later.at && later.lines.at(-1) < line));
  const rest = failures.filter((one) => !isKeptOut(one));
  return [seen(blocked), seen(replay(rest, jail)), blocked.bans.reduce((sum, {spared}) => sum + spared, 0),
    failures.length - rest.length];
})));"""
)


def test_where_bans_keep_lines_out_they_are_those_of_the_log_without_these_lines() -> None:
    """What the page says is what fail2ban says of such a log: the replay without that is held equal to it above."""
    source = random.Random(18)  # noqa: S311  # the same each time
    cases = []
    for _ in range(300):
        now, failures = START, []
        for line in range(1, 80):
            now += int(source.expovariate(1 / source.choice((1, 20, 300))))
            failures.append({"line": line, "time": now, "address": f"10.0.0.{source.randrange(3)}", "clock": now})
        increment = {"factor": 1, "multipliers": [2.0**times for times in range(21)], "maxtime": None, "purge": 86400}
        jail: dict[str, Any] = {
            "maxretry": source.choice((1, 2, 3, 5)),
            "findtime": source.choice((60, 600)),
            "bantime": source.choice((10, 100, 600, -1)),
            "ignoreip": [],
            "increment": source.choice((None, increment)),
        }
        cases.append((failures, jail))
    found = in_node(BLOCKED, cases)
    for blocked, without, spared, removed in found:
        assert blocked == without
        assert spared == removed
    assert sum(spared for *_, spared, _ in found) > len(cases)
