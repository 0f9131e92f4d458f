"""References of too many digits are found beside code, and not in it."""

import pytest

from faircopy.lint.characters import check_references
from faircopy.markdown.document import parse_document

LONG = "&#" + "9" * 5000 + ";"


@pytest.mark.parametrize("text", ["`x` {}", "{} `x`", "`x` {} ``y``", "# {} `x`", "- `x` {}", '<b title="{}">`x`</b>'])
def test_a_long_reference_is_told_beside_code(text: str) -> None:
    assert [one.line for one in check_references(parse_document("a.md", f"Title: A\n\n{text.format(LONG)}\n"))] == [3]


@pytest.mark.parametrize("text", ["`{}`", "a `{}` b `c`", "```\n{}\n```", "    {}"])
def test_a_long_reference_in_code_is_not_told(text: str) -> None:
    assert not [*check_references(parse_document("a.md", f"Title: A\n\n{text.format(LONG)}\n"))]
