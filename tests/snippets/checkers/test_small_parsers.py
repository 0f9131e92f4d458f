"""The parsers of XML, HCL, SQL and files of variables take any text."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faircopy.snippets.sandboxed_parsers import read_dotenv, read_hcl, read_sql, read_xml

Fault = tuple[str, int, int, str, str]


def sql_faults(text: str) -> list[Fault]:
    return read_sql.faults(json.dumps([["", "mysql"], text]))


PARSERS: dict[str, Callable[[str], list[Fault]]] = {
    "xml": read_xml.faults,
    "hcl": read_hcl.faults,
    "sql": sql_faults,
    "dotenv": read_dotenv.faults,
}
PARTS = st.lists(
    st.sampled_from([*'<>&;"/=(){}[]\'#:,\n \t', "<a>", "</a>", "<!--", "a", "SELECT ", "é", "<<E\n", "${"])
).map("".join)  # fmt: skip


@pytest.mark.parametrize("name", PARSERS)
@settings(max_examples=40)
@given(text=st.one_of(PARTS, st.sampled_from(["<a>" * 3000, "(" * 3000, "[" * 3000, "a{" * 500, "\ud800"])))
def test_a_parser_takes_any_text(name: str, text: str) -> None:
    for kind, line, column, message, _ in PARSERS[name](text):
        assert kind in ("syntax", "unknown", "duplicate", "blank", "fragment", "entity")
        assert 1 <= line <= text.count("\n") + 1
        assert column >= 1
        assert message


def test_entities_are_not_put_in() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert [fault[0] for fault in read_xml.faults(bomb)] == ["entity"]
    outside = '<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/passwd"> %b;]><a/>'
    assert [fault[0] for fault in read_xml.faults(outside)] == ["entity"]
