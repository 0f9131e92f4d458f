"""What a text could say to have a server's test pass it, or to have it read or run what it may not."""

from collections.abc import Callable

import pytest

from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.checkers import sql
from faircopy.snippets.jobs import Settings
from keptsandbox import kept_sandbox

BIND, UNBOUND = '{.bind file="/etc/bind/named.conf"}', '{.unbound file="/etc/unbound/unbound.conf"}'
RSYSLOG, DOVECOT = '{.rsyslog file="/etc/rsyslog.d/x.conf"}', '{.dovecot file="/etc/dovecot/dovecot.conf"}'
POSTFIX = '{.postfix file="/etc/postfix/main.cf"}'
CASES = [
    (RSYSLOG, 'module(load="/srv/x.so")', "SN792"),
    (RSYSLOG, 'module(\n  LOAD = "../x"\n)', "SN792"),
    (RSYSLOG, "module(load=`echo /srv/x.so`)", "SN792"),
    (RSYSLOG, 'module(load="\\x2fsrv\\x2fx")', "SN792"),
    (RSYSLOG, "$ModLoad /srv/x.so", "SN792"),
    (RSYSLOG, "$ModDir /srv\n$ModLoad imfile", "SN792"),
    (RSYSLOG, 'include(file="/srv/x")', "SN112"),
    (RSYSLOG, "$IncludeConfig ../x", "SN112"),
    (DOVECOT, "!include /srv/x", "SN112"),
    (DOVECOT, "!include_try ../../srv/x", "SN112"),
    (DOVECOT, "ssl_cert = </etc/x\nssl = maybe", "SN780"),
    (POSTFIX, "smtpd_tls_certt_file = config variable x: host not found: y", "SN771"),
    (POSTFIX, "a line that is none", "SN770"),
    ('{.zone file="/etc/bind/db.x"}', "$ORIGIN -v\nthis is (no zone", "SN610"),
    ('{.zone file="/etc/bind/db.x"}', "-h. IN SOA a. b. (1 2 3", "SN610"),
    (BIND, 'include\n"/nope";\noptions { garbage garbage; ((( }', "SN112"),
    (BIND, '/* x */include // y\n "/nope";\nno configuration', "SN112"),
    (BIND, 'include "named.conf.local"; include "/etc/bind/../../srv/x";', "SN112"),
    (BIND, 'options { directory "rel"; recursion maybe; };', "SN600"),
    (BIND, 'options { directory "/etc/nope/"; recursion maybe; };', "SN600"),
    (BIND, '# directory "/nope"\noptions { recursion maybe; };', "SN600"),
    (UNBOUND, 'server:\n  interface: "does not exist"', "SN620"),
    (UNBOUND, "server:\n  access-control: \"user 'x'\" allow", "SN620"),
    (UNBOUND, 'server: verbosity: 1 dynlib: dynlib-file: "/x.so"', "SN621"),
    (UNBOUND, 'server: verbosity: 1 python: python-script: "/x.py"', "SN621"),
    (UNBOUND, 'server: verbosity: 1 include: "/srv/x"', "SN112"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("info", "code", "expected"), CASES)
def test_it_is_told(info: str, code: str, expected: str, need: Callable[[str], str]) -> None:
    for program in ("named-checkconf", "unbound-checkconf", "rsyslogd", "doveconf", "postconf"):
        need(program)
    report = check_documents([parse_document("a.md", f"```{info}\n{code}\n```\n")], Settings(sandbox=kept_sandbox()))
    assert expected in {one.code for one in report.diagnostics}


@pytest.mark.parametrize(
    ("info", "code"),
    [
        (BIND, '# include "/nope";\n// include "/nope"\noptions { recursion no; };'),
        (BIND, 'options { directory "/var/cache/bind"; };\ninclude "/etc/bind/named.conf.local";'),
        (UNBOUND, "server:\n  # python: is not for us\n  verbosity: 1"),
        (UNBOUND, 'server:\n  username: "nobody-has-this"'),
    ],
)
def test_it_is_let_through(info: str, code: str, need: Callable[[str], str]) -> None:
    need("named-checkconf")
    need("unbound-checkconf")
    report = check_documents([parse_document("a.md", f"```{info}\n{code}\n```\n")], Settings(sandbox=kept_sandbox()))
    assert report.diagnostics == ()


@pytest.mark.parametrize("text", ["-" * 50_000, "#" * 50_000, "/*" * 20_000, "(" * 50_000, "-- \n" * 20_000])
def test_what_stands_before_a_statement_of_sql_is_read_once(text: str) -> None:
    """It took twice as long with each dash."""
    assert not sql.STATEMENT.match(f"{text}\nfoo bar")
