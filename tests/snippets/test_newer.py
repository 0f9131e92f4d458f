"""What newer versions know: the tables against the programs that are installed, and the words of nginx."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.snippets.checkers import _newer, nginx, sshd
from faircopy.snippets.checkers._nginx_words import directives, without_news
from faircopy.snippets.sandbox.runner import Sandbox, working_kind

# Words of nginx besides, in another sense.
AMBIGUOUS = {"http2", "max_headers"}
MANY = 8  # of a table, that the oldest supported version knows


@pytest.mark.parametrize(("file", "program"), [("nginx", "nginx"), ("openssh", "OpenSSH")])
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
            ("http2", "on", ";", "{", "}", "'", '"', "#", "\n", " ", "\\", "${", "listen", "quic", "stream", "$a", "é")
        ),
        max_size=40,
    ).map("".join)
)
def test_whatever_is_written_lines_and_columns_stay(code: str) -> None:
    known, findings = without_news(code, "server", "1.22.1")
    assert len(known) == len(code)
    assert [spot for spot, one in enumerate(known) if one == "\n"] == [s for s, one in enumerate(code) if one == "\n"]
    assert without_news(known, "server", "1.22.1") == (known, [])
    assert without_news(code, "server", "99.0") == (code, [])
    assert all(1 <= finding.line <= code.count("\n") + 1 for finding in findings)
