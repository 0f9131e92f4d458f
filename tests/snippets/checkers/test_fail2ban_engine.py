"""What fail2ban takes without a word, or refuses only when it starts: each told once, at its line and column."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.checkers import _newer
from faircopy.snippets.checkers._fail2ban.captures import fault_of
from faircopy.snippets.checkers._fail2ban.expressions import line_of_expression, offset_in
from faircopy.snippets.checkers._fail2ban.ini import parse_ini
from faircopy.snippets.checkers._fail2ban.tags import lint_escapes, lint_tags_of_regexes
from faircopy.snippets.checkers._fail2ban.unread_files import rank
from faircopy.snippets.checkers._newer import Table
from faircopy.snippets.jobs import Settings
from keptsandbox import kept_sandbox


def filter_file(text: str, name: str = "filter.d/x.conf") -> str:
    return f'```{{.ini file="/etc/fail2ban/{name}"}}\n[Definition]\n{text}\n```\n\n'


def jails(text: str, name: str = "jail.local") -> str:
    return f'```{{.ini file="/etc/fail2ban/{name}"}}\n{text}\n```\n\n'


def sample(*lines: str) -> str:
    return '```{.text log="x" match="all"}\n' + "\n".join(lines) + "\n```\n"


DATE = "2024-01-02 03:04:05"
ENABLED = "[sshd]\nenabled = true\n"
# The document, and line, column and code of each finding.
CASES: dict[str, tuple[str, list[tuple[int, int, str]]]] = {
    "a word for an address": (
        filter_file(r"failregex = ^ login of <HOST> from \S+$") + sample(f"{DATE} login of bob from 192.0.2.9"),
        [(7, 1, "SN237")],
    ),
    "a number for an address": (
        filter_file("failregex = ^ .*<HOST>$") + sample(f"{DATE} from 192.0.2.19"),
        [(7, 1, "SN237")],
    ),
    "a part of an address": (
        filter_file("failregex = ^ .*<ADDR>$") + sample(f"{DATE} from 192.0.2.19", f"{DATE} from 192.0.2.18"),
        [(7, 1, "SN237")],
    ),
    "a name with a dot may be a host": (
        filter_file("failregex = ^ from <HOST>$") + sample(f"{DATE} from host.example.org", f"{DATE} from ::1"),
        [],
    ),
    "an id may be anything": (
        filter_file(r"failregex = ^ user <F-ID>\S+</F-ID> failed$") + sample(f"{DATE} user bob failed"),
        [],
    ),
    "escapes in an option of one's own": (
        filter_file("mine = ^ from &lt;HOST&gt;$\nfailregex = %(mine)s\n  ^ <HOST>$"),
        [(3, 15, "SN206")],
    ),
    "escapes in an action": (
        filter_file("actionban = drop &lt;ip&gt; &amp;&amp; echo <ip>", "action.d/x.conf"),
        [(3, 18, "SN206")],
    ),
    "escapes in a jail": (
        jails(f"{ENABLED}action = iptables[name=&lt;name&gt;, port=ssh]"),
        [(4, 24, "SN206")],
    ),
    "escapes in a log": (
        filter_file(r"failregex = ^ <HOST> ") + sample(f"{DATE} 192.0.2.9 a&amp;b"),
        [(7, 32, "SN239")],
    ),
    "brackets that are none": (filter_file("failregex = ^ ＜HOST＞ <HOST>$"), [(3, 15, "SN214")]),  # noqa: RUF001
    "a tag with backslashes": (filter_file(r"failregex = ^ \<HOST\> from <HOST>$"), [(3, 15, "SN214")]),
    "a tag in small letters": (filter_file("failregex = ^ <host> from <HOST>$"), [(3, 15, "SN214")]),
    "a tag misspelt": (filter_file("failregex = ^ <HOSTS> from <HOST>$"), [(3, 15, "SN214")]),
    "a tag that is never ended": (filter_file(r"failregex = ^ <F-USER>\S+ from <HOST>$"), [(3, 15, "SN214")]),
    "a tag that is never begun": (filter_file(r"failregex = ^ \S+</F-USER> from <HOST>$"), [(3, 18, "SN214")]),
    "a word of the log in such brackets": (filter_file("failregex = ^ <unknown> <HOST>$"), []),
    "a journalmatch without =": (
        filter_file("failregex = ^ <HOST>$\njournalmatch = sshd.service"),
        [(4, 16, "SN218")],
    ),
    "a journalmatch in small letters": (jails(f"{ENABLED}journalmatch = unit=sshd.service"), [(4, 16, "SN218")]),
    "a journalmatch with spaces": (
        filter_file("failregex = ^ <HOST>$\njournalmatch = _COMM = sshd"),
        [(4, 16, "SN218")],
    ),
    "a good journalmatch": (
        filter_file('failregex = ^ <HOST>$\njournalmatch = _SYSTEMD_UNIT=a.service + "MESSAGE=b c"\n  _COMM=d'),
        [],
    ),
    "a usedns that is none": (jails(f"{ENABLED}usedns = maybe"), [(4, 10, "SN218")]),
    "an encoding that is none": (jails(f"{ENABLED}logencoding = utf-88"), [(4, 15, "SN218")]),
    "a zone that is none": (jails(f"{ENABLED}logtimezone = Europe/Wellington"), [(4, 15, "SN218")]),
    "a zone": (jails(f"{ENABLED}logtimezone = UTC+0200\nlogencoding = latin-1\nusedns = no"), []),
    "a datepattern of a jail": (jails(f"{ENABLED}datepattern = %%Q"), [(4, 15, "SN204")]),
    "a failregex of a jail": (jails(f"{ENABLED}failregex = ^ <HOST>$\n  ^ (<HOST>$"), [(5, 5, "SN204")]),
    "maxlines in words": (filter_file("failregex = ^ <HOST>$\nmaxlines = ten"), [(4, 12, "SN218")]),
    "several lines, and maxlines for one": (
        filter_file("failregex = ^ start$<SKIPLINES>^ from <HOST>$\n  ^ a\\n.* <HOST>$"),
        [(3, 13, "SN217"), (4, 3, "SN217")],
    ),
    "several lines, and maxlines for them": (
        filter_file("failregex = ^ start$<SKIPLINES>^ from <HOST>$\nmaxlines = 5"),
        [],
    ),
    "a jail file without an ending": (jails(ENABLED, "jail.d/sshd"), [(1, 1, "SN229")]),
    "a jail file with another ending": (jails(ENABLED, "jail.d/sshd.cfg"), [(1, 1, "SN229")]),
    "a filter with another ending": (filter_file("failregex = ^ <HOST>$", "filter.d/x.ini"), [(1, 1, "SN229")]),
    "an action with another ending": (filter_file("actionban = a <ip>", "action.d/x.txt"), [(1, 1, "SN229")]),
    "a folder that is none": (filter_file("failregex = ^ <HOST>$", "filters.d/x.conf"), [(1, 1, "SN229")]),
    "a file that is none": (jails(ENABLED, "jails.local"), [(1, 1, "SN229")]),
    "a filter among the jails": (filter_file("failregex = ^ <HOST>$", "jail.d/x.conf"), [(2, 1, "SN201")]),
    "a jail in fail2ban.local": (jails("[sshd]\nport = 22", "fail2ban.local"), [(2, 1, "SN201")]),
    "an option of fail2ban.local": (
        jails("[Definition]\nloglevl = INFO\nloglevel = LOUD\ndbpurgeage = 7d", "fail2ban.local"),
        [(3, 1, "SN202"), (4, 12, "SN221")],
    ),
    "a file that is read before the one above it": (
        jails(f"{ENABLED}bantime = 1h") + jails("[sshd]\nbantime = 5m", "jail.d/custom.conf"),
        [(9, 11, "SN251")],
    ),
    "a file that is read after the one above it": (
        jails(f"{ENABLED}bantime = 1h", "jail.d/a.conf") + jails("[sshd]\nbantime = 5m"),
        [],
    ),
    "a line at whose zone fail2ban's own code fails": (
        filter_file("failregex = from <HOST>$\ndatepattern = ^%%Y-%%m-%%d %%H:%%M:%%S %%Z")
        + sample("2017-08-11 08:07:00 UTC from 192.0.2.1", "2017-08-11 08:07:00 MON from 192.0.2.1"),
        [(9, 1, "SN232")],
    ),
    "a line without a date": (
        filter_file("failregex = from <HOST>$") + sample(f"{DATE} from 192.0.2.9", "from 192.0.2.10"),
        [(8, 1, "SN236")],
    ),
    "a line without a date that is no failure": (
        filter_file("failregex = from <HOST>$")
        + sample(f"{DATE} from 192.0.2.9", "  more").replace('match="all"', 'match="1" of="2"'),
        [],
    ),
    "an action that bans nobody": (filter_file("actionstart = true", "action.d/x.conf"), [(2, 1, "SN219")]),
    "an action that does not say whom": (
        filter_file("actionban = drop all from <name>", "action.d/x.conf"),
        [(3, 13, "SN219")],
    ),
    "a banaction that is nowhere": (jails(f"{ENABLED}banaction = iptable"), [(4, 13, "SN223")]),
    "a jail without an action": (jails(f"{ENABLED}action ="), [(4, 1, "SN219")]),
    "an action without a name": (jails(f"{ENABLED}banaction ="), [(4, 1, "SN221")]),
    "ports without quotes": (jails(f"{ENABLED}action = iptables[name=x, port=http,https]"), [(4, 37, "SN221")]),
    "an expression of several": (
        filter_file("failregex = ^ a <HOST>$\n  ^ b (<HOST>$\n  ^ c <HOST>$"),
        [(4, 7, "SN204")],
    ),
    "an expression with an interpolation": (
        filter_file("p = ^ x\nfailregex = %(p)s a <HOST>$\n  %(p)s b (<HOST>$"),
        [(5, 11, "SN204")],
    ),
    "an expression of another option": (
        filter_file("mine = ^ a <HOST>$\n  ^ bb (<HOST>$\nfailregex = ^ c <HOST>$\n  %(mine)s"),
        [(4, 8, "SN204")],
    ),
    "two hosts": (filter_file("failregex = ^ <HOST> <HOST>$"), [(3, 22, "SN204")]),
    "an ignoreregex for all": (filter_file("failregex = ^ <HOST>$\nignoreregex = .*"), [(4, 15, "SN215")]),
    "an ignoreregex with nothing in it": (filter_file("failregex = ^ <HOST>$\nignoreregex = a|"), [(4, 15, "SN215")]),
    "an ignoreregex for empty lines": (filter_file("failregex = ^ <HOST>$\nignoreregex = ^$"), []),
    "a failregex for all": (filter_file("failregex = <HOST>"), [(3, 13, "SN216")]),
    "a jail that nothing enables": (jails("[x]\nfilter = sshd\nlogpath = /var/log/x"), [(2, 1, "SN238")]),
    "a jail that is not enabled": (jails("[x]\nfilter = sshd\nlogpath = /var/log/x\nenabled = false"), []),
    "a path in quotes": (jails(f'{ENABLED}logpath = "/var/log/auth.log"'), [(4, 11, "SN221")]),
    "an address made unreadable": (
        filter_file("failregex = failed from <HOST>$") + sample(f"{DATE} failed from xx.xx.xx.xx"),
        [(7, 1, "SN237")],
    ),
    "a span of no time": (jails(f"{ENABLED}findtime = 0"), [(4, 12, "SN221")]),
}


@pytest.fixture(scope="module")
def found(need: Callable[[str], str]) -> dict[str, list[Diagnostic]]:
    """Return what is found in each document: all in one run, which starts fail2ban's library once."""
    need("fail2ban-client")
    documents = [parse_document(f"{name}.md", text) for name, (text, _) in CASES.items()]
    messages = check_documents(documents, Settings(sandbox=kept_sandbox())).diagnostics
    return {name: [one for one in messages if one.path == f"{name}.md"] for name in CASES}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_each_is_told_once_at_its_place(name: str, found: dict[str, list[Diagnostic]]) -> None:
    assert sorted((one.line, one.column, one.code) for one in found[name]) == sorted(CASES[name][1]), found[name]


@pytest.mark.parametrize(
    ("value", "line", "fault"),
    [
        ("192.0.2.9", "from 192.0.2.9:4433", ""),
        ("192.0.2.9", "from 192.0.2.9.", ""),
        ("192.0.2.9", "ip=::ffff:192.0.2.9,", ""),
        ("2001:db8::1", "[2001:0db8::1]", ""),
        ("192.0.2.0/24", "net 192.0.2.0/24", ""),
        ("localhost", "from localhost", ""),
        ("92.0.2.9", "from 192.0.2.9", "a part of '192.0.2.9'"),
        ("192.0.2.1", "from 192.0.2.19", "a part of '192.0.2.19'"),
        ("192.000.02.009", "from 192.000.02.009", ""),
        ("92.000.2.9", "from 192.000.2.9", "a part of '192.000.2.9'"),
        ("999.0.2.9", "from 999.0.2.9", "no address"),
        ("1.2", "version 1.2", "no address"),
        ("bob", "user bob", "no address"),
    ],
)
def test_what_is_caught(value: str, line: str, fault: str) -> None:
    assert fault_of(value, line).endswith(fault) is True
    assert bool(fault_of(value, line)) is bool(fault)


def test_what_a_newer_fail2ban_has_is_a_note(need: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    need("fail2ban-client")
    table = Table("fail2ban", {"skip_it": "99.1", "filter.d/later": "99.2", "action.d/last": "99.3"}, {}, {})
    monkeypatch.setattr(_newer, "table", lambda *_: table)
    text = jails("[later]\nenabled = true\nlogpath = /var/log/x\nskip_it = true") + jails(
        "[sshd]\nenabled = true\naction = last[name=x]", "jail.d/a.conf"
    )
    messages = check_documents([parse_document("a.md", text)], Settings(sandbox=kept_sandbox())).diagnostics
    assert [(one.line, one.column, one.code) for one in messages] == [
        (2, 1, "SN116"),
        (5, 1, "SN116"),
        (11, 10, "SN116"),
    ]
    assert "'later' needs fail2ban ≥ 99.2; checked with " in messages[0].message


def test_the_order_of_files_is_that_of_fail2ban() -> None:
    order = ["jail.conf", "jail.d/a.conf", "jail.d/b.conf", "jail.local", "jail.d/a.local", "jail.d/b.local"]
    assert all(rank(one) < rank(two) for one, two in pairwise(order))


@given(st.text(st.sampled_from("^$()[]<>/\\%s&lt;gt HOSTF-ab\n=#;"), max_size=80))
def test_whatever_is_written_each_note_has_a_place_in_the_text(text: str) -> None:
    code = f"[Definition]\nfailregex = {text}"
    lines = code.split("\n")
    ini = parse_ini(code)
    for note in (*lint_escapes(ini), *lint_tags_of_regexes(ini)):
        assert 1 <= note.column <= len(lines[note.line - 1])
        assert note.message.split("'")[1] in lines[note.line - 1][note.column - 1 :]
    option = ini.option("Definition", "failregex")
    if option:
        place = line_of_expression(ini, option, 0, 1, text)
        assert place is None or place.text in lines[place.line - 1]


def test_an_error_is_placed_where_the_written_expression_still_is_the_compiled_one() -> None:
    error = "Unable to compile regular expression 'ab(long)c(d':\nmissing ), unterminated subpattern at position {}"
    assert offset_in("ab<X>c(d", error.format(1)) == 1
    assert offset_in("ab<X>c(d", error.format(9)) == 6
    assert offset_in("other", error.format(9)) == 0


@pytest.mark.slow
def test_no_file_of_fail2bans_own_is_called_unread(need: Callable[[str], str]) -> None:
    need("fail2ban-client")
    paths = [path for path in sorted(Path("/etc/fail2ban").rglob("*.conf")) if path.stat().st_size]
    text = "".join(f'````{{.ini file="{path}" group="{n}"}}\n[x]\n````\n\n' for n, path in enumerate(paths))
    messages = check_documents([parse_document("a.md", text)], Settings(sandbox=kept_sandbox())).diagnostics
    assert len(paths) > 100
    assert not [one for one in messages if one.code == "SN229"]
