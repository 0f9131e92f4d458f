"""Our own small parsers, and those of libraries, take any text."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.jobs import Settings
from faircopy.snippets.sandboxed_parsers import (
    read_dotenv,
    read_fstab,
    read_hcl,
    read_json5,
    read_makefile,
    read_pam,
    read_powershell,
    read_sql,
    read_sysctl,
    read_wireguard,
    read_xml,
)
from keptsandbox import kept_sandbox

Fault = tuple[str, int, int, str, str]


def sql_faults(text: str) -> list[Fault]:
    return read_sql.faults(json.dumps([["", "mysql"], text]))


PARSERS: dict[str, Callable[[str], list[Fault]]] = {
    "xml": read_xml.faults,
    "hcl": read_hcl.faults,
    "sql": sql_faults,
    "dotenv": read_dotenv.faults,
    "json5": read_json5.faults,
    "powershell": read_powershell.faults,
}
LINES: dict[str, Callable[[str], list[Fault]]] = {
    "fstab": read_fstab.faults,
    "makefile": read_makefile.faults,
    "pam": read_pam.faults,
    "sysctl": read_sysctl.faults,
    "wireguard": read_wireguard.faults,
}
KINDS = {
    "fstab": {"fields", "value", "duplicate"},
    "makefile": {"syntax", "tab", "open"},
    "pam": {"type", "control", "words"},
    "sysctl": {"syntax", "name", "comment", "duplicate"},
    "wireguard": {"syntax", "section", "name", "place", "value", "missing"},
}
PARTS = st.lists(
    st.sampled_from(
        [*'<>&;"/=(){}[]\'#:,\n \t`', "<a>", "</a>", "<!--", "a", "SELECT ", "é", "<<E\n", "${", "@'\n", "\n'@", "<#"]
    )
).map("".join)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=examples(40))
@given(text=st.one_of(PARTS, st.sampled_from(["<a>" * 3000, "(" * 3000, "[" * 3000, "a{" * 500, "\ud800"])))
def test_a_parser_takes_any_text(name: str, text: str) -> None:
    for kind, line, column, message, _ in PARSERS[name](text):
        assert kind in ("syntax", "unknown", "duplicate", "blank", "fragment", "entity")
        assert 1 <= line <= text.count("\n") + 1
        assert column >= 1
        assert message


WORDS = [
    *("=", ":", "\\\n", "\n", "\t", " ", "#", "[", "]", ",", "/", "-", "$(", ")", "a", "1", "é", "\0", "\r"),
    *("auth ", "required ", "UUID=", "[Interface]\n", "Address = ", "ifeq ", "endif\n", "define x\n", "net.x = "),
]


@pytest.mark.parametrize("name", LINES)
@settings(max_examples=40)
@given(text=st.lists(st.sampled_from(WORDS), max_size=40).map("".join))
def test_a_reader_of_lines_takes_any_text(name: str, text: str) -> None:
    lines = text.split("\n")
    for kind, line, column, message, _ in LINES[name](text):
        assert kind in KINDS[name]
        assert 1 <= line <= len(lines)
        assert column >= 1
        assert message


@pytest.mark.slow
@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("sign", ["a", " ", "[ ", "$(", "a,", "=", "a "])
def test_a_long_line_takes_no_longer_than_its_length(name: str, sign: str) -> None:
    """Where a pattern tried each beginning again, one of these would take hours."""
    LINES[name]("a" + sign * 200_000 + "b")


@pytest.mark.slow
def test_of_very_many_faults_the_first_are_told() -> None:
    """All of them are more than is read of a program's answer."""
    document = parse_document("a.md", "```fstab\n" + "a b c\n" * 20_000 + "```\n")
    report = check_documents([document], Settings(sandbox=kept_sandbox()))
    assert {one.code for one in report.diagnostics} == {"SN650"}
    assert report.diagnostics[0].line == 2


def test_entities_are_not_put_in() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert [fault[0] for fault in read_xml.faults(bomb)] == ["entity"]
    outside = '<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/passwd"> %b;]><a/>'
    assert [fault[0] for fault in read_xml.faults(outside)] == ["entity"]
