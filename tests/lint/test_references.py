"""References of too many digits are found beside code, and not in it."""

import pytest

from faircopy.lint.rules import character_reference
from rulecases import found_by

LONG = "&#" + "9" * 5000 + ";"


def lines_told(text: str) -> list[int]:
    found = found_by(character_reference, text=f"Title: A\n\n{text.replace('{}', LONG)}\n")
    return [one.diagnostic.line for one in found]


@pytest.mark.parametrize("text", ["`x` {}", "{} `x`", "`x` {} ``y``", "# {} `x`", "- `x` {}", '<b title="{}">`x`</b>'])
def test_a_long_reference_is_told_beside_code(text: str) -> None:
    assert lines_told(text) == [3]


@pytest.mark.parametrize(
    "text",
    [
        "`{}`",
        "a `{}` b `c`",
        "```\n{}\n```",
        "    {}",
        "`a\n{}\nb`",
        "- ``a\n  {}`` b",
        "> `a\n> {}`",
        "<!-- {}\n{} -->",
    ],
)
def test_a_long_reference_in_code_is_not_told(text: str) -> None:
    assert lines_told(text) == []


@pytest.mark.parametrize(
    ("text", "line"), [("`a\nb` {}", 4), ("{} `a\nb`", 3), ("a `b\nc` d\n{} `e\nf`", 5), ("- `a\n  b` {}", 4)]
)
def test_a_long_reference_is_told_beside_a_code_span_over_two_lines(text: str, line: int) -> None:
    assert lines_told(text) == [line]
