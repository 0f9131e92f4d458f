"""A comment that calls the lines below it wrong, or the one that it stands behind."""

import pytest

from faircopy.snippets.checkers._plain.bad_examples import lines_called_wrong


@pytest.mark.parametrize(
    ("code", "called"),
    [
        ("a: 1\n# Don't do this:\nb: 2\nc: 3\n\nd: 4", {2, 3, 4}),
        ("# Don't do this:\n# it is only here\n  # to be seen\nb: 2\nc: 3\n\nd: 4", {1, 2, 3, 4, 5}),
        ("# Wrong\na: 1\nb: 2\n# Right\nc: 3", {1, 2, 3}),
        ("# falsch\na: 1\n# richtig\nb: 2", {1, 2}),
        ("# 错误\na: 1\n# 正确\nb: 2", {1, 2}),
        ("<!-- Неправильно -->\n<a>\n", {1, 2}),
        ("# Don't do this:\n\nb: 2\nc: 3\n\nd: 4\n", {1, 2, 3, 4}),
        ("## Avoid: it has no end\na: 1\n", {1, 2}),
        ("# Avoid a long name\na: 1\n", set()),
        ("a: 1  # wrong!\nb: 2\n", {1}),
        ("a: 1\n// Bad example\nb: 2", {2, 3}),
        ("# This is right:\na: 1\n", set()),
        ("", set()),
    ],
)
def test_the_lines_that_a_comment_calls_wrong(code: str, called: set[int]) -> None:
    assert lines_called_wrong(code) == called
