"""Whom a jail bans for a sample: fail2ban's own classes, by the log's own clock."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from faircopy.markdown.document import parse_document
from faircopy.snippets.check import Report, check_documents
from faircopy.snippets.checkers._fail2ban.bans import jail_proof, plain
from faircopy.snippets.checkers._fail2ban.client import ask
from faircopy.snippets.checkers._fail2ban.sandboxed.arithmetic import is_arithmetic
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Dates, JailProof, Level, Snippet, Status
from faircopy.snippets.pages.proofs import proof_line
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from keptsandbox import kept_sandbox

pytestmark = pytest.mark.slow

A, B = "192.0.2.7", "192.0.2.8"
FILTER = "[Definition]\nfailregex = ^ door: no entry for <SUBNET>$\nignoreregex = for nobody$\n"
JAIL = "[door]\nfilter = door\nlogpath = /var/log/door.log\n"


@pytest.fixture(autouse=True, scope="module")
def _installed(need: Callable[[str], str]) -> None:
    need("fail2ban-client")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(working_kind()) as one:
        # Asked before the first test, so that its worker belongs to none of them.
        tried(one, JAIL, [])
        yield one


def request_for(jails: str, lines: list[str], **files: str) -> dict[str, Any]:
    """Return the question to the worker: what do the jails of one jail.local do with these lines of a log?"""
    texts = {"filter.d/door.conf": files.get("filter", FILTER), "jail.local": jails}
    names = [line[1:-1] for line in jails.splitlines() if line.startswith("[") and line != "[DEFAULT]"]
    return {
        "files": texts | ({"fail2ban.local": files["server"]} if "server" in files else {}),
        "filters": [],
        "actions": [],
        "jails": names,
        "logs": [{"filter": "door", "lines": lines, "jail": ""}],
        "seconds": 5,
    }


def tried(sandbox: Sandbox, jails: str, lines: list[str], **files: str) -> dict[str, Any]:
    found: dict[str, Any] = ask(sandbox, request_for(jails, lines, **files))["logs"][0]["jails"]
    return found


def replay(sandbox: Sandbox, options: str, lines: list[str], **files: str) -> JailProof:
    answer = tried(sandbox, f"{JAIL}{options}\n", lines, **files)["door"]
    assert answer["error"] == ""
    proof = jail_proof("door", answer)
    assert proof
    return proof


def at(seconds: float, address: str = A, day: str = "2017-09-01", start: int = 0) -> str:
    whole = int(start + seconds)
    clock = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    return f"{day} {clock} door: no entry for {address}"


def banned(proof: JailProof) -> list[tuple[int, str, int | None]]:
    return [(ban.line, ban.address, ban.seconds) for ban in proof.bans]


def near(proof: JailProof) -> list[tuple[str, int, int]]:
    return [(one.address, one.failures, one.line) for one in proof.near]


THREE = "maxretry = 3\nfindtime = 10m\nbantime = 1h"
CASES: dict[str, tuple[str, list[str], list[tuple[int, str, int | None]], list[tuple[str, int, int]]]] = {
    "the threshold, exactly": (THREE, [at(0), at(1), at(2)], [(3, A, 3600)], []),
    "missed by one": (THREE, [at(0), at(1)], [], [(A, 2, 2)]),
    "one of five is not near": ("maxretry = 5", [at(0), at(1, B), at(2, B), at(3, B)], [], [(B, 3, 4)]),
    "the first is too old": (THREE, [at(0), at(601), at(1202)], [], []),
    "at the edge of findtime": (THREE, [at(0), at(300), at(600)], [(3, A, 3600)], []),
    "between others": (THREE, [at(0), at(0, B), at(1), at(1, B), at(2)], [(5, A, 3600)], [(B, 2, 4)]),
    "banned for ever": ("maxretry = 1\nbantime = -1", [at(0)], [(1, A, None)], []),
    "again after its ban": (
        "maxretry = 2\nfindtime = 60\nbantime = 100",
        [at(0), at(1), at(200), at(201)],
        [(2, A, 100), (4, A, 100)],
        [],
    ),
    "not again while it is banned": ("maxretry = 1\nbantime = 1h", [at(0), at(10), at(20)], [(1, A, 3600)], []),
    "ignored": (THREE + f"\nignoreip = {A}/31 198.51.100.1", [at(0), at(1), at(2)], [], []),
    "ignored by a name, which nobody looks up": (
        THREE + "\nignoreip = host.example.org",
        [at(0), at(1), at(2)],
        [(3, A, 3600)],
        [],
    ),
    "own addresses are somebody's, too": (THREE, [at(n, "127.0.0.2") for n in range(3)], [(3, "127.0.0.2", 3600)], []),
    "IPv6 in several spellings": (
        THREE,
        [at(0, "2001:db8::1"), at(1, "2001:DB8:0::1"), at(2, "2001:0db8:0:0:0:0:0:1")],
        [(3, "2001:db8::1", 3600)],
        [],
    ),
    "a network": (
        THREE,
        [at(0, "2001:db8::1/64"), at(1, "2001:db8::2/64"), at(2, "2001:db8::/64")],
        [(3, "2001:db8::/64", 3600)],
        [],
    ),
    "IPv4 in IPv6": (THREE, [at(0, f"::ffff:{A}"), at(1), at(2)], [(3, A, 3600)], []),
    "lines out of order": (THREE, [at(30), at(0), at(31)], [(3, A, 3600)], []),
    "a line from elsewhere": (THREE, [at(5000), at(5001, day="2016-01-01"), at(5002)], [(3, A, 3600)], []),
    "an hour that comes twice": (THREE, [at(7100), at(3600), at(4300), at(4900)], [], [(A, 2, 2)]),
    "no line": (THREE, [], [], []),
    "blank lines count for nothing": (THREE, [at(0), "", at(1), "  ", at(2), ""], [(5, A, 3600)], []),
    "before the first date: at that": (
        THREE,
        [f" door: no entry for {A}", f" door: no entry for {A}", " some trace", at(0), at(601)],
        [(4, A, 3600)],
        [],
    ),
    "no date: all at once": (THREE, [f" door: no entry for {A}"] * 3, [(3, A, 3600)], []),
}


@pytest.mark.parametrize("name", CASES)
def test_whom_a_jail_bans(sandbox: Sandbox, name: str) -> None:
    options, lines, bans, close = CASES[name]
    proof = replay(sandbox, options, lines)
    assert (banned(proof), near(proof)) == (bans, close)


INCREMENTS = {
    "doubling": ("bantime.increment = true", [60, 120, 240, 480]),
    "factor": ("bantime.increment = true\nbantime.factor = 2", [60, 240, 480, 960]),
    "no longer than": ("bantime.increment = true\nbantime.maxtime = 2m", [60, 120, 120, 120]),
    "multipliers": ("bantime.increment = true\nbantime.multipliers = 1 5 30", [60, 300, 1800, 1800]),
    "a formula": ("bantime.increment = true\nbantime.formula = ban.Time * (ban.Count + 4)", [60, 300, 360, 420]),
    "a formula with chance": (
        "bantime.increment = true\nbantime.formula = ban.Time + 7 * round(random.random(), 0)",
        [],
    ),
    "off": ("bantime.increment = false\nbantime.factor = 2", [60, 60, 60, 60]),
}


@pytest.mark.parametrize("name", INCREMENTS)
def test_who_comes_again_is_banned_for_longer(sandbox: Sandbox, name: str) -> None:
    options, seconds = INCREMENTS[name]
    lines = [at(start) for start in (0, 4000, 8000, 12000)]
    options = f"maxretry = 1\nbantime = 60\nfindtime = 60\n{options}"
    proof = replay(sandbox, options, lines)
    if seconds:
        assert [ban.seconds for ban in proof.bans] == seconds
    assert replay(sandbox, options, lines) == proof


def test_an_old_ban_is_forgotten_as_the_server_is_told(sandbox: Sandbox) -> None:
    options = "maxretry = 1\nbantime = 60\nbantime.increment = true"
    lines = [at(0), at(60, day="2017-09-03")]
    assert [ban.seconds for ban in replay(sandbox, options, lines).bans] == [60, 60]
    keeping = "[Definition]\ndbpurgeage = 30d\n"
    assert [ban.seconds for ban in replay(sandbox, options, lines, server=keeping).bans] == [60, 120]


def test_chance_is_left_out_and_said(sandbox: Sandbox) -> None:
    proof = replay(sandbox, "maxretry = 1\nbantime = 60\nbantime.increment = true\nbantime.rndtime = 5m", [at(0)])
    assert (proof.bans[0].seconds, proof.random_seconds) == (60, 300)


def test_two_jails_of_one_log_each_have_their_own(sandbox: Sandbox) -> None:
    jails = f"{JAIL}maxretry = 2\n{JAIL.replace('[door]', '[strict]')}maxretry = 1\nbantime = 1d\n"
    found = tried(sandbox, jails, [at(0), at(1)])
    proofs = {name: jail_proof(name, one) for name, one in found.items()}
    assert {name: banned(one) for name, one in proofs.items() if one} == {
        "door": [(2, A, 600)],
        "strict": [(1, A, 86400)],
    }


def test_what_one_jail_has_done_counts_in_all(sandbox: Sandbox) -> None:
    common = "bantime = 60\nbantime.increment = true\nbantime.overalljails = true\n"
    jails = f"[DEFAULT]\n{common}{JAIL}maxretry = 1\n{JAIL.replace('[door]', '[later]')}maxretry = 2\nfindtime = 1h\n"
    found = tried(sandbox, jails, [at(0), at(600)])
    assert [ban["seconds"] for ban in found["door"]["bans"]] == [60, 120]
    assert found["later"]["bans"][0]["seconds"] > 60


MULTI = r"""[Definition]
failregex = ^ door\[\d+\]: open$<SKIPLINES>^ door\[\d+\]: no entry for <HOST>$
[Init]
maxlines = 3
"""
PENDING = r"""[Definition]
prefregex = ^ door\[<F-MLFID>\d+</F-MLFID>\]: <F-CONTENT>.+</F-CONTENT>$
failregex = ^<F-NOFAIL>came from <HOST></F-NOFAIL>$
            ^<F-MLFFORGET>no entry</F-MLFFORGET>$
            ^<F-MLFGAINED>welcome</F-MLFGAINED>$
"""


def test_a_failure_over_several_lines(sandbox: Sandbox) -> None:
    lines = [
        line
        for n in range(2)
        for line in (f"2017-09-01 00:00:0{n} door[1]: open", f"2017-09-01 00:00:0{n} door[1]: no entry for {A}")
    ]
    assert banned(replay(sandbox, "maxretry = 2", lines, filter=MULTI)) == [(4, A, 600)]


def test_what_is_no_failure_by_itself_counts_with_the_line_that_makes_it_one(sandbox: Sandbox) -> None:
    day = "2017-09-01 00:00"
    lines = [
        f"{day}:00 door[1]: came from {A}",
        f"{day}:01 door[1]: no entry",
        f"{day}:02 door[2]: came from {B}",
        f"{day}:03 door[2]: welcome",
        f"{day}:04 door[3]: came from {A}",
        f"{day}:05 door[3]: no entry",
    ]
    proof = replay(sandbox, "maxretry = 2", lines, filter=PENDING)
    assert (banned(proof), near(proof)) == ([(6, A, 600)], [])


SYSLOG = {
    "around New Year": ["Dec 31 23:59:58", "Dec 31 23:59:59", "Jan  1 00:00:01"],
    "around New Year, out of order": ["Jan  1 00:00:01", "Dec 31 23:59:59", "Jan  1 00:00:02"],
    "on the day that most years lack": ["Feb 28 23:59:58", "Feb 29 00:00:01", "Mar  1 00:00:01"],
    "in summer": ["Jun 30 23:59:58", "Jul  1 00:00:01", "Jul  1 00:00:02"],
}


@pytest.mark.parametrize("name", SYSLOG)
def test_dates_without_a_year(sandbox: Sandbox, name: str) -> None:
    lines = [f"{date} door: no entry for {A}" for date in SYSLOG[name]]
    day = 2 if "most years" in name else 1
    proof = replay(sandbox, f"maxretry = 3\nfindtime = {day}d", lines)
    assert (banned(proof), proof.dates) == ([(3, A, 600)], Dates.NO_YEAR)


def test_a_log_of_two_years_without_a_year(sandbox: Sandbox) -> None:
    dates = ["Nov  1 00:00:00", "Feb  1 00:00:00", "Jul  1 00:00:00", "Nov  1 00:00:00", "Dec  1 00:00:00"]
    lines = [f"{date} door: no entry for {A}" for date in dates]
    assert banned(replay(sandbox, "maxretry = 2\nfindtime = 40d", lines)) == [(5, A, 600)]


def test_times_without_a_day(sandbox: Sandbox) -> None:
    pattern = FILTER + "datepattern = ^%%H:%%M:%%S\n"
    lines = [f"{time} door: no entry for {A}" for time in ("23:59:50", "00:00:10", "00:00:20", "12:00:00")]
    proof = replay(sandbox, THREE, lines, filter=pattern)
    assert (banned(proof), proof.dates) == ([(3, A, 3600)], Dates.NO_DAY)
    assert banned(replay(sandbox, "maxretry = 4\nfindtime = 60", lines, filter=pattern)) == []


def test_zones_of_the_log(sandbox: Sandbox) -> None:
    lines = [
        f"2017-09-01T{time} door: no entry for {A}" for time in ("02:59:00+02:00", "01:00:00+0000", "13:01:00+12:00")
    ]
    proof = replay(sandbox, THREE, lines)
    assert banned(proof) == [(3, A, 3600)]
    assert proof.bans[0].at == 1504227660  # 2017-09-01T01:01:00Z


def test_a_zone_of_the_jail(sandbox: Sandbox) -> None:
    assert replay(sandbox, "maxretry = 1\nlogtimezone = UTC+0200", [at(7200)]).bans[0].at == 1504224000


def test_names_are_not_looked_up(sandbox: Sandbox) -> None:
    hosts = FILTER.replace("<SUBNET>", "<HOST>")
    lines = [at(n, "localhost") for n in range(3)]
    assert replay(sandbox, THREE, lines, filter=hosts).bans == ()


HOUR = st.integers(0, 599)


@settings(max_examples=examples(25))
@given(st.lists(st.tuples(HOUR, st.sampled_from([A, B])), max_size=12), st.integers(1, 4))
def test_within_findtime_the_count_alone_decides(sandbox: Sandbox, failures: list[tuple[int, str]], most: int) -> None:
    """jail.conf(5): a host is banned if it has generated "maxretry" during the last "findtime"."""
    failures = sorted(failures, key=lambda one: one[0])
    proof = replay(sandbox, f"maxretry = {most}\nfindtime = 10m\nbantime = 1h", [at(*one) for one in failures])
    lines = {name: [n for n, (_, who) in enumerate(failures, 1) if who == name] for name in (A, B)}
    expected = sorted((found[most - 1], name, 3600) for name, found in lines.items() if len(found) >= most)
    assert banned(proof) == expected


# What a jail may not do


GOOD_ANSWER = {
    "error": "",
    "bans": [{"line": 1, "address": A, "at": 1, "seconds": 1}],
    "near": [[B, 1, 1]],
    "ignored": [],
    "maxretry": 1,
    "findtime": 1,
    "random": 0,
    "dates": "whole",
}


@pytest.mark.parametrize(
    "damage",
    [
        {"bans": 3},
        {"bans": [{}]},
        {"near": [1]},
        {"ignored": [[A]]},
        {"maxretry": []},
        {"findtime": None},
        {"error": 1},
    ],
)
def test_an_answer_that_is_none_is_not_believed(damage: dict[str, Any]) -> None:
    assert jail_proof("door", GOOD_ANSWER)
    assert jail_proof("door", GOOD_ANSWER | damage) is None


@pytest.mark.parametrize("answer", [None, 3, [], "x", {}])
def test_what_is_no_answer_is_none(answer: Any) -> None:
    assert jail_proof("door", answer) is None


def test_what_is_banned_can_be_seen() -> None:
    ban = {"line": 1, "address": "a\u202eb\x1b", "at": 1, "seconds": 1}
    proof = jail_proof("door", GOOD_ANSWER | {"bans": [ban]})
    assert proof
    assert proof.bans[0].address == r"a\u202eb\u001b"


CODE = '__import__("os").mkdir("/tmp/seen") or 60'
EVALUATED = ("findtime", "bantime", "bantime.maxtime", "bantime.factor", "bantime.rndtime", "bantime.formula")


@pytest.mark.parametrize("option", [*EVALUATED, "dbpurgeage"])
def test_code_for_a_number_is_not_run(sandbox: Sandbox, option: str) -> None:
    """fail2ban evaluates all of these as Python (server/mytime.py, server/jail.py)."""
    options = f"maxretry = 1\nbantime.increment = true\n{option} = {CODE}"
    answer = tried(sandbox, f"{JAIL}{options}\n", [at(0)], server=f"[Definition]\n{option} = {CODE}\n")
    assert answer["door"]["error"].startswith(f"{option}: fail2ban would run '{CODE}' as Python")


@pytest.mark.parametrize("option", EVALUATED)
@pytest.mark.parametrize("value", [CODE, f"%(other)s\nother = {CODE}"])
def test_code_for_a_number_is_an_error(option: str, value: str) -> None:
    found = check(['jail="door" bans="none"'], f"bantime.increment = true\n{option} = {value}").diagnostics
    assert {"SN221", "SN252"} & {one.code for one in found}


FORMULAS = {
    # Of the stock jail.conf.
    "ban.Time * (1<<(ban.Count if ban.Count<20 else 20)) * banFactor": True,
    "ban.Time * math.exp(float(ban.Count+1)*banFactor)/math.exp(1*banFactor)": True,
    "max(60, min(ban.Time * 2.5 ** ban.Count, 86400)) + 7 * round(random.random(), 0)": True,
    "not ban.Count or -ban.Time": True,
    "ban": True,
    "": False,
    "ban.": False,
    "ban.getMatches()": False,
    "ban.__class__": False,
    "math.__loader__": False,
    "(math).exp.__self__": False,
    "math": False,
    "max": False,
    "print(1)": False,
    "open": False,
    "'x' * 3": False,
    "[1 for one in ()]": False,
    "(lambda: 1)()": False,
    "f'{ban}'": False,
    "(one := 2)": False,
    "max(*ban)": False,
    "int(x=1)": False,
    "(" * 300 + ")" * 300: False,
    "1" + "+1" * 50_000: False,
    "\0": False,
}


@pytest.mark.parametrize(("formula", "harmless"), FORMULAS.items(), ids=range(len(FORMULAS)))
def test_a_formula_may_only_calculate(formula: str, harmless: bool) -> None:
    assert is_arithmetic(formula) is harmless


def test_a_formula_that_goes_wrong_is_the_trouble_of_its_own_jail(sandbox: Sandbox) -> None:
    wrong = "maxretry = 1\nbantime.increment = true\nbantime.formula = ban.Time / (ban.Count - ban.Count)\n"
    jails = f"{JAIL}{THREE}\n{JAIL.replace('[door]', '[odd]')}{wrong}"
    found = tried(sandbox, jails, [at(n) for n in range(3)] + [at(4000)])
    assert found["door"]["error"] == ""
    assert "division by zero" in found["odd"]["error"]


@pytest.mark.parametrize(
    "option",
    [
        "ignorecommand = /usr/bin/touch /tmp/seen",
        "action = nasty.py",
        'action = iptables-multiport[name=x, port="http"]',
    ],
)
def test_no_command_is_run(sandbox: Sandbox, option: str) -> None:
    assert banned(replay(sandbox, f"{THREE}\n{option}", [at(0), at(1), at(2)])) == [(3, A, 3600)]


# What is promised in a document

GROUP = """```{{.ini file="/etc/fail2ban/filter.d/door.conf" group="{group}"}}
{filter}```

```{{.ini file="/etc/fail2ban/jail.local" group="{group}"}}
{jail}```

```{{.text log="door" match="all" {claim} group="{group}"}}
{lines}
```
"""


def check(claims: Iterable[str], options: str = THREE) -> Report:
    """Check a document with a group for each claim."""
    jail = f"{JAIL}enabled = true\n{options}\n"
    lines = "\n".join(LINES)
    groups = [
        GROUP.format(group=f"g{number}", filter=FILTER, jail=jail, claim=claim, lines=lines)
        for number, claim in enumerate(claims)
    ]
    return check_documents([parse_document("a.md", "\n".join(groups))], Settings(sandbox=kept_sandbox()))


def diagnostics_of(report: Report, log: Snippet) -> list[tuple[int, str, str]]:
    """Return what is wrong with a sample, with its own lines."""
    found = (one for one in report.diagnostics if log.line <= one.line <= log.end_line)
    return [(one.line - log.line, one.code, one.message) for one in found]


LINES = [at(0), at(1), at(2), at(3, B), at(4, B)]
PROMISES = {
    f'jail="door" bans="{A}"': [],
    f'jail="door" bans="::ffff:{A}"': [],
    'jail="door" bans="none"': [(3, "SN243", f"jail 'door' bans '{A}' at this line, for an hour")],
    f'jail="door" bans="{A}, {B}"': [
        (5, "SN242", f"jail 'door' does not ban '{B}': it comes to 2 of 3 failures within 10 minutes")
    ],
    f'jail="door" bans="{A},192.0.2.9"': [
        (0, "SN242", "jail 'door' does not ban '192.0.2.9': no failure of that address is counted")
    ],
    f'jail="dor" bans="{A}"': [
        (0, "SN240", "this log is for jail 'dor', which neither a snippet nor fail2ban itself provides")
    ],
    f'jail="sshd" bans="{A}"': [(0, "SN240", "jail 'sshd' uses filter 'sshd', and this log is for 'door'")],
}


@pytest.fixture(scope="module")
def promised() -> Report:
    return check(PROMISES)


@pytest.mark.parametrize("claim", PROMISES)
def test_a_wrong_promise_is_told_at_the_line_that_decides(promised: Report, claim: str) -> None:
    log = [one for one in promised.checked if one.snippet.log][list(PROMISES).index(claim)]
    assert diagnostics_of(promised, log.snippet) == PROMISES[claim]
    assert log.verdict.status is (Status.FAILED if PROMISES[claim] else Status.PASSED)


def test_each_snippet_says_whom_the_jail_bans(promised: Report) -> None:
    texts = [proof_line(one.snippet, one.verdict).text for one in promised.checked]
    assert texts[1].endswith(f": bans {A} at line 3, for an hour")
    assert texts[2].endswith(f"; jail door bans {A} at line 3, for an hour")


def test_an_ignored_address_is_told_as_such() -> None:
    report = check([f'jail="door" bans="{A}"'], f"{THREE}\nignoreip = {A}")
    (output,) = diagnostics_of(report, report.checked[-1].snippet)
    assert output == (1, "SN242", f"jail 'door' does not ban '{A}', which is in its 'ignoreip'")


def test_a_jail_without_a_sample_is_loaded() -> None:
    text = '```{.ini file="/etc/fail2ban/jail.local"}\n[sshd]\nenabled = true\n```\n'
    (one,) = check_documents([parse_document("a.md", text)], Settings(sandbox=kept_sandbox())).checked
    assert (one.verdict.level, one.verdict.jails) == (Level.LOADED, ())


def test_a_stock_jail_is_proven_with_its_own_numbers() -> None:
    line = "Sep  1 00:00:0{n} host sshd[7]: Invalid user ada from 192.0.2.7 port 4{n}"
    lines = "\n".join(line.format(n=n) for n in range(5))
    text = f'```{{.text log="sshd" match="all" jail="sshd" bans="{A}"}}\n{lines}\n```\n'
    report = check_documents([parse_document("a.md", text)], Settings(sandbox=kept_sandbox()))
    assert report.diagnostics == ()
    (jail,) = report.checked[0].verdict.jails
    assert banned(jail) == [(5, A, 600)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2001:DB8::1", "2001:db8:0:0::1"),
        (f"::ffff:{A}", A),
        ("2001:db8::1/64", "2001:db8::/64"),
        ("192.0.2.7/24", "192.0.2.0/24"),
    ],
)
def test_an_address_has_one_spelling(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@given(st.text())
def test_any_other_word_is_itself(word: str) -> None:
    assert plain(plain(word)) == plain(word)


# fail2ban's own jails, with the samples of its own tests

OWN_LOGS = Path("/usr/lib/python3/dist-packages/fail2ban/tests/files/logs")
COMMON_JAILS = ("apache-auth", "dovecot", "named-refused", "nginx-http-auth", "postfix", "proftpd", "recidive", "sshd")


@pytest.mark.parametrize("name", COMMON_JAILS)
def test_stock_jails_are_tried_with_the_packages_own_samples(sandbox: Sandbox, name: str) -> None:
    text = (OWN_LOGS / name).read_text(encoding="utf-8", errors="replace")
    lines = [line for line in text.splitlines() if not line.startswith("# ") for _ in range(6)]
    request = request_for("", []) | {"files": {}, "logs": [{"filter": name, "lines": lines, "jail": name}]}
    answer = ask(sandbox, request)["logs"][0]["jails"][name]
    assert (answer["error"], answer["failed"]) == ("", [])
    assert answer["counts"]["matched"] > 0
    assert answer["bans"]


def test_what_is_wrong_with_a_jail_is_not_told_of_its_log_again() -> None:
    report = check([f'jail="door" bans="{A}"'], "maxretry = three")
    assert [one.code for one in report.diagnostics] == ["SN221"]
    assert report.checked[-1].verdict.status is Status.FAILED
