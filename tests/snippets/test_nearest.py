"""Many names that nobody knows: all are told, and what was meant is looked for a limited number of times."""

import difflib
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.checkers._fail2ban.filters import lint_names
from faircopy.snippets.checkers._fail2ban.includes import lint_includes
from faircopy.snippets.checkers._fail2ban.ini import parse_ini
from faircopy.snippets.checkers._fail2ban.jail_values import lint_jails
from faircopy.snippets.checkers._nearest import MAX_SUGGESTIONS, SuggestionFinder
from faircopy.snippets.jobs import Settings
from faircopy.snippets.sandboxed_parsers import read_nginx
from keptsandbox import kept_sandbox

MANY = 60
MISSPELT = {  # fence, what stands above, a line for each number, a program that it takes
    "nginx": ('.nginx context="server"', "", "server_nam{} x;\n", None),
    "sshd": ('.sshd_config context="global"', "", "PermitRootLogi{} no\n", "sshd"),
    "systemd": ('.systemd context="service"', "[Service]\nExecStart=/bin/true\n", "ExecStar{}=x\n", "systemd-analyze"),
    "logrotate": ('.logrotate context="file"', "", "delaycompres{}\n", "logrotate"),
    "iptables": ('.iptables context="filter"', "", "-A INPU{} -j ACCEPT\n", "iptables-restore"),
    "fail2ban": ('.ini file="/etc/fail2ban/jail.local"', "[sshd]\n", "maxretr{} = 1\n", "fail2ban-client"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", MISSPELT)
def test_all_are_told_and_some_with_what_was_meant(name: str, need: Callable[[str], str]) -> None:
    fence, above, line, program = MISSPELT[name]
    if program:
        need(program)
    # Letters: in some languages a name ends at a digit.
    lines = "".join(line.format(chr(97 + one // 26) + chr(97 + one % 26)) for one in range(MANY))
    settings = Settings(sandbox=kept_sandbox())
    messages = check_documents([parse_document("a.md", f"```{{{fence}}}\n{above}{lines}```\n")], settings).diagnostics
    first = above.count("\n") + 2
    assert {one.line for one in messages} >= set(range(first, first + (MANY if name != "sshd" else 30)))
    assert 0 < sum("did you mean" in one.hint for one in messages) <= MAX_SUGGESTIONS + 1


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names that were looked for, each as often as it was."""
    found: list[str] = []
    real = difflib.get_close_matches

    def counting(name: str, known: Iterable[str], n: int, cutoff: float) -> list[str]:
        found.append(name)
        return real(name, known, n, cutoff)

    for module in ("checkers._nearest", "checkers._fail2ban.filters", "sandboxed_parsers.read_nginx"):
        monkeypatch.setattr(f"faircopy.snippets.{module}.get_close_matches", counting)
    return found


def test_what_was_meant_is_looked_for_a_limited_number_of_times(looked: list[str]) -> None:
    nearest = SuggestionFinder()
    output = [nearest.hint(f"timeou{number}", ["timeout", "listen"]) for number in range(MANY)]
    assert output == ["did you mean 'timeout'?"] * MAX_SUGGESTIONS + [""] * (MANY - MAX_SUGGESTIONS)
    assert len(looked) == MAX_SUGGESTIONS


def test_that_holds_inside_of_a_sandbox(looked: list[str], tmp_path: Path) -> None:
    file = tmp_path / "nginx.conf"
    file.write_text("".join(f"user{number} x;\n" for number in range(MANY)))
    assert len(read_nginx.faults(str(file))) == MANY
    assert len(looked) == MAX_SUGGESTIONS


def test_that_holds_for_each_file_of_fail2bans(looked: list[str]) -> None:
    lines = "".join(f"failregex{number} = x\n" for number in range(MANY))
    ini = parse_ini(f"[Definition]\n{lines}")
    assert len(list(lint_names(ini, ("failregex",), (), "", part=False))) == MAX_SUGGESTIONS
    assert len(looked) == MAX_SUGGESTIONS
    assert len(list(lint_jails(parse_ini(f"[sshd]\n{lines}"), "", ()))) == MANY
    assert len(looked) == 2 * MAX_SUGGESTIONS
    included = "".join(f"  common{number}.conf\n" for number in range(MANY))
    ini = parse_ini(f"[INCLUDES]\nbefore =\n{included}")
    assert len(list(lint_includes(ini, lambda _: False, ["common.conf"]))) >= MANY
    assert len(looked) == 3 * MAX_SUGGESTIONS
