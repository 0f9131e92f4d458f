"""The parsers that run inside the sandbox, called directly."""

import io
import json
from collections.abc import Callable

import pytest

from faircopy.snippets.sandboxed_parsers import read_ini, read_json, read_python, read_sql, read_toml, read_yaml
from faircopy.snippets.sandboxed_parsers.run import main

TOO_DEEP = "maximum recursion depth exceeded while decoding a JSON array from a unicode string"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ('{"a": [1, {"a": 2}], "b": {"a": 3}}', []),
        ('{"a": "{", "\\u0061": 1}', [("duplicate", 1, 12, "the name 'a' appears twice", "")]),
        ('{"a": "a", "b": ["a", "a"]}', []),
        ("[NaN]", [("syntax", 1, 2, "'NaN' is not a JSON value", "")]),
        ('["NaN\\"",\n -Infinity]', [("syntax", 2, 2, "'-Infinity' is not a JSON value", "")]),
        ("[" * 100_000, [("syntax", 1, 1, "too deeply nested", TOO_DEEP)]),
        ("{", [("syntax", 1, 2, *2 * ("Expecting property name enclosed in double quotes",))]),
    ],
)
def test_json(text: str, faults: list[read_json.Fault]) -> None:
    assert read_json.faults(text) == faults


def test_json_numbers_that_no_reader_takes() -> None:
    ((kind, line, _, message, _),) = read_json.faults("1" * 5000)
    assert (kind, line) == ("syntax", 1)
    assert "digits" in message


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a = 1\na = 2\n", ("duplicate", 2, 6, "Cannot overwrite a value")),
        ("[a]\n[a]\n", ("duplicate", 2, 3, "Cannot declare ('a',) twice")),
        ("a = yes\n", ("value", 1, 5, "Invalid value")),
        ('a = """x\n', ("syntax", 1, 1, "Unterminated string")),
    ],
)
def test_toml(text: str, fault: tuple[str, int, int, str]) -> None:
    ((kind, line, column, message, output),) = read_toml.faults(text)
    assert (kind, line, column) == fault[:3]
    assert message.startswith(fault[3])
    assert output == message


@pytest.mark.parametrize(
    ("read", "text", "kind", "message"),
    [
        (read_toml.faults, "a = " + "[" * 10_000, "syntax", "too deeply nested"),
        (read_python.faults, "-" * 100_000 + "1", "syntax", "too deeply nested"),
        (read_sql.faults, json.dumps([["sqlite"], f"SELECT {'(' * 200}1{')' * 200}"]), "unknown", "nested too deeply"),
    ],
)
def test_what_is_nested_too_deeply_says_so(
    read: Callable[[str], list[tuple[str, int, int, str, str]]], text: str, kind: str, message: str
) -> None:
    ((found_kind, line, _, found_message, _),) = read(text)
    assert (found_kind, line) == (kind, 1)
    assert message in found_message


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("[a]\nb = 1\n  more\n; c\n[d]\nb: %(x)s\n", []),
        ("[a]\nb = 1\nb = 2\n[a]\nc\n", [("duplicate", 3), ("duplicate", 4), ("syntax", 5)]),
        ("b = 1\n", [("syntax", 1)]),
        ("x\n" * 30, [("syntax", line) for line in range(1, 21)]),
    ],
)
def test_ini(text: str, places: list[tuple[str, int]]) -> None:
    assert [(kind, line) for kind, line, *_ in read_ini.faults(text)] == places


def test_what_we_put_in_other_words_is_not_said_to_be_the_parsers() -> None:
    words = [output for *_, output in read_ini.faults("[a]\nb = 1\nb = 2\n[a]\nc\n")]
    assert words == [
        "While reading from '<string>' [line 3]: option 'b' in section 'a' already exists",
        "While reading from '<string>' [line 4]: section 'a' already exists",
        "Source contains parsing errors: '<string>' [line 5]: 'c\\n'",
    ]


def test_python_is_compiled_and_not_run() -> None:
    assert read_python.faults("raise SystemExit(open('/nowhere').read())\n") == []
    assert [fault[:2] for fault in read_python.faults("x = 1 is 1\nreturn 3\n")] == [("syntax", 2)]
    assert [fault[:2] for fault in read_python.faults("\n'\\d'\n")] == [("warning", 2)]
    assert [fault[:2] for fault in read_python.faults("a\x00")] == [("syntax", 1)]


def test_yaml_may_not_turn_the_check_off() -> None:
    for comment in ("# yamllint disable-file", "# yamllint disable", "#yamllint disable-file"):
        assert [fault[:3] for fault in read_yaml.faults(f"{comment}\na: 1\na: 2\n")] == [("duplicate", 3, 1)]
    assert read_yaml.faults("a: 1\n\nb: \x07\n") == [
        ("syntax", 3, 4, "character U+0007 is not allowed", "special characters are not allowed")
    ]


def test_texts_come_in_and_faults_go_out() -> None:
    answer = io.StringIO()
    main(["read_json"], io.StringIO(json.dumps(["[]", "["])), answer)
    assert json.loads(answer.getvalue()) == [[], [["syntax", 1, 2, "Expecting value", "Expecting value"]]]
