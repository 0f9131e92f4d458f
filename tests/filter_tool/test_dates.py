"""Which date of a line is its date: fail2ban takes the one that begins first."""

import pytest

from faircopy.filter_tool.export import filter_data
from faircopy.filter_tool.proof import differences
from faircopy.filter_tool.script import prover_script
from faircopy.snippets.checkers._fail2ban.client import ask
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from nodejs import in_node

pytestmark = pytest.mark.slow

PROVE = prover_script().partition("const {data, samples}")[0] + (
    "process.stdout.write(JSON.stringify(input.map(([data, lines]) => tried({lines, jails: data.jails}, data))));"
)
FILES = {
    "filter.d/f.conf": '[Definition]\nfailregex = ^<HOST> -[^"]*"GET ',
    "jail.local": "[j]\nfilter = f\nbackend = polling\nmaxretry = 3\nfindtime = 600\nbantime = 3600\n",
}


def log(line: str, seconds: list[int]) -> list[str]:
    clocks = [f"{12 + second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}" for second in seconds]
    return [line.format(clock=clock, number=number % 9 + 1) for number, clock in enumerate(clocks)]


APACHE = '192.0.2.5 - - [01/Mar/2026:{clock} +0100] "GET /a{tail} HTTP/1.1" 404 9 "{referer}" "{agent}"'


def apache(tail: str = "", referer: str = "-", agent: str = "x") -> str:
    return APACHE.replace("{tail}", tail).replace("{referer}", referer).replace("{agent}", agent)


LOGS = {
    "a date in the address": log(apache("?from=2026-0{number}-01T00:00:00"), [*range(9)]),
    "the same date always": log(apache("?from=2026-02-01T00:00:00"), [0, 3600, 7200, 10800]),
    "in the referer": log(apache(referer="https://x.example/2026-02-01%2010:11:12?Feb 01 10:11:12"), [*range(5)]),
    "in the agent": log(apache(agent="Feb 01 10:11:1{number} 2026"), [*range(5)]),
    "an epoch": log(apache("?t=1500000000"), [*range(5)]),
    "plain lines first": log(apache(), [0, 5]) + log(apache("?at=2026-02-0{number} 03:04:05"), [*range(9, 15)]),
    "a clock for an address": log('12:34:56::1 - - [01/Mar/2026:{clock} +0100] "GET /', [*range(4)]),
    "a day and a zone": log('CET Sun Mar 01 {clock} 2026 192.0.2.5 -"GET /', [*range(4)]),
}


@pytest.fixture(scope="module")
def differing() -> dict[str, list[str]]:
    """Return how each log differs."""
    asked = []
    with Sandbox(working_kind()) as sandbox:
        for lines in LOGS.values():
            logs = [{"filter": "f", "lines": lines, "jail": "j"}]
            request = {"files": FILES, "filters": [], "actions": [], "jails": ["j"], "logs": logs, "compile": ["f"]}
            answer = ask(sandbox, {**request, "seconds": 60})
            data = filter_data("f", answer["compiled"]["f"], answer["numbers"], "")
            asked.append((data, answer["logs"][0], lines))
    found = in_node(PROVE, [(data, lines) for data, _, lines in asked])
    assert any(one["matches"] for one in found)
    pairs = zip(LOGS, asked, found, strict=True)
    return {name: [one.fact for one in differences([answer], [other])] for name, (_, answer, _), other in pairs}


@pytest.mark.parametrize("name", LOGS)
def test_the_date_that_begins_first_is_the_date(name: str, differing: dict[str, list[str]]) -> None:
    assert differing[name] == []
