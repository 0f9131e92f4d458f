"""What newer versions know: the tables against the programs that are installed, and the words of nginx."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from crossplane.analyzer import DIRECTIVES
from hypothesis import given
from hypothesis import strategies as st

from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.checkers import _newer, dovecot, nftables, nginx, sshd
from faircopy.snippets.checkers._apache import root as apache
from faircopy.snippets.checkers._fail2ban import paths
from faircopy.snippets.checkers._fail2ban.paths import library_version
from faircopy.snippets.checkers._newer.third_parties import APACHE, NGINX, module_of
from faircopy.snippets.checkers._nginx.words import directives, without_news
from faircopy.snippets.checkers._systemd import messages
from faircopy.snippets.jobs import Settings
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from keptsandbox import kept_sandbox

# Words of nginx besides, in another sense.
AMBIGUOUS = {"http2", "max_headers"}
MANY = 8  # of a table, that the oldest supported version knows


PROGRAMS = [
    ("nginx", "nginx"),
    ("openssh", "OpenSSH"),
    ("systemd", "systemd"),
    ("apache", "Apache"),
    ("fail2ban", "fail2ban"),
    ("nftables", "nftables"),
    ("dovecot", "Dovecot"),
]


@pytest.mark.parametrize(("file", "program"), PROGRAMS)
def test_each_version_is_one_and_no_name_stands_twice(file: str, program: str) -> None:
    table = _newer.table(file, program)
    versions = [*table.since.values(), *table.gone.values()]
    assert versions
    assert all(".".join(map(str, _newer.numbers(version))) == version for version in versions)
    assert not table.since.keys() & (table.gone.keys() | table.editions.keys())


def test_the_installed_sshd_knows_what_the_table_says(need: Callable[[str], str]) -> None:
    need("sshd")
    here = Sandbox(working_kind())
    have = sshd.find_version(here)
    assert have is not None
    # It prints those that have a value.
    printed = sshd.keywords(here.kind)
    known = {name: since for name, since in _newer.table("openssh", "OpenSSH").since.items() if name.lower() in printed}
    assert len(known) > MANY
    assert all(_newer.numbers(since) <= _newer.numbers(have) for since in known.values()), known


def test_the_installed_nginx_knows_what_the_table_says(need: Callable[[str], str]) -> None:
    words = set(Path(need("nginx")).read_bytes().split(b"\0"))
    have = nginx.nginx_version(Sandbox(working_kind()))
    assert have is not None
    # Debian's light edition lacks some modules.
    since = _newer.table("nginx", "nginx").since
    known = {name: since[name] for name in since if name.encode() in words and name not in AMBIGUOUS}
    assert len(known) > MANY
    assert all(_newer.numbers(since) <= _newer.numbers(have) for since in known.values()), known


def test_the_installed_systemd_knows_what_the_table_says(need: Callable[[str], str]) -> None:
    need("systemd-analyze")
    here = Sandbox(working_kind())
    have = messages.find_version(here)
    assert have is not None
    keys = frozenset[str]().union(*messages.items(here.kind).values())
    since = {name: version for name, version in _newer.table("systemd", "systemd").since.items() if " " not in name}
    known = {name: version for name, version in since.items() if name in keys}
    assert len(known) > MANY
    assert all(_newer.numbers(version) <= _newer.numbers(have) for version in known.values()), known
    newer = {name for name, version in since.items() if _newer.numbers(version) > _newer.numbers(have)}
    assert not newer & keys


def test_the_installed_apache_knows_what_the_table_says(need: Callable[[str], str]) -> None:
    need("apache2")
    here = Sandbox(working_kind())
    have = apache.find_version(here)
    assert have is not None
    printed = {name.lower() for name in apache.directives(here.kind)}
    table = _newer.table("apache", "Apache")
    known = {name: version for name, version in table.since.items() if name.lower() in printed}
    assert len(known) > MANY
    assert all(_newer.numbers(version) <= _newer.numbers(have) for version in known.values()), known
    assert not {name for name in table.gone if name.lower() in printed}
    assert not {name: module for name in printed if (module := module_of(name, APACHE, re.IGNORECASE))}


def test_the_installed_fail2ban_has_what_the_table_says(need: Callable[[str], str]) -> None:
    need("fail2ban-client")
    have = library_version()
    assert have is not None
    stock = {f"{folder}/{name}" for folder in ("filter.d", "action.d") for name in paths.stock(folder)}
    since = _newer.table("fail2ban", "fail2ban").since
    known = {name: version for name, version in since.items() if name in stock}
    assert len(known) > MANY
    assert all(_newer.numbers(version) <= _newer.numbers(have) for version in known.values()), known


def test_the_installed_dovecot_knows_what_the_table_says(need: Callable[[str], str]) -> None:
    need("doveconf")
    here = Sandbox(working_kind())
    have, since = dovecot.find_version(here), _newer.table("dovecot", "Dovecot").since
    assert have is not None
    printed = dovecot.names_known(here)
    assert {"mail_driver", "ssl_server_cert_file", "auth_allow_cleartext"} <= since.keys()
    assert all(_newer.numbers(since[name]) <= _newer.numbers(have) for name in since.keys() & printed)


def test_the_installed_manual_of_nft_has_what_the_table_says(need: Callable[[str], str]) -> None:
    need("nft")
    have = nftables.find_version(Sandbox(working_kind()))
    page = Path("/usr/share/man/man8/nft.8.gz")
    if have is None or not page.exists():
        pytest.skip("no manual of nft is installed")
    manual = re.sub(r"\\f[A-Z]", " ", gzip.decompress(page.read_bytes()).decode().replace("\\-", "-"))
    words = set(re.findall(r"[a-z][a-z0-9-]+", manual))
    since = _newer.table("nftables", "nftables").since
    known = {word: version for word, version in since.items() if word in words}
    assert len(known) > MANY
    # An event of the kernel had that name before the statement.
    newer = {word for word, version in known.items() if _newer.numbers(version) > _newer.numbers(have)}
    assert newer <= {"destroy"}


def test_lines_of_a_newer_nft_are_left_out_and_the_rest_is_judged(need: Callable[[str], str]) -> None:
    need("nft")
    have = nftables.find_version(Sandbox(working_kind()))
    if have is None or _newer.numbers(have) >= (1, 0, 7):
        pytest.skip("the installed nft knows the words")
    lines = ["destroy table inet door", "table inet door {", "  chain input {", "    tcp dport 22 acept", "  }", "}"]
    code = "\n".join(lines)
    text = f'```{{.nft file="/etc/nftables.conf"}}\n{code}\n```\n'
    found = check_documents([parse_document("a.md", text)], Settings(sandbox=kept_sandbox())).diagnostics
    assert [(one.line, one.code) for one in found] == [(2, "SN116"), (5, "SN360")]
    # A name is no word of the language.
    named = text.replace("destroy table inet door", "add table inet door # destroy")
    found = check_documents([parse_document("a.md", named)], Settings(sandbox=kept_sandbox())).diagnostics
    assert [(one.line, one.code) for one in found] == [(5, "SN360")]


def test_no_directive_of_nginx_itself_is_said_to_be_of_another_module() -> None:
    table = _newer.table("nginx", "nginx")
    own = {*DIRECTIVES, *table.since, *table.gone}
    assert not {name: module for name in own if (module := module_of(name, NGINX))}


@pytest.mark.parametrize(
    ("version", "expected"), [("9.2p1", (9, 2)), ("1.22.1", (1, 22, 1)), ("10.0p2 Debian-7", (10, 0)), ("none", ())]
)
def test_numbers_of_a_version(version: str, expected: tuple[int, ...]) -> None:
    assert _newer.numbers(version) == expected


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("http2 on;", ["http2 on"]),
        ("# http2 on;\nlisten 80;", ["listen 80"]),
        ("add_header A 'x; http2 on;';", ["add_header A 'x; http2 on;'"]),
        ('log_format a "\\"; http2 on;";', ['log_format a "\\"; http2 on;"']),
        ("set $a a#b; root /srv/${x}y;", ["set $a a#b", "root /srv/${x}y"]),
        ("if ($a) { http2 on; }", ["http2 on"]),
        ("http2", []),
        ("} } http2 on;", ["http2 on"]),
    ],
)
def test_directives_are_told_from_text_and_comments(code: str, found: list[str]) -> None:
    assert [" ".join(word[0] for word in one.words) for one in directives(code, "server")] == found


def test_the_part_decides_which_name_is_meant() -> None:
    code = "http {\n  server { server_name a; }\n}\nstream {\n  server { server_name a; }\n}\n"
    assert [(one.line, one.message.split("'")[1]) for one in without_news(code, "main", "1.22.1")[1]] == [
        (5, "server_name")
    ]


@given(
    st.lists(
        st.sampled_from(
            (
                "http2",
                "brotli",
                "on",
                ";",
                "{",
                "}",
                "'",
                '"',
                "#",
                "\n",
                " ",
                "\\",
                "${",
                "listen",
                "quic",
                "stream",
                "$a",
                "é",
            )
        ),
        max_size=40,
    ).map("".join)
)
def test_whatever_is_written_lines_and_columns_stay(code: str) -> None:
    known, findings = without_news(code, "server", "1.22.1")
    assert len(known) == len(code)
    assert [spot for spot, one in enumerate(known) if one == "\n"] == [s for s, one in enumerate(code) if one == "\n"]
    assert without_news(known, "server", "1.22.1") == (known, [])
    newest, others = without_news(code, "server", "99.0")
    # What is of a module that nginx does not come with is so in any version.
    assert {finding.rule.code for finding in others} <= {"SN118"}
    assert (newest == code) == (not others)
    assert all(1 <= finding.line <= code.count("\n") + 1 for finding in findings)
