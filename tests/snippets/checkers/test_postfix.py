"""The words that Postfix's parameters may have, held against the manual that is installed."""

import gzip
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from faircopy.snippets.checkers._postfix.words import CLIENT_LEVELS, MAP_TYPES, RESTRICTIONS, TLS_PROTOCOLS

MANUAL = Path("/usr/share/man/man5/postconf.5.gz")
LISTS = re.compile(
    r"^\.SH smtpd_(?:client|helo|sender|relay|recipient|data|end_of_data|etrn)_restrictions\b.*?(?=^\.SH )",
    re.MULTILINE | re.DOTALL,
)
A_RESTRICTION = re.compile(r"^\.IP \"\\fB(?:\\fB)?([a-z_]+)", re.MULTILINE)


def manual() -> str:
    if not MANUAL.exists():
        pytest.skip("no manual of Postfix is installed")
    return gzip.decompress(MANUAL.read_bytes()).decode().replace("\\-", "-")


def test_each_restriction_of_the_manual_is_known() -> None:
    listed = {name for text in LISTS.findall(manual()) for name in A_RESTRICTION.findall(text)}
    assert len(listed) > 40
    assert listed - RESTRICTIONS == set()


@pytest.mark.slow
@pytest.mark.parametrize("words", [RESTRICTIONS, CLIENT_LEVELS, TLS_PROTOCOLS], ids=["restrictions", "levels", "TLS"])
def test_each_word_is_one_of_the_manual(words: frozenset[str]) -> None:
    # Which only Postfix's source has.
    older = {"permit_tls", "reject_unknown_address", "check_recipient_maps", "check_relay_domains"}
    older |= {"permit_naked_ip_address", "reject_maps_rbl"}
    text = re.sub(r"\\f[A-Z]", " ", manual())
    assert {word for word in words - older if not re.search(rf"(?<![\w.]){re.escape(word)}(?![\w])", text)} == set()


def test_the_kinds_of_tables_are_those_of_postconf(need: Callable[[str], str]) -> None:
    listed = subprocess.run([need("postconf"), "-m"], capture_output=True, text=True, check=True)
    assert set(listed.stdout.split()) - MAP_TYPES == set()
