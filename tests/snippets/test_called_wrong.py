"""A comment that calls the lines below it wrong, or the one that it stands behind."""

import pytest

from faircopy.snippets.checkers._called_wrong import lines_called_wrong


@pytest.mark.parametrize(
    ("code", "called"),
    [
        ("a: 1\n# Don't do this:\nb: 2\nc: 3\n", {2, 3}),
        ("# Don't do this:\n# it is only here\n  # to be seen\nb: 2\nc: 3\n", {1, 2, 3, 4}),
        ("# Don't do this:\n\nb: 2\n", {1, 2}),
        ("a: 1  # wrong!\nb: 2\n", {1}),
        ("a: 1\n// Bad example\nb: 2", {2, 3}),
        ("# This is right:\na: 1\n", set()),
        ("", set()),
    ],
)
def test_the_lines_that_a_comment_calls_wrong(code: str, called: set[int]) -> None:
    assert lines_called_wrong(code) == called
