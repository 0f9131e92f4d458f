"""Plain fences of fail2ban's: which are told for its files, and what of a group is told once."""

from collections.abc import Callable

import pytest

from faircopy.markdown.document import parse_document
from faircopy.snippets.check import Report, check_documents
from faircopy.snippets.checkers._fail2ban.parts import parts_of
from faircopy.snippets.checkers._fail2ban.plain import is_fail2ban
from faircopy.snippets.jobs import Settings
from keptsandbox import kept_sandbox


def check(text: str) -> Report:
    return check_documents([parse_document("a.md", text)], Settings(sandbox=kept_sandbox()))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("[Definition]\nfailregex = ^<HOST>", True),
        ("[Definition]\nactionban = x <ip>", True),
        ("[DEFAULT]\nbantime = 1h", True),
        ("bantime.increment = true", True),
        ("[sshd]\nenabled = true\nmaxretry = 3", True),
        ("[mailer]\nmaxretry = 3", False),
        ("[server]\nport = 80\nenabled = true", False),
        ("# bantime\n[Service]\nExecStart=/bin/true", False),
    ],
)
def test_it_is_told_by_its_options(code: str, expected: bool) -> None:
    assert is_fail2ban(code) == expected


@pytest.mark.parametrize(
    ("code", "paths"),
    [
        ("[Definition]\nfailregex = x", ["filter.d/snippet.conf"]),
        ("failregex = x", ["filter.d/snippet.conf"]),
        ("[INCLUDES]\nbefore = a.conf\n[Definition]\nfailregex = x\n[Init]\ny = z", ["filter.d/snippet.conf"]),
        ("[Definition]\nactionban = x", ["action.d/snippet.conf"]),
        ("[DEFAULT]\nbantime = 1\n[a]\nenabled = true\n[b]\nfilter = c", ["jail.d/snippet.local"]),
        ("[a]\nenabled = true\nfailregex = x\nmaxretry = 1", ["jail.d/snippet.local"]),
        (
            "[Definition]\nfailregex = x\n[a]\nfilter = door\nmaxretry = 1",
            ["filter.d/door.conf", "jail.d/snippet.local"],
        ),
        (
            "# /etc/fail2ban/filter.d/a.conf\n[Definition]\nfailregex = x\n# jail.local\n[a]\nmaxretry = 1",
            ["filter.d/a.conf", "jail.local"],
        ),
        (
            "[Definition]\nfailregex = x\n\n[Definition]\nfailregex = y",
            ["filter.d/snippet.conf", "filter.d/snippet1.conf"],
        ),
        ("# only a comment", []),
    ],
)
def test_a_fence_is_divided_into_files(code: str, paths: list[str]) -> None:
    parts = parts_of(code)
    assert [part.path for part in parts] == paths
    # Each line stands where it stood, below what was added.
    lines = code.split("\n")
    for part in parts:
        shown = part.code.split("\n")[part.added :] if part.added else part.code.split("\n")
        assert all(line in ("", lines[number]) for number, line in enumerate(shown) if number < len(lines))


def test_a_name_that_another_program_gives_the_fence_says_which_file_it_is() -> None:
    assert [part.path for part in parts_of("[Definition]\nignoreregex = x", "filter.d/sshd.local")] == [
        "filter.d/sshd.local"
    ]


def test_what_breaks_one_file_is_not_told_of_others(need: Callable[[str], str]) -> None:
    need("fail2ban-client")
    report = check(
        '```{.ini file="/etc/fail2ban/jail.d/a.conf"}\n[door]\nenabled = true\nenabled = true\n```\n\n'
        '```{.ini file="/etc/fail2ban/jail.local"}\n[sshd]\nenabled = true\n```\n'
    )
    assert [(one.line, one.code) for one in report.diagnostics] == [(4, "SN211")]


@pytest.mark.parametrize("name", ["mine", "iptables-multiport"])
def test_ports_are_judged_where_a_command_has_them(name: str, need: Callable[[str], str]) -> None:
    """An action of one's own that writes them within quotes may be given blanks."""
    need("fail2ban-client")
    report = check(
        '```{.ini file="/etc/fail2ban/action.d/mine.conf"}\n[Definition]\nactionban = ban <ip> "<port>"\n```\n\n'
        f'```{{.ini file="/etc/fail2ban/jail.local"}}\n[sshd]\nport = 22, 2222\nbanaction = {name}\n```\n'
    )
    assert [one.code for one in report.diagnostics] == ([] if name == "mine" else ["SN221"])
