"""What the tool makes of all that it has found in a log: who is perhaps banned wrongly, and what is drawn of bans."""

from collections.abc import Sequence
from typing import Any

import pytest

from faircopy.filter_tool.script import published_scripts
from nodejs import in_node

DAY = 86400
JAIL = {"name": "j", "maxretry": 3, "findtime": 600, "bantime": 3600, "ignoreip": [], "usedns": "no", "increment": None}
# The Worker's own scripts, with one batch of lines: number, time, address, whether it matches.
SCRIPT = (
    "const said = []; globalThis.self = globalThis; globalThis.postMessage = (one) => said.push(one);\n"
    + published_scripts()["matcher.js"]
    + published_scripts()["judge.js"]
    + """
const failures = new FailureList(), known = new Map(), others = { lines: [], times: [], ids: [] };
input.lines.forEach(([time, address, matches], index) => {
  if (matches) return failures.add(index + 1, { address, time, clock: time });
  if (!known.has(address)) known.set(address, known.size);
  others.lines.push(index + 1); others.times.push(time); others.ids.push(known.get(address));
});
const batch = { failures: failures.buffers, others, addresses: [...known.keys()] };
(async () => {
  await onmessage({ data: { name: "take", batch } });
  await onmessage({ data: { name: "replay", jail: input.jail, most: 100, id: 1 } });
  process.stdout.write(JSON.stringify(said.at(-1)));
})();
"""
)

Line = tuple[float, str, bool]


def judged(lines: Sequence[Line], **numbers: object) -> Any:
    jail: dict[str, object] = {**JAIL, **numbers}
    return in_node(SCRIPT, {"lines": sorted(lines), "jail": jail})


def scans(address: str, *times: float) -> list[Line]:
    return [(time, address, True) for time in times]


def every(step: float, until: float = DAY, start: float = 5) -> list[float]:
    return [start + step * number for number in range(int((until - start) / step))]


PRIVATE = (
    *("10.0.0.5", "192.168.1.1", "172.31.0.9", "100.64.0.1", "127.0.0.1", "169.254.1.1", "::ffff:10.0.0.5"),
    *("fd00::1", "fe80::1", "::1"),
)
FEW = [5.0, 6, 7, 80000]
# Somebody who comes all day, each time after another while.
RESTLESS = [5 + 300 * number + 100 * (number * number % 7 % 3) for number in range(280)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "times", "left_alone", "why"),
    [
        ("203.0.113.1", FEW, 0, None),
        ("203.0.113.1", RESTLESS, 0, None),
        ("203.0.113.1", FEW, 3, None),
        ("203.0.113.1", FEW, 4, "alone"),
        ("203.0.113.1", every(60), 0, "even"),
        ("203.0.113.1", [time + shift for time in every(300) for shift in (0, 0, 1)], 0, "even"),
        ("203.0.113.1", [time + time % 7 for time in every(120)], 0, "even"),
        ("203.0.113.1", [time for time in every(60) if time % 1200 > 61], 0, "even"),
        ("203.0.113.1", every(60, DAY / 2), 0, None),  # half of the day only
        ("203.0.113.1", every(3000), 50, "alone"),
        ("203.0.113.1", every(1, 600), 0, None),  # a scan is no clock
        *((address, FEW, 0, "private") for address in PRIVATE),
        *((address, FEW, 0, None) for address in ("172.32.0.9", "11.0.0.1", "2001:db8::1", "name")),
    ],
)
def test_who_is_perhaps_banned_wrongly(address: str, times: list[float], left_alone: int, why: str | None) -> None:
    lines = [*scans(address, *times), *((40000.0 + number, address, False) for number in range(left_alone))]
    day = [(0.0, "192.0.2.1", False), (float(DAY), "192.0.2.1", False)]
    found = judged([*lines, *day], findtime=10000)
    assert found["totals"]["banned"] == 1
    assert [one["why"] for one in found["doubts"]] == ([why] if why else [])


@pytest.mark.slow
def test_the_clearest_of_those_come_first_each_with_lines_that_show_it() -> None:
    friend = [(100.0 + number, "192.0.2.9", False) for number in range(90)] + scans("192.0.2.9", 300, 301, 302)
    half = [(100.0 + number, "192.0.2.8", False) for number in range(4)] + scans("192.0.2.8", 400, 401, 402, 403)
    lines = [*half, *scans("192.0.2.7", *every(60)), *friend, *scans("10.0.0.1", 500, 501, 502)]
    found = judged(lines)
    assert [one["address"] for one in found["doubts"]] == ["10.0.0.1", "192.0.2.9", "192.0.2.7", "192.0.2.8"]
    shown = {one["address"]: one["examples"] for one in found["doubts"]}
    texts = sorted(lines)
    assert all(texts[line - 1][2] is False for line in shown["192.0.2.9"])
    assert all(texts[line - 1][1:] == ("10.0.0.1", True) for line in shown["10.0.0.1"])
    assert len(shown["10.0.0.1"]) == 3


@pytest.mark.slow
def test_the_time_line_has_every_ban_of_its_addresses_however_many_the_table_has() -> None:
    times = [4000 * number + second for number in range(20) for second in range(3)]
    many = [scans(f"203.0.113.{number}", *times) for number in range(1, 41)]
    friend = [(1.0, "192.0.2.9", False)] * 9 + scans("192.0.2.9", DAY - 9, DAY - 8, DAY - 7)
    found = judged([*(line for lines in many for line in lines), *friend])
    assert found["totals"]["bans"] == 40 * 20 + 1
    assert len(found["bans"]) == 100
    drawn = {one["address"]: 0 for one in found["drawn"]}
    for one in found["drawn"]:
        drawn[one["address"]] += 1
    assert len(drawn) == 20
    assert drawn.pop("192.0.2.9") == 1
    assert set(drawn.values()) == {20}
    assert {one["address"] for one in found["drawn"] if one["isDoubted"]} == {"192.0.2.9"}
