"""What documentation calls JSON."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.snippets.checkers._plain.json_text import allows_comments, readings, without_comments

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
PIECES = ('"', "//", "/*", "*/", "\n", ",", "}", "{", "[", "]", "a", "\\", "#", "...", " ", ":", "1")


@given(VALUES, st.sampled_from((None, 2)))
def test_json_is_read_as_it_stands(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    assert without_comments(text) == text


@given(VALUES)
def test_with_comments_it_is_the_same(value: object) -> None:
    lines = json.dumps(value, indent=2).split("\n")
    text = "/* , ] */\n" + "".join(f'{line} // {number} " , }}\n' for number, line in enumerate(lines))
    assert json.loads(without_comments(text)) == value


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_each_place_stays(text: str) -> None:
    plain = without_comments(text)
    assert len(plain) == len(text)
    assert [one == "\n" for one in plain] == [one == "\n" for one in text]
    for _, code in readings(text):
        assert code.count("\n") <= text.count("\n")


@pytest.mark.parametrize("text", ['{"a": 1\n"b": 2}', '{"a": 1 "b": 2}', '{"a": 1,}', "{'a': 1}", '{"a": 1', '{"a" 1}'])
def test_a_fault_is_one_however_it_is_read(text: str) -> None:
    assert not any(is_json(code) for _, code in readings(text))


def is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("file", "language", "allowed"),
    [
        *(("tsconfig.json", "json", True), ("/srv/a/tsconfig.build.json", "json", True), (None, "jsonc", True)),
        *((".vscode/settings.json", "json", True), ("a.jsonc", None, True), (None, "json", False)),
        *(("package.json", "json", False), ("/etc/docker/daemon.json", "jsonc", False)),
    ],
)
def test_which_files_have_comments(file: str | None, language: str | None, allowed: bool) -> None:
    assert allows_comments(file, language) is allowed
