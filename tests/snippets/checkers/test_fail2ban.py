"""The fail2ban checker: each mistake in a post with a log, a filter and a jail, and no false alarm on stock files."""

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.document import parse_document
from faircopy.snippets.check import Report, check_documents
from faircopy.snippets.checkers._fail2ban import client, jail_values
from faircopy.snippets.checkers._fail2ban.client import PYTHON
from faircopy.snippets.checkers._fail2ban.ini import parse_ini
from faircopy.snippets.checkers._fail2ban.redos import is_catastrophic
from faircopy.snippets.checkers._fail2ban.values import (
    trouble_with_addresses,
    trouble_with_duration,
    trouble_with_ports,
)
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Level, Status
from faircopy.snippets.sandbox.process import Server
from keptsandbox import kept_sandbox

pytestmark = pytest.mark.slow

POST = Path(__file__).with_name("scanners.md").read_text(encoding="utf-8")
STOCK = Path("/etc/fail2ban")


@pytest.fixture(autouse=True, scope="module")
def _installed(need: Callable[[str], str]) -> None:
    need("fail2ban-client")


def check(text: str, path: str = "a.md") -> Report:
    return check_documents([parse_document(path, text)], Settings(sandbox=kept_sandbox()))


def lines_and_messages(report: Report) -> list[tuple[int, str]]:
    return [(one.line, str(one).partition(": ")[2]) for one in report.diagnostics]


def test_the_post_has_no_mistake() -> None:
    assert lines_and_messages(check(POST)) == []


FILTER = "failregex = ^<HOST> -"
MUTATIONS = {
    "the host tag dropped": (FILTER, "failregex = ^ -", 0, "SN204", "put fail2ban's host tag <HOST>"),
    "a section misspelt": ("[Definition]", "[Defintion]", 0, "SN201", "did you mean '[Definition]'?"),
    "a section in lower case": ("[Definition]", "[definition]", 0, "SN201", "did you mean '[Definition]'?"),
    "no section": (f"[Definition]\n{FILTER}", FILTER, 0, "SN212", "put a section header like [Definition] above it"),
    "an option misspelt": ("failregex =", "failregexx =", 0, "SN202", "did you mean 'failregex'?"),
    "an option of the jail misspelt": ("maxretry", "maxretri", 0, "SN202", "did you mean 'maxretry'?"),
    "an option that nobody reads": ("enabled = true", "enabled = true\ncolour = blue", 0, "SN202", "remove it"),
    "a duration in words": (
        "bantime = 3600",
        "bantime = tenminutes",
        0,
        "SN221",
        "write seconds, or a number with a unit",
    ),
    "neither true nor false": ("enabled = true", "enabled = ture", 0, "SN221", "write true or false"),
    "a backend misspelt": ("enabled = true", "enabled = true\nbackend = pollling", 0, "SN221", "known: auto"),
    "an address that is none": (
        "enabled = true",
        "enabled = true\nignoreip = 300.1.2.3",
        0,
        "SN221",
        "write addresses",
    ),
    "not a number": ("maxretry = 3", "maxretry = three", 0, "SN221", "write a number"),
    "a port that is none": ('port="http,https"', 'port="http,99999"', 0, "SN221", "write numbers, ranges"),
    "a filter misspelt": (
        "filter = apache-numeric\n",
        "filter = apache-numerc\n",
        0,
        "SN222",
        "did you mean 'apache-numeric'?",
    ),
    "an action misspelt": (
        "iptables-multiport[",
        "iptables-multipart[",
        0,
        "SN223",
        "did you mean 'iptables-multiport'?",
    ),
    "an action that is nowhere": ("iptables-multiport[", "quarantine[", 0, "SN223", "add it to the group"),
    "an argument misspelt": ("name=ApacheNumeric", "nmae=ApacheNumeric", 0, "SN224", "did you mean 'name'?"),
    "a bracket of the action too few": ('https"]', 'https"', 0, "SN221", 'write name[argument="value", …]'),
    "a quote of the action too few": ('https"]', "https]", 0, "SN221", 'write name[argument="value", …]'),
    "a line that has lost its indent": (
        "[Definition]\n",
        "[Definition]\n^ b: <HOST>$\n",
        0,
        "SN202",
        "indent the line if it continues",
    ),
    "an option twice": ("maxretry = 3", "maxretry = 3\nmaxretry = 4", 0, "SN211", "keep one of them"),
    "a section twice": (
        "maxretry = 3",
        "maxretry = 3\n[apache-numeric]\nport = ssh",
        0,
        "SN211",
        "combine the two sections",
    ),
    "a bracket too few": (
        "(?:GET|POST|HEAD) http",
        "(?:GET|POST|HEAD http",
        0,
        "SN204",
        "count the brackets: one is not closed",
    ),
    "a bracket too many": ("(?:GET|POST|HEAD) http", "(?:GET|POST|HEAD)) http", 0, "SN204", "one too many is closed"),
    "a tag in HTML's escapes": ("^<HOST> -", "^&lt;HOST&gt; -", 0, "SN206", "write the character itself"),
    "a lone percent sign": ("^<HOST> -", "^<HOST> 100% -", 0, "SN205", "write %% for a percent sign"),
    "a comment behind it": (
        r"{3}[:/ ]" + "\nignoreregex =\n```\n\nThe",
        r"{3}[:/ ]" + "$ # the end\nignoreregex =\n```\n\nThe",
        -1,
        "SN207",
        "put the comment on its own line",
    ),
    "an include misspelt": (
        "[Definition]\n",
        "[INCLUDES]\nbefore = comon.conf\n[Definition]\n",
        1,
        "SN209",
        "did you mean 'common.conf'?",
    ),
    "an include from elsewhere": (
        "[Definition]\n",
        "[INCLUDES]\nbefore = /etc/passwd\n[Definition]\n",
        1,
        "SN112",
        "name a file in the same folder",
    ),
    "a line that does not match": (
        "http://198.51.100.7/three",
        "http://example.org/x",
        0,
        "SN232",
        "correct the line or the filter",
    ),
    "a log for another filter": (
        'log="apache-numeric"',
        'log="apache-numerc"',
        0,
        "SN231",
        "did you mean 'apache-numeric'?",
    ),
    "a wrong count": ('match="all"', 'match="4" of="5"', 0, "SN234", 'write match="5" of="5"'),
    "no line promised": ('match="all"', 'match="none"', 1, "SN233", "correct the filter"),
}


@pytest.fixture(scope="module")
def findings_of_all() -> list[Diagnostic]:
    """The findings in the post with each of the mistakes, all in one run; the name of a mistake is its path."""
    documents = [parse_document(name, POST.replace(*MUTATIONS[name][:2], 1)) for name in MUTATIONS]
    return list(check_documents(documents, Settings(sandbox=kept_sandbox())).diagnostics)


@pytest.mark.parametrize("name", MUTATIONS)
def test_each_mistake_is_found_once_on_its_line(name: str, findings_of_all: list[Diagnostic]) -> None:
    old, new, offset, code, hint = MUTATIONS[name]
    assert old in POST
    changed = POST.replace(old, new, 1)
    pairs = zip(POST.split("\n"), changed.split("\n"), strict=False)
    first = next(number for number, (before, after) in enumerate(pairs, 1) if before != after)
    line = first + max(offset, 0)
    (found,) = [one for one in findings_of_all if one.path == name]
    assert found.line == line, found
    assert code in str(found)
    assert hint in str(found)


def test_columns_point_into_the_value() -> None:
    text = POST.replace("name=ApacheNumeric", "nmae=ApacheNumeric")
    (found,) = check(text).diagnostics
    line = text.split("\n")[found.line - 1]
    assert line[found.column - 1 :].startswith("nmae=")


def test_a_filter_that_nothing_can_load_fails_what_relies_on_it() -> None:
    report = check(POST.replace(FILTER, "failregex = ^ -", 1))
    statuses = [
        one.verdict.status for one in report.checked if one.snippet.group == "default" and one.snippet.check != "none"
    ]
    assert set(statuses[:3]) == {Status.FAILED}


def test_a_regular_expression_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "CPU_LIMIT_S", 1)
    bomb = (
        '```{.ini file="/etc/fail2ban/filter.d/bomb.conf"}\n[Definition]\nfailregex = ^<HOST> (?:[a-z]+)*$\n```\n\n'
        '```{.text log="bomb" match="none"}\n192.0.2.1 ' + "a" * 40 + "!\n```\n"
    )
    report = check(bomb)
    assert {one.verdict.status for one in report.checked} == {Status.TIMED_OUT}
    assert "SN191 fail2ban used more than 1 seconds of processor time" in str(report.diagnostics[0])
    # ... and the worker is there for the next one.
    assert check(bomb.replace("(?:[a-z]+)*$", "nobody")).checked[0].verdict.status is Status.PASSED


def test_who_shares_a_group_with_a_bomb_has_a_verdict_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "CPU_LIMIT_S", 1)
    good, bomb = "failregex = ^<HOST> -$", "failregex = ^<HOST> (?:[a-z]+)*$"
    text = "".join(
        f'```{{.ini file="/etc/fail2ban/filter.d/{name}.conf"}}\n[Definition]\n{regex}\n```\n\n'
        f'```{{.text log="{name}" match="all"}}\n{line}\n```\n\n'
        for name, regex, line in (
            ("good", good, "1.2.3.4 -"),
            ("bomb", bomb, "1.2.3.4 " + "a" * 40 + "!"),
            ("wrong", good, "nobody"),
            ("broken", "failregex = ^ -$", "1.2.3.4 -"),
        )
    )
    report = check(text + '```{.ini file="/etc/fail2ban/jail.local"}\n[good]\nlogpath = /var/log/good\n```\n')
    assert [(str(one.verdict.status), one.verdict.level) for one in report.checked] == [
        ("passed", Level.EXERCISED),
        ("passed", Level.EXERCISED),
        ("timed-out", None),
        ("timed-out", None),
        ("passed", Level.EXERCISED),
        ("failed", None),
        ("failed", None),
        ("failed", None),
        ("passed", Level.LOADED),
    ]


def test_the_worker_may_end_and_others_are_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the machine runs out of memory over one of them."""
    whole = Server.ask

    def ask(self: Server, question: str, seconds: float) -> str:
        if "deadly" in question and "deadly" in str(json.loads(question)["logs"]):
            whole(self, question, seconds)  # only what has begun sees the end of what has started it
            assert self.process.stdout
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.stdout.read()  # until it is gone
        return whole(self, question, seconds)

    monkeypatch.setattr(Server, "ask", ask)
    filter_file = '```{.ini file="/etc/fail2ban/filter.d/x.conf"}\n[Definition]\nfailregex = ^<HOST> -\n```\n\n'
    logs = "".join(f'```{{.text log="x" match="all"}}\n1.2.3.4 - {word}\n```\n\n' for word in ("harmless", "deadly"))
    report = check(filter_file + logs)
    assert [str(one.verdict.status) for one in report.checked] == ["failed", "passed", "failed"]
    assert {str(one).split()[2] for one in report.diagnostics if one.severity == "error"} == {"SN194"}


def test_a_slow_shape_is_warned_of() -> None:
    text = '```{.ini file="/etc/fail2ban/filter.d/x.conf"}\n[Definition]\nfailregex = ^<HOST> (?:[a-z]+)* -$\n```\n'
    assert [(line, "warning SN210" in message) for line, message in lines_and_messages(check(text))] == [(3, True)]


@pytest.mark.parametrize(
    ("regex", "slow"),
    [
        (r"(?:[a-z]+)*$", True),
        (r"^<HOST> (\S+)+ x", True),
        (r"(?:a+|b)*c", True),
        (r"(?:a+b)*c", False),
        (r"(?:[a-z]{2})+", False),
        (r".*foo.*bar", False),
        (r"(?:x", False),
    ],
)
def test_slow_shapes(regex: str, *, slow: bool) -> None:
    assert is_catastrophic(regex) is slow


def stock_post(path: Path) -> str:
    return f'````{{.ini file="{path}"}}\n{path.read_text().rstrip()}\n````\n'


@pytest.mark.parametrize("folder", ["filter.d", "action.d"])
def test_no_stock_file_raises_an_alarm(folder: str) -> None:
    documents = [parse_document(path.name, stock_post(path)) for path in sorted((STOCK / folder).glob("*.conf"))]
    assert len(documents) > 50
    report = check_documents(documents, Settings(sandbox=kept_sandbox()))
    assert [str(one) for one in report.diagnostics] == []
    assert {one.verdict.status for one in report.checked} == {Status.PASSED}


def test_no_stock_jail_raises_an_alarm() -> None:
    report = check(stock_post(STOCK / "jail.conf"))
    assert lines_and_messages(report) == []
    assert report.checked[0].verdict.level is Level.LOADED


def test_an_action_of_the_group_is_known_to_its_jail() -> None:
    code = "[Definition]\nactionban = ring <ip> <tone>\n[Init]\ntone = low\n"
    action = f'```{{.ini file="/etc/fail2ban/action.d/bell.conf"}}\n{code}```\n'
    jail = '```{.ini file="/etc/fail2ban/jail.local"}\n[sshd]\nenabled = true\naction = bell[tone=high]\n```\n'
    assert lines_and_messages(check(f"{action}\n{jail}")) == []
    ((line, message),) = lines_and_messages(check(f"{action}\n{jail.replace('tone=', 'tome=')}"))
    assert (line, "did you mean 'tone'?" in message) == (11, True)
    ((line, message),) = lines_and_messages(check(action.replace("actionban", "actonban")))
    assert (line, "did you mean 'actionban'?" in message) == (3, True)


def test_a_log_may_be_for_a_stock_filter_with_options() -> None:
    line = "Jun 21 16:55:02 host sshd[1]: Failed password for root from 192.0.2.9 port 22 ssh2"
    assert lines_and_messages(check(f'```{{.text log="sshd[mode=aggressive]" match="all"}}\n{line}\n```\n')) == []


def test_nothing_of_the_machine_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.conf"
    secret.write_text("[Definition]\nfailregex = ^<HOST> the-secret-word\n")
    for include in (str(secret), f"../../../..{secret}", "/etc/shadow"):
        file = "/etc/fail2ban/filter.d/x.conf"
        code = f"[INCLUDES]\nbefore = {include}\n[Definition]\nfailregex = ^<HOST> -\n"
        text = f'```{{.ini file="{file}"}}\n{code}```\n'
        report = check(text)
        assert [line for line, _ in lines_and_messages(report)] == [3]
        assert "SN112" in lines_and_messages(report)[0][1]
        assert "the-secret-word" not in str(report)


def test_a_duration_is_never_evaluated(tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    value = f"__import__('os').system('touch {canary}')"
    text = f'```{{.ini file="/etc/fail2ban/jail.local"}}\n[sshd]\nbantime = {value}\nfindtime = {value}\n```\n'
    assert [("SN221" in message) for _, message in lines_and_messages(check(text))] == [True, True]
    assert not canary.exists()


@pytest.mark.parametrize("value", ["600", "-1", "10m", "1h 30m", "1d12h", "2 weeks", "1mo", "1.5h", "1year-6mo"])
def test_durations(value: str) -> None:
    assert trouble_with_duration(value) == ""


@pytest.mark.parametrize("value", ["", "ten", "10 minuets", "m", "1h;2h", "0x10", "10**9"])
def test_no_durations(value: str) -> None:
    assert trouble_with_duration(value) != ""


def test_durations_are_those_that_fail2ban_itself_reads() -> None:
    units = (
        "s ss sec secs second seconds m mm min mins minute minutes h hh hour hours hrs d dd day days w ww week weeks"
    )
    names = f"{units} mo mon month months y yy year years yr x".split()
    values = [f"10{space}{name}" for name in names for space in ("", " ")]
    values += ["1h 30", "1h30m", "1h -10m", "1d6", "1.5h", "-1", "10", "1H 2M", "1w 2 d", "0x10", "1e3"]
    code = (
        "import json, sys\nfrom fail2ban.server.mytime import MyTime\n"
        "def reads(value):\n try: return isinstance(MyTime.str2seconds(value), (int, float))\n"
        " except Exception: return False\n"
        "print(json.dumps([reads(value) for value in json.load(sys.stdin)]))"
    )
    said = subprocess.run([PYTHON, "-c", code], input=json.dumps(values), capture_output=True, text=True, check=True)
    expected = dict(zip(values, json.loads(said.stdout), strict=True))
    assert {value: not trouble_with_duration(value) for value in values} == expected


@pytest.mark.parametrize("option", ["loglevel = LOUD", "dbmaxmatches = many", "dbpurgeage = soon"])
@pytest.mark.parametrize("section", ["Definition", "DEFAULT"])
def test_values_with_which_the_server_does_not_start(option: str, section: str) -> None:
    text = f'```{{.ini file="/etc/fail2ban/fail2ban.local"}}\n[{section}]\n{option}\n```\n'
    (found,) = check(text).diagnostics
    assert (found.line, found.code) == (3, "SN221")


def test_addresses_and_ports() -> None:
    assert trouble_with_addresses("127.0.0.1/8 ::1, host.example.org 192.0.2.0/24") == ""
    assert "300.1.1.1" in trouble_with_addresses("300.1.1.1")
    assert "192.0.2.0/33" in trouble_with_addresses("192.0.2.0/33")
    assert trouble_with_ports("http,https,8080 6000:6010") == ""
    assert trouble_with_ports("70000") != ""


@given(st.text(max_size=200))
def test_any_text_is_read_as_ini_without_an_exception(text: str) -> None:
    ini = parse_ini(text)
    lines = text.split("\n")
    for option in ini.options:
        for line in option.lines:
            assert lines[line.line - 1][line.column - 1 :].startswith(line.text)


JAILS = '```{{.ini file="/etc/fail2ban/jail.local"}}\n{}\n```\n'


@pytest.mark.parametrize(
    "jails",
    [
        *("[DEFAULT]\ncfemail = a@example.org\ncfapikey = k", "[DEFAULT]\nblocklist_de_apikey = k\n"),
        *("[sshd]\nsshd_backend = systemd", '[sshd]\naction = %(action_abuseipdb)s[abuseipdb_apikey="k"]'),
        *(
            '[sshd]\nignorecache = key="<F-USER>@<ip-host>", max-count=100, max-time=5m',
            "[sshd]\nbantime.multipliers = 1 2",
        ),
        f"[{'x' * 25}]\nfilter = sshd\nlogpath = /x\nenabled = true",
        *("[sshd]\nlogpath = /var/log/a.log\n          /var/log/b.log tail\n          %(sshd_log)s",),
        *("[sshd]\nmode = aggressive", "[postfix]\nfilter = postfix[mode=extra]", "[sshd]\nbackend = systemd"),
        "[postfix]\nbackend = systemd",
    ],
)
def test_what_stock_files_read_is_known(jails: str) -> None:
    assert lines_and_messages(check(JAILS.format(jails))) == []


@pytest.mark.parametrize(
    ("jails", "line", "column", "code"),
    [
        ("[sshd]\nmode = agressive", 3, 8, "SN226"),
        ("[sshd]\nfilter = sshd[mode=ddoss]", 3, 20, "SN226"),
        ("[DEFAULT]\nmode = extraa\n[sshd]\nenabled = true", 3, 8, "SN226"),
        ("[sshd]\nlogpath = /var/log/a.log /var/log/b.log", 3, 26, "SN221"),
        ("[sshd]\nlogpath = /var/log/a.log\n  /var/log/b.log \\", 4, 18, "SN221"),
        ("[x]\nfilter = sshd", 2, 1, "SN227"),
        ("[sshd]\nbackend = systemd\nlogpath = /var/log/a.log", 4, 11, "SN228"),
        ("[DEFAULT]\nbackend = systemd\n[sshd]\nlogpath = /var/log/a.log", 5, 11, "SN228"),
        ("[sshd]\nbantyme = 10m", 3, 1, "SN202"),
        ("[sshd]\nnobody_reads_it = 1", 3, 1, "SN202"),
        ("[sshd]\nignoreip = 192.0.2.1\n  198.51.100.300 203.0.113.1", 4, 3, "SN221"),
        # These keep the server from starting.
        ("[sshd]\nbantime.multipliers = 1 2 x", 3, 27, "SN221"),
        ("[sshd]\nbantime.multipliers = 1,2,4", 3, 23, "SN221"),
        ('[sshd]\nignorecache = key="<ip>", max-count=many', 3, 37, "SN221"),
        ("[sshd]\nignorecache = max-count=5", 3, 15, "SN221"),
        ('[sshd]\nignorecache = key="<ip>", max-cnt=5', 3, 27, "SN221"),
        ("[sshd]\naction = sendmail sendmail", 3, 10, "SN254"),
        ("[sshd]\nlogpath = auth.log", 3, 11, "SN221"),
        ("[sshd]\nlogpath = /var/log/", 3, 11, "SN221"),
        ("[sshd]\nbantime = 10 mins", 3, 11, "SN221"),
        ("[sshd]\nfilter =", 3, 1, "SN222"),
        ("[sshd]\nfilter = sshd[maxlines=abc]", 3, 10, "SN218"),
        ("[sshd]\nbackend = gamin", 3, 11, "SN221"),
        (f"[{'x' * 26}]\nfilter = sshd\nlogpath = /x\nenabled = true", 2, 1, "SN253"),
        # fail2ban says of these that it refuses the jail; the place is that of the option.
        ("[vsftpd]\nbantime = 10m\n[sshd]\nbantime = %(known/bant)s", 5, 11, "SN225"),
        ("[sshd]\nusedns = 100%", 3, 13, "SN225"),
        ("[sshd]\naction = %(action_)s\n  %(action_foo)s", 4, 3, "SN225"),
        ("[sshd]\nfilter = sshd[mode=a", 3, 10, "SN225"),
    ],
)
def test_what_a_jail_says_is_judged_as_it_is_resolved(jails: str, line: int, column: int, code: str) -> None:
    (found,) = check(JAILS.format(jails)).diagnostics
    assert (found.line, found.column, found.code) == (line, column, code)


@pytest.mark.parametrize(
    ("failregex", "line", "column"),
    [
        ("^a <HOST>$\n  ^b <HOST>(c\n  ^d <HOST>$", 4, 12),
        ("^a <HOST>$\n  ^b <HOST> (c <F-USER>x</F-USER> d$", 4, 13),
        ("^a <HOST>$\n  ^b <HOST> x\\Q y <F-USER>z</F-USER>$", 4, 14),
    ],
)
def test_what_is_wrong_in_a_value_of_several_lines_is_told_at_its_sign(failregex: str, line: int, column: int) -> None:
    text = f'```{{.ini file="/etc/fail2ban/filter.d/x.conf"}}\n[Definition]\nfailregex = {failregex}\n```\n'
    (found,) = check(text).diagnostics
    assert (found.line, found.column, found.code) == (line, column, "SN204")


def test_an_empty_path_beside_the_journal_is_no_path() -> None:
    assert lines_and_messages(check(JAILS.format("[sshd]\nbackend = systemd\nlogpath ="))) == []


def test_what_a_newer_fail2ban_brings_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jail_values, "library_version", lambda: "1.0.2")
    report = check(JAILS.format("[sshd]\nenabled = true\naction = mikrotik"))
    assert [one.code for one in report.diagnostics] == ["SN116"]
    (one,) = report.checked
    assert (one.verdict.status, one.verdict.level) == (Status.PASSED, Level.PARSED)


def test_a_variable_of_one_file_may_be_used_in_another() -> None:
    fence = '```{{.ini file="/etc/fail2ban/jail.d/{}.conf"}}\n{}\n```\n'
    both = fence.format("0", "[DEFAULT]\nmy_nets = 192.0.2.0/24") + fence.format("1", "[sshd]\nignoreip = %(my_nets)s")
    assert lines_and_messages(check(both)) == []


def test_a_local_file_adds_to_the_one_that_it_stands_beside() -> None:
    fence = '```{{.ini file="/etc/fail2ban/filter.d/{}.local"}}\n[Definition]\nignoreregex = ^<HOST> x\n```\n'
    assert lines_and_messages(check(fence.format("sshd"))) == []
    assert [one.code for one in check(fence.format("nobody-has-it")).diagnostics] == ["SN203"]


def test_a_sample_is_tried_with_the_options_of_its_jail() -> None:
    line = "Nov 20 23:30:33 www postfix/smtpd[7309]: lost connection after AUTH from unknown[192.0.2.84]"
    sample = f'```{{.text log="postfix" match="all"}}\n{line}\n```\n'
    assert [one.code for one in check(sample).diagnostics] == ["SN232"]
    assert lines_and_messages(check(JAILS.format("[postfix]\nmode = aggressive") + sample)) == []


@pytest.mark.parametrize(
    ("tag", "hint"),
    [("adress", "<ip>"), ("ip_address", "<ip>"), ("failure", "<failures>"), ("my-own", ""), ("F-USER", "")],
)
def test_tags_of_actions_that_are_none(tag: str, hint: str) -> None:
    action = f'```{{.ini file="/etc/fail2ban/action.d/x.conf"}}\n[Definition]\nactionban = echo <{tag}>\n```\n'
    found = check(action).diagnostics
    assert [(one.line, one.column, one.code, hint in one.hint) for one in found] == (
        [(3, 18, "SN213", True)] if hint else []
    )
    assert lines_and_messages(check(action + JAILS.format(f'[sshd]\naction = x[{tag}="1"]'))) == []
