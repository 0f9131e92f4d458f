"""fail2ban's own filters: our matcher finds in lines what fail2ban finds.

benchmarks/filter_pairs.py compares every filter with every line, and tens of thousands of changed lines.
"""

import random

import pytest

import stockfilters
from faircopy.filter_tool.proof import differences
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from nodejs import in_node

pytestmark = pytest.mark.slow

DRAWN = 12  # lines of other filters, for each


@pytest.fixture(scope="module")
def drawn() -> dict[str, list[str]]:
    source = random.Random(18)  # noqa: S311  # the same lines each time
    lines = stockfilters.all_lines()
    return {
        name: [*stockfilters.own_lines(name), *source.sample(lines, DRAWN)] for name in stockfilters.stock_filters()
    }


def test_the_matcher_finds_what_fail2ban_finds(drawn: dict[str, list[str]]) -> None:
    with Sandbox(working_kind()) as sandbox:
        pairs, wrong = stockfilters.compared(sandbox, drawn)
    assert wrong == []
    assert pairs > 1_500


def test_a_filter_that_lacks_an_expression_is_seen() -> None:
    lines = {"sshd": list(stockfilters.own_lines("sshd"))}
    with Sandbox(working_kind()) as sandbox:
        ((_, compiled, log),) = stockfilters.answers(sandbox, lines)
    compiled["fail"] = compiled["fail"][1:]
    data = stockfilters.data_of("sshd", compiled)
    (found,) = in_node(stockfilters.PROVE_ALL, [(data, lines["sshd"])])
    assert [*differences([{**log, "jails": {}}], [found])]


def test_filters_of_several_lines_are_not_offered() -> None:
    with Sandbox(working_kind()) as sandbox:
        found = stockfilters.answers(sandbox, dict.fromkeys(stockfilters.REFUSED, ("x",)))
    assert [stockfilters.data_of(name, compiled) for name, compiled, _ in found] == [None] * len(stockfilters.REFUSED)
