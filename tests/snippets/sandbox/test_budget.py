"""The checks of a group, and of a document, take their share of time and no more, and few processes."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from faircopy.diagnostics.model import Severity
from faircopy.markdown.document import parse_document
from faircopy.snippets import rules
from faircopy.snippets.cache import Cache
from faircopy.snippets.check import Report, all_rules, check_documents
from faircopy.snippets.checkers._apache.other_modules import without_others
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Level, Status
from faircopy.snippets.sandbox.budget import TimeBudget, TimeLimits, UsedUpError
from faircopy.snippets.sandbox.process import Completed, ResourceLimits, Server, TimeLimitError
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from keptsandbox import kept_sandbox

# As the clock of a test goes: so many seconds for each process. The real ones take a thousandth of that, and what is
# left of a limit is always enough for one.
CPU_LIMIT_S = 1000.0


class Counting(Sandbox):
    """The real sandbox, which counts what it starts, and a clock that goes on with each process alone."""

    def __init__(self) -> None:
        super().__init__(working_kind())
        self.commands: list[str] = []

    def run(
        self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits | None = None, stdin: str = ""
    ) -> Completed:
        self.commands.append(os.path.basename(command[0]))  # noqa: PTH119
        return super().run(command, root, limits, stdin)

    @contextmanager
    def server(self, name: str, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits) -> Iterator[Server]:
        with super().server(name, command, root, limits) as server:
            yield server
        if name == "fail2ban":  # other servers stand for a run
            self.commands.append(name)

    def time(self) -> float:
        return CPU_LIMIT_S * len(self.commands)


def check(text: str, sandbox: Counting, group: float = 1e9, document: float = 1e9, **more: object) -> Report:
    limits = TimeLimits(group, document, sandbox.time)
    settings = Settings(sandbox=sandbox, jobs=1, limits=limits, **more)  # type: ignore[arg-type]
    return check_documents([parse_document(path, text) for path in ("a.md", "b.md")], settings)


def of_a(report: Report) -> list[str]:
    """Return the verdicts of the first document; the second one is the same, with a limit of its own."""
    verdicts = [(one.snippet.path, str(one.verdict.status)) for one in report.checked]
    first = [verdict for path, verdict in verdicts if path == "a.md"]
    assert first == [verdict for path, verdict in verdicts if path == "b.md"]
    return first


# TOML takes one process, also where it is wrong.
# Each makes a claim, so each is read once.
FOUR = "".join(
    f'```{{.toml check="toml"}}\na = {number}{more}\n```\n\n' for number, more in enumerate(["", ",", "", ""])
)


def test_when_a_groups_time_is_over_the_rest_is_not_judged_and_what_was_stays() -> None:
    sandbox = Counting()
    report = check(FOUR, sandbox, group=1.5 * CPU_LIMIT_S)
    assert of_a(report) == ["passed", "failed", "timed-out", "timed-out"]
    assert len(sandbox.commands) == 2 * 2
    assert [str(one) for one in report.diagnostics if one.path == "a.md" and one.code == "SN191"] == [
        (
            f"a.md:{line}: error SN191 not judged: the checks of this group have taken the 1500 seconds that they may; "
            'shorten what takes long there, or show it with check="none" reason="…"'
        )
        for line in (9, 13)
    ]


def test_a_group_does_not_take_the_time_of_another() -> None:
    other = '```{.json group="other"}\n[]\n```\n'
    assert of_a(check(FOUR + other, Counting(), group=1.5 * CPU_LIMIT_S))[3:] == ["timed-out", "passed"]


def test_a_document_has_a_limit_of_its_own() -> None:
    groups = FOUR.replace("check=", 'group="N" check=', 1).replace("{.toml check=", '{.toml group="M" check=', 1)
    report = check(groups, Counting(), document=2.5 * CPU_LIMIT_S)
    assert of_a(report) == ["passed", "failed", "passed", "timed-out"]
    (messages,) = [one for one in report.diagnostics if one.path == "a.md" and one.code == rules.TIMED_OUT.code]
    assert "the checks of this document have taken the 2500 seconds" in messages.message


def test_without_time_nothing_is_started_and_everything_has_a_verdict() -> None:
    sandbox = Counting()
    assert of_a(check(FOUR, sandbox, group=0)) == ["timed-out"] * 4
    assert sandbox.commands == []


def test_a_program_has_no_more_time_than_is_left() -> None:
    class Noting(Counting):
        seconds: list[float]

        def run(
            self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits | None = None, stdin: str = ""
        ) -> Completed:
            self.seconds.append((limits or ResourceLimits()).seconds)
            return super().run(command, root, limits, stdin)

    sandbox = Noting()
    sandbox.seconds = []
    check(FOUR, sandbox, group=CPU_LIMIT_S + 30)
    assert sandbox.seconds == [ResourceLimits().seconds, 30.0] * 2


@pytest.mark.slow
def test_a_program_that_is_ended_with_its_group_is_said_to_be() -> None:
    class Late(Counting):
        def run(
            self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits | None = None, stdin: str = ""
        ) -> Completed:
            super().run(command, root, limits, stdin)
            raise TimeLimitError("it took longer")

    report = check(FOUR, Late(), group=0.5 * CPU_LIMIT_S)
    assert of_a(report) == ["timed-out"] * 4
    assert {one.message.partition(":")[0] for one in report.diagnostics} == {"not judged"}
    assert "it took longer" in check(FOUR, Late(), group=9 * CPU_LIMIT_S).diagnostics[0].message


def test_what_is_kept_takes_no_time(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", all_rules)
    check(FOUR, Counting(), cache=cache)
    assert of_a(check(FOUR, Counting(), group=0, cache=cache)) == ["passed", "failed", "passed", "passed"]


def test_what_was_not_judged_in_time_is_not_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", all_rules)
    check(FOUR, Counting(), group=0, cache=cache)
    assert of_a(check(FOUR, Counting(), cache=cache)) == ["passed", "failed", "passed", "passed"]


@pytest.mark.slow
def test_a_server_has_no_more_time_than_is_left(need: Callable[[str], str]) -> None:
    need("fail2ban-client")
    jail = '```{.ini file="/etc/fail2ban/jail.local" group="G"}\n[sshd]\nmaxretry = 3\n```\n\n'
    sandbox = Counting()
    report = check(jail.replace("G", "a") + jail.replace("G", "b"), sandbox, document=0.5 * CPU_LIMIT_S)
    assert of_a(report) == ["passed", "timed-out"]
    assert sandbox.commands == ["fail2ban"] * 2


def test_checks_at_the_same_time_share_what_there_is() -> None:
    now = [0.0]
    budget = TimeBudget("group", 10, lambda: now[0])
    with budget.spending():
        now[0] = 3
        with budget.spending():
            now[0] = 5
            assert budget.left() == 10 - 5 - 2
    assert budget.left() == 10 - 5 - 2
    with budget.spending():
        now[0] = 9
        with pytest.raises(UsedUpError):
            budget.left()


# Each snippet has its own verdict


@pytest.mark.slow
def test_a_bomb_beside_a_doubled_key() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True))

    class Bombed(Sandbox):
        """A sandbox that takes less than a hundred words for a bomb's worth of work."""

        def run(
            self, command: Sequence[str], root: SandboxRoot, limits: ResourceLimits | None = None, stdin: str = ""
        ) -> Completed:
            if "&h" in stdin:
                return super().run(["/bin/sh", "-c", "while :; do :; done"], root, ResourceLimits(cpu_seconds=1))
            return super().run(command, root, limits, stdin)

    text = f"```yaml\n{bomb}```\n\n```yaml\na: 1\nb: 2\na: 3\n```\n\n```yaml\na: 1\n```\n"
    report = check_documents([parse_document("a.md", text)], Settings(sandbox=Bombed(working_kind())))
    assert [one.verdict.status for one in report.checked] == [Status.TIMED_OUT, Status.FAILED, Status.PASSED]
    assert [(one.code, one.line) for one in report.diagnostics] == [("SN191", 1), ("SN411", 15)]


# Processes

LINES = {
    "apache": ('.apache context="server"', "php_value a b\n", "apache2"),
    "apache mixed": ('.apache context="server"', "php_value a b\nSecRule x\nWSGIDaemonProcess x\n", "apache2"),
    "apache modules": ('.apache context="server"', "LoadModule php_module /usr/lib/php.so\n", "apache2"),
    "apache unknown": ('.apache context="server"', "Nope a b\n", "apache2"),
    "crontab": ('.cron context="user"', "61 * * * * x\n", "crontab"),
    "dockerfile": ('.dockerfile context="stage"', "WORKDIR srv\n", None),
    "ini": (".ini", "x\n", None),
    "iptables": ('.iptables context="filter"', "-A NOPE -j DROP\n", "iptables-restore"),
    "json": (".json", "[1,]\n", None),
    "logrotate": ('.logrotate context="file"', "nope\n", "logrotate"),
    "nftables": ('.nftables context="chain"', "drp\n", "nft"),
    "nginx": ('.nginx context="server"', "nope 1;\n", "nginx"),
    "nginx modules": ('.nginx context="server"', "headers_more 1;\n", "nginx"),
    "python": (".python", "= 1\n", None),
    "shell": (".bash", "cp $x\n", None),
    "sshd": ('.sshd_config context="global"', "Nope 1\n", "sshd"),
    "sudoers": ('.sudoers context="file"', "nope\n", "visudo"),
    "systemd": ('.systemd context="service"', "[Service]\nNope=1\n", "systemd-analyze"),
    "toml": (".toml", "x\n", None),
    "yaml": (".yaml", "a: 1\n", None),
    "fail2ban filter": (
        '.ini file="/etc/fail2ban/filter.d/x.conf"',
        "[Definition]\nfailregex = ^ -\n",
        "fail2ban-client",
    ),
    "fail2ban jail": ('.ini file="/etc/fail2ban/jail.local"', "[sshd]\nmaxretry = x\n", "fail2ban-client"),
    "fail2ban log": ('.text log="sshd"', "Nov 28 12:00:00 a sshd[1]: x\n", "fail2ban-client"),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LINES)
def test_the_number_of_processes_does_not_grow_with_the_lines(name: str, need: Callable[[str], str]) -> None:
    claim, lines, program = LINES[name]
    if program:
        need(program)
    started = []
    for times in (6, 200):
        sandbox = Counting()
        text = f"```{{{claim}}}\n{lines * times}```\n"
        check_documents([parse_document("a.md", text)], Settings(sandbox=sandbox))
        started.append(len(sandbox.commands))
    assert started[1] <= started[0] <= 5


@pytest.mark.slow
@pytest.mark.parametrize(
    "lines",
    [
        "php_value a b",
        '"php_value" a b',
        "  PHP_Value a \\\n  b",
        "php_\\\nvalue a b",
        "<Directory /x>\nphp_flag a on\n</Directory>",
        "LoadModule php_module modules/libphp.so",
        "LoadModule php_module modules/libphp.so\nphp_value a b\nSecRuleEngine On",
    ],
)
def test_what_belongs_to_other_packages_of_apache_is_passed_over(lines: str, need: Callable[[str], str]) -> None:
    need("apache2")
    good = f'```{{.apache context="server"}}\n{lines}\nTimeout 5\n```\n'
    report = check_documents([parse_document("a.md", good)], Settings(sandbox=kept_sandbox()))
    assert [(one.verdict.status, one.verdict.level) for one in report.checked] == [(Status.PASSED, Level.PARSED)]
    slip = check_documents(
        [parse_document("a.md", good.replace("Timeout", "Timeuot"))], Settings(sandbox=kept_sandbox())
    )
    # Notes say whose the others are.
    errors = [(one.code, one.line) for one in slip.diagnostics if one.severity is Severity.ERROR]
    assert errors == [("SN321", 3 + lines.count("\n"))]


@pytest.mark.parametrize(
    "code", ["AddCharset a \\\n php_value\n", "# php_value \\\nphp_value\n", "Timeout 5 # php_value", ""]
)
def test_what_is_apaches_own_stays(code: str) -> None:
    assert without_others(code, (), "2.4.62") == code
