"""Filters made for one habit of fail2ban each: sessions, the end of a line, what a prefix leaves, who is meant."""

from typing import Any

import pytest

from faircopy.filter_tool.proof import differences
from faircopy.snippets.checkers._fail2ban.client import ask
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from nodejs import in_node
from stockfilters import PROVE_ALL, data_of

pytestmark = pytest.mark.slow

SESSION = r"""prefregex = ^ <F-MLFID>\S+</F-MLFID> <F-CONTENT>.+</F-CONTENT>$
failregex = ^<F-NOFAIL>conn</F-NOFAIL> <HOST>$
            ^fail$
            ^fail <HOST>$
            ^fail user <F-USER>\S+</F-USER>$
            ^fail user <F-USER>\S+</F-USER> <HOST>$
            ^<F-MLFFORGET>bye</F-MLFFORGET>(?: <HOST>)?$
            ^<F-NOFAIL><F-MLFFORGET>quit</F-MLFFORGET></F-NOFAIL>(?: <HOST>)?$
            ^<F-MLFGAINED>in</F-MLFGAINED>(?: <HOST>)?$
            ^<F-MLFFORGET><F-MLFGAINED>gone</F-MLFGAINED></F-MLFFORGET>(?: <HOST>)?$
            ^<F-MLFPENDING>wait</F-MLFPENDING>(?: <HOST>)?$
            ^<F-NOFAIL>try</F-NOFAIL> <F-USER>\S+</F-USER>(?: <HOST>)?$
"""
SESSIONS = (
    *("a conn 1.1.1.1|a fail|a fail|a conn 1.1.1.1|a fail", "a fail|a fail|a conn 1.1.1.1|a fail|a conn 1.1.1.1"),
    *("a fail|a fail 1.1.1.1|a fail|a fail 2.2.2.2|a fail", "a conn 1.1.1.1|b fail|a bye|a fail|a conn 1.1.1.1"),
    *("a conn 1.1.1.1|a quit|a fail", "a fail|a quit|a conn 1.1.1.1|a fail", "a fail|a quit 1.1.1.1|a fail 2.2.2.2"),
    *("a fail|a in 1.1.1.1|a fail|a conn 2.2.2.2", "a fail|a gone 1.1.1.1|a fail|a conn 2.2.2.2", "a wait|a fail ::1"),
    *(
        "a conn 1.1.1.1|a fail user u|a fail user v|a quit",
        "a try u 1.1.1.1|a fail|a try v|a fail user w|a quit",
    ),
    *("a try u|a try v|a conn 1.1.1.1|a conn 1.1.1.1", "a fail user u 1.1.1.1|a try v|a in|a quit|a conn 2.2.2.2"),
    *("a conn 1.1.1.1|a conn ::1|a fail|a fail h.x|a fail", "a conn h.x|a conn 1.1.1.1|a fail"),
    "|".join(
        [*(f"s{number} conn 192.0.2.{number}" for number in range(102)), "s0 fail", "s1 fail", "s2 fail", "s101 fail"]
    ),
)
OTHERS = {
    r"failregex = ^ <HOST>\s": "1.2.3.4|1.2.3.4 x|1.2.3.4x",
    r"failregex = ^ <HOST>\n": "1.2.3.4|1.2.3.4 ",
    r"failregex = ^ <F-ID>\S*</F-ID> y\Z": "a y|a y ",
    """prefregex = ^ p <F-CONTENT>.+</F-CONTENT>$
failregex = ^<HOST>\\s$
ignoreregex = z\\s""": "p 1.2.3.4|p 1.2.3.4 |p z",
    """prefregex = ^ p <F-CONTENT>.+</F-CONTENT>$
failregex = ^a <HOST>$
            ^b <HOST>$
            ^c <HOST>$
            ^d <HOST>$
ignoreregex = ^ p a""": "p a 1.2.3.4|p b 1.2.3.4|p d 1.2.3.4",
    """prefregex = ^ <HOST> <F-CONTENT>.+</F-CONTENT>$
failregex = ^a$
            ^<F-ID>b</F-ID>""": "1.2.3.4 a|::1 b|h.x a|1.2.3.4 c",
    """prefregex = ^ p(?: <ADDR>)? <F-CONTENT>.+</F-CONTENT>$
failregex = ^(?:by <ADDR> )?a$
            ^(?:by <F-ID>\\S+</F-ID> )?b$
            ^c$""": "p 1.2.3.4 a|p 1.2.3.4 by ::2 a|p ::1 by 1.2.3.4 a|p by ::2 a|p 1.2.3.4 b|p ::1 by x b|p ::1 c",
    """prefregex = ^ <F-MLFID>\\w+</F-MLFID>(?: <ADDR>)? <F-CONTENT>.+</F-CONTENT>$
failregex = ^(?:by <ADDR> )?a$
            ^(?:as <F-MLFID>\\w+</F-MLFID> )?b$
            ^(?:<F-NOFAIL>no</F-NOFAIL> )?c$""": "s 1.2.3.4 a|t ::1 by ::2 a|t a|u ::1 b|u as s b|s b|s a|v no c|v c",
    "failregex = ^ <SUBNET> x$": "1.2.3.4/24 x|1.2.3.4 x|2001:DB8::1/32 x|1.2.3.4/99 x|::1/129 x|1.2.3.4/32 x",
    "failregex = ^ <ADDR> x$": "::ffff:0102:0304 x|1:2:3:4:5:6:7:8 x|1::3:0:0:6 x|::102:304 x|a:b:c::d::e x|::1:2 x",
    "failregex = ^ <HOST> x$": "::255.255.0.1 x|[::1] x|999.1.1.1 x|1.2.3.04 x|h_.x x|FE80::1 x|::2:3:4:5 x",
    "failregex = ^ <HOST> <F-ALT_USER>u</F-ALT_USER>": "n 1.2.3.4|1.2.3.4 u|n",
    """failregex = ^ <HOST> one
            ^ \\S+ <HOST>$
ignoreregex = ^ (?i:IGN)""": "h.x one|h.x 1.2.3.4|ign one|\u0130gn one",
}
CASES = [*((SESSION, lines) for lines in SESSIONS), *OTHERS.items()]


@pytest.fixture(scope="module")
def differ() -> list[list[str]]:
    """Return how each case differs."""
    asked: list[tuple[Any, list[str]]] = []
    answers = []
    with Sandbox(working_kind()) as sandbox:
        for text, case in CASES:
            lines = [f"2024-06-30 11:00:00 {line}" for line in case.split("|")]
            files = {"filter.d/f.conf": f"[Definition]\n{text}\n"}
            request = {"files": files, "filters": [], "actions": [], "jails": [], "compile": ["f"], "seconds": 60}
            answer = ask(sandbox, {**request, "logs": [{"filter": "f", "lines": lines, "jail": ""}]})
            asked.append((data_of("f", answer["compiled"]["f"]), lines))
            answers.append({**answer["logs"][0], "jails": {}})
    found = in_node(PROVE_ALL, asked)
    return [[one.fact for one in differences([log], [other])] for log, other in zip(answers, found, strict=True)]


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: CASES[number][1][:50])
def test_the_same_lines_are_of_the_same(number: int, differ: list[list[str]]) -> None:
    assert differ[number] == []
