"""Generated filters: in lines made for them our matcher finds what fail2ban finds, or they are not offered."""

from collections.abc import Sequence

import pytest

import stockfilters
from faircopy.filter_tool.proof import differences
from faircopy.snippets.checkers._fail2ban.client import ask
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from generatedfilters import filters
from nodejs import in_node

pytestmark = pytest.mark.slow

NUMBER = 60
AT_A_TIME = 12


def compared(cases: Sequence[tuple[str, list[str]]]) -> tuple[int, int, list[tuple[str, str, str]]]:
    """Return how many filters were offered, how many lines matched, and what differs: filter, line and fact."""
    asked = []
    with Sandbox(working_kind()) as sandbox:
        for start in range(0, len(cases), AT_A_TIME):
            part = {f"f{number}": case for number, case in enumerate(cases[start : start + AT_A_TIME])}
            files = {f"filter.d/{name}.conf": text for name, (text, _) in part.items()}
            logs = [{"filter": name, "lines": lines, "jail": ""} for name, (_, lines) in part.items()]
            request = {"files": files, "filters": [], "actions": [], "jails": [], "logs": logs, "compile": list(part)}
            answer = ask(sandbox, {**request, "seconds": 60})
            for (name, (text, lines)), log in zip(part.items(), answer["logs"], strict=True):
                compiled = answer["compiled"][name]
                data = None if compiled["error"] else stockfilters.data_of(name, compiled)
                if data:
                    asked.append((text, lines, data, {**log, "jails": {}}))
    found = in_node(stockfilters.PROVE_ALL, [(data, lines) for _, lines, data, _ in asked], 600)
    wrong = [
        (text, repr(lines[one.line - 1]), one.fact)
        for (text, lines, _, log), other in zip(asked, found, strict=True)
        for one in differences([log], [other])
    ]
    return len(asked), sum(len(log["matches"]) for *_, log in asked), wrong


def test_generated_filters_find_the_same() -> None:
    offered, matched, wrong = compared([*filters(NUMBER, 18)])
    assert wrong == []
    # The comparison has something to compare.
    assert offered > NUMBER / 2
    assert matched > 2 * NUMBER
