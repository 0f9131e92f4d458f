"""fail2ban's own filters, and the samples that its package brings: by fail2ban's library, and by our matcher."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from faircopy.filter_tool.export import filter_data
from faircopy.filter_tool.proof import differences
from faircopy.filter_tool.reasons import UntranslatableError
from faircopy.filter_tool.script import prover_script
from faircopy.snippets.checkers._fail2ban.client import ask
from faircopy.snippets.sandbox.runner import Sandbox
from nodejs import in_node

LOGS = Path("/usr/lib/python3/dist-packages/fail2ban/tests/files/logs")
# Of several lines, which the tool does not offer.
REFUSED = ("ejabberd-auth", "guacamole", "mongodb-auth", "slapd")
AT_A_TIME = 12  # filters that one request asks about
PROVE_ALL = prover_script().partition("const {data, samples}")[0] + (
    "process.stdout.write(JSON.stringify(input.map(([data, lines]) => tried({lines, jails: []}, data))));"
)


@cache
def stock_filters() -> tuple[str, ...]:
    """Return the names of the filters that have samples."""
    folder = Path("/etc/fail2ban/filter.d")
    return tuple(sorted(path.stem for path in folder.glob("*.conf") if (LOGS / path.stem).is_file()))


@cache
def own_lines(name: str) -> tuple[str, ...]:
    text = (LOGS / name).read_text(encoding="utf-8", errors="replace")
    return tuple(line.rstrip("\r") for line in text.split("\n") if line.strip() and not line.startswith("#"))


@cache
def all_lines() -> tuple[str, ...]:
    """Return every line of every sample, once."""
    names = sorted(path.name for path in LOGS.iterdir() if path.is_file())
    return tuple(dict.fromkeys(line for name in names for line in own_lines(name)))


def answers(sandbox: Sandbox, asked: Mapping[str, Sequence[str]], seconds: int = 60) -> list[tuple[str, Any, Any]]:
    """Return name, what is compiled, and what is found in its lines, of each filter: by fail2ban's own library."""
    found = []
    names = list(asked)
    for start in range(0, len(names), AT_A_TIME):
        part = names[start : start + AT_A_TIME]
        logs = [{"filter": name, "lines": list(asked[name]), "jail": ""} for name in part]
        request = {"files": {}, "filters": [], "actions": [], "jails": [], "logs": logs, "compile": part}
        answer = ask(sandbox, {**request, "seconds": seconds})
        found += [(name, answer["compiled"][name], log) for name, log in zip(part, answer["logs"], strict=True)]
    return found


def data_of(name: str, compiled: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the data of a filter, None where a browser cannot match as it does."""
    try:
        return filter_data(name, compiled, {}, "fail2ban")
    except UntranslatableError:
        return None


def compared(
    sandbox: Sandbox, asked: Mapping[str, Sequence[str]], seconds: int = 60
) -> tuple[int, list[tuple[str, str, str]]]:
    """Return how many pairs of filter and line were compared, and what differs: filter, line, and how."""
    known = [(name, data_of(name, compiled), log) for name, compiled, log in answers(sandbox, asked, seconds)]
    offered = [(name, data, {**log, "jails": {}}) for name, data, log in known if data]
    found = in_node(PROVE_ALL, [(data, asked[name]) for name, data, _ in offered], seconds * 10)
    wrong = [
        (name, asked[name][one.line - 1], one.fact)
        for (name, _, log), other in zip(offered, found, strict=True)
        for one in differences([log], [other])
    ]
    return sum(len(asked[name]) for name, _, _ in offered), wrong
