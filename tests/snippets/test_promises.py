"""What `expect="fail"` promises: that the tool itself says so, of this very snippet."""

from collections.abc import Callable
from operator import attrgetter

import pytest
from fakes import WordChecker

from faircopy.diagnostics.model import Rule, Severity
from faircopy.markdown.document import parse_document
from faircopy.snippets import rules
from faircopy.snippets.check import Report, check_documents
from faircopy.snippets.checkers import all_checkers
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Finding, Level, Outcome, Proof, Status, Task
from faircopy.snippets.sandbox.process import Completed, TimeLimitError, ToolMissingError
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from faircopy.snippets.verdicts import OURS
from keptsandbox import kept_sandbox

pytestmark = pytest.mark.slow


class Saying(WordChecker):
    """A checker with one finding."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        object.__setattr__(self, "finding", finding)

    finding: Finding

    def check(self, task: Task, _: Sandbox) -> Outcome:
        return Outcome(tuple(Proof(Level.PARSED) for _ in task.snippets), (self.finding,))


def check(text: str, sandbox: Sandbox | None = None) -> Report:
    return check_documents([parse_document("a.md", text)], Settings(sandbox=sandbox or kept_sandbox()))


def promised(finding: Finding, error: str = "it is wrong") -> Status:
    text = f'```{{.words expect="fail" error="{error}"}}\nx\n```\n'
    report = check_documents([parse_document("a.md", text)], Settings(checkers=[Saying(finding)]))
    return report.checked[0].verdict.status


NEW = Rule("XX999", Severity.ERROR, "a rule that somebody adds one day")


def test_a_rule_that_does_not_say_so_is_ours() -> None:
    assert promised(Finding(0, NEW, "it is wrong")) is Status.FAILED
    assert promised(Finding(0, NEW, "in other words", tool_message="it is wrong")) is Status.PASSED
    assert promised(Finding(0, NEW, "in other words", tool_message="it is wrong"), "other words") is Status.FAILED


@pytest.mark.parametrize("rule", sorted(OURS, key=attrgetter("code")), ids=attrgetter("code"))
def test_no_rule_of_ours_satisfies_it_whatever_it_says(rule: Rule) -> None:
    assert promised(Finding(0, rule, "it is wrong", tool_message="it is wrong")) is Status.FAILED


def test_the_rules_that_are_ours() -> None:
    names = {"TOOL_OUTPUT_UNPARSED", "CHECKER_FAILED", "TIMED_OUT", "TOOL_MISSING", "INCLUDE_OUTSIDE", "PATH_UNUSABLE"}
    assert {getattr(rules, name) for name in names} <= OURS


@pytest.mark.parametrize("kind", [TimeLimitError, ToolMissingError, OSError])
def test_no_verdict_is_no_failure_as_promised(kind: type[Exception]) -> None:
    class Raising(WordChecker):
        def check(self, *_: object) -> Outcome:
            raise kind("it is wrong")

    text = '```{.words expect="fail" error="it is wrong"}\nx\n```\n'
    report = check_documents([parse_document("a.md", text)], Settings(checkers=[Raising()]))
    assert report.checked[0].verdict.status is not Status.PASSED
    assert report.diagnostics


# With real tools: what they say themselves, and what we say

FILTER = '.ini file="/etc/fail2ban/filter.d/x.conf"'
JAIL = '.ini file="/etc/fail2ban/jail.local"'
THEIRS = {
    "apache": ('.apache context="server"', "Lisen 80\n", "Invalid command 'Lisen'"),
    "crontab": ('.cron context="user"', "61 * * * * x\n", "bad minute"),
    "dockerfile": (".dockerfile", "FROM debian\nWORKDIR srv\n", "Use absolute WORKDIR"),
    "fail2ban filter": (FILTER, "[Definition]\nfailregex = ^ -\n", "No failure-id group"),
    "fail2ban section": (FILTER, "failregex = ^<HOST> -\n", "File contains no section headers"),
    "fail2ban twice": (FILTER, "[Definition]\nfailregex = ^<HOST> -\nfailregex = x\n", "already exists"),
    "fail2ban percent": (FILTER, "[Definition]\nfailregex = ^<HOST> 100% -\n", "'%' must be followed by"),
    "fail2ban jail": (JAIL, "[x]\nenabled = true\nfilter = nowhere\n", "Unable to read the filter 'nowhere'"),
    "ini": (".ini", "a = 1\n", "no section headers"),
    "iptables": ('.iptables context="filter"', "-A INPUT --nope\n", "unknown option"),
    "json": (".json", "[1,]\n", "Expecting value"),
    "logrotate": ('.logrotate context="file"', "/a {\n  rotat 3\n}\n", "unknown option 'rotat'"),
    "nftables": ('.nftables context="chain"', "drp\n", "syntax error"),
    "nginx": ('.nginx context="server"', "listn 80;\n", 'unknown directive "listn"'),
    "python": (".python", "x = = 1\n", "invalid syntax"),
    "shell": (".bash", "if true\n", "parse this if expression"),
    "sshd": ('.sshd_config context="global"', "Prot 22\n", "Bad configuration option: Prot"),
    "sudoers": ('.sudoers context="file"', "a ALL=(ALL) x\n", "expected a fully-qualified path name"),
    "systemd": ('.systemd context="service"', "[Service]\nExecStart=/bin/true\nRestat=no\n", "Restat"),
    "toml": (".toml", "a = 1\na = 2\n", "Cannot overwrite a value"),
    "yaml": (".yaml", "a: 1\na: 2\n", "duplication of key"),
}
OURS_TO_SAY = {
    "apache refusal": ('.apache context="server"', "Include /srv/x\n", "is included"),
    "apache program": ('.apache context="server"', "LoadFile /srv/x\n", "load and run a program"),
    "nginx refusal": ('.nginx context="server"', "include /srv/x;\n", "is included"),
    "sshd refusal": ('.sshd_config context="global"', "Include /srv/x\n", "is included"),
    "sudoers refusal": ('.sudoers context="file"', "@include /srv/x\n", "is included"),
    "nftables refusal": ('.nftables context="file"', 'include "/srv/x"\n', "is included"),
    "logrotate refusal": ('.logrotate context="file"', "include /srv/x\n", "is included"),
    "logrotate block": ('.logrotate context="file"', "/a {\n  rotate 3\n", "has no end"),
    "iptables chain": ('.iptables context="filter"', "-A NOPE -j DROP\n", "no chain 'NOPE'"),
    "crontab user": ('.cron context="system"', "* * * * * /bin/x\n", "names no user"),
    "crontab percent": ('.cron context="user"', "* * * * * date +%F\n", "command ends at this"),
    "systemd name": ('.ini file="/etc/systemd/system/x.servce"', "[Service]\n", "not the name of a unit"),
    "json twice": (".json", '{"a": 1, "a": 2}\n', "appears twice"),
    "json constant": (".json", "[NaN]\n", "is not a JSON value"),
    "ini twice": (".ini", "[a]\nb = 1\nb = 2\n", "appears twice"),
    "fail2ban option": (FILTER, "[Definition]\nfailregex = ^<HOST> -\nignorregex =\n", "does not know option"),
    "fail2ban tag": (FILTER, "[Definition]\nfailregex = ^<HOST> &lt;HOST&gt;\n", "an HTML escape"),
    "fail2ban include": (FILTER, "[INCLUDES]\nbefore = no.conf\n[Definition]\nfailregex = ^<HOST>\n", "is included"),
    "fail2ban outside": (FILTER, "[INCLUDES]\nbefore = /x\n[Definition]\nfailregex = ^<HOST>\n", "outside this folder"),
    "fail2ban value": (JAIL, "[sshd]\nbantime = tenminutes\n", "is not a duration"),
}
PROGRAMS = {checker.name: next(iter(checker.programs)) for checker in all_checkers() if checker.programs}


def must_fail(claim: str, code: str, error: str) -> str:
    # In an attribute's value a quote cannot stand.
    return f'```{{{claim} expect="fail" error="{error.replace(chr(34), chr(92) + chr(34))}"}}\n{code}```\n'


@pytest.mark.parametrize("name", THEIRS)
def test_what_the_tool_says_satisfies_it(name: str, need: Callable[[str], str]) -> None:
    kind = name.partition(" ")[0]
    if kind in PROGRAMS:
        need(PROGRAMS[kind])
    claim, code, error = THEIRS[name]
    error = error.partition('"')[0]
    report = check(must_fail(claim, code, error))
    assert [str(one) for one in report.diagnostics] == []
    (one,) = report.checked
    assert (one.verdict.status, one.verdict.level) == (Status.PASSED, Level.EXPECTED_FAILURE)
    # This is published: the same on each machine and at each time.
    assert "/tmp" not in one.verdict.message  # noqa: S108


@pytest.mark.parametrize("name", OURS_TO_SAY)
def test_what_we_say_does_not(name: str, need: Callable[[str], str]) -> None:
    kind = name.partition(" ")[0]
    if kind in PROGRAMS:
        need(PROGRAMS[kind])
    claim, code, error = OURS_TO_SAY[name]
    plain = check(f"```{{{claim}}}\n{code}```\n")
    assert error in " ".join(one.message for one in plain.diagnostics)
    (one,) = check(must_fail(claim, code, error)).checked
    assert one.verdict.status is Status.FAILED


@pytest.mark.parametrize("name", THEIRS)
def test_an_answer_that_is_not_understood_does_not(name: str) -> None:
    claim, code, _ = THEIRS[name]

    class Babbling(Sandbox):
        def run(self, *_: object, **__: object) -> Completed:
            return Completed(7, "it is wrong", "it is wrong")

    checkers = [one for one in all_checkers() if one.name != "fail2ban"]  # it asks a server
    text = must_fail(claim, code, "it is wrong")
    settings = Settings(sandbox=Babbling(working_kind()), checkers=checkers)
    report = check_documents([parse_document("a.md", text)], settings)
    assert Status.PASSED not in {one.verdict.status for one in report.checked}


# Another snippet of the group is to blame

GROUPS = {
    "nginx": (
        ('.nginx file="/etc/nginx/snippets/inner.conf"', "listn 80;\n"),
        ('.nginx context="server"', "include snippets/inner.conf;\n", "unknown directive"),
    ),
    "apache": (
        ('.apache file="/etc/apache2/inner.conf"', "Lisen 80\n"),
        ('.apache context="server"', "Include inner.conf\n", "Invalid command"),
    ),
    "sshd": (
        ('.sshd_config file="/etc/ssh/sshd_config.d/inner.conf"', "Prot 22\n"),
        ('.sshd_config context="global"', "Include sshd_config.d/inner.conf\n", "Bad configuration option"),
    ),
    "systemd": (
        ('.ini file="/etc/systemd/system/a.service"', "[Service]\nType=simple\n"),
        ('.ini file="/etc/systemd/system/a.service.d/b.conf"', "[Service]\nUser=root\n", "Service"),
    ),
    "fail2ban filter": (
        (FILTER, "[Definition]\nfailregex = ^ -\n"),
        (FILTER.replace("x.conf", "x.local"), "[Definition]\nignoreregex =\n", "No failure-id group"),
    ),
    "fail2ban include": (
        (FILTER, "failregex = ^<HOST> -\n"),
        (
            FILTER.replace("x.conf", "y.conf"),
            "[INCLUDES]\nbefore = x.conf\n[Definition]\nfailregex = ^<HOST>\n",
            "no section headers",
        ),
    ),
    "fail2ban jail": (
        (FILTER, "[Definition]\nfailregex = ^<HOST> 100% -\n"),
        (JAIL, "[x]\nenabled = true\n", "must be followed"),
    ),
}


@pytest.mark.parametrize("name", GROUPS)
def test_what_the_tool_says_of_another_snippet_does_not(name: str, need: Callable[[str], str]) -> None:
    need(PROGRAMS[name.partition(" ")[0]])
    (other, wrong), (claim, code, error) = GROUPS[name]
    report = check(f"```{{{other}}}\n{wrong}```\n\n{must_fail(claim, code, error)}")
    assert [one.verdict.status for one in report.checked] == [Status.FAILED, Status.FAILED]
