"""Fences that somebody means and nobody reads."""

import textwrap

import pytest

from faircopy.markdown.document import parse_document
from faircopy.markdown.lost_fences import lost_fences

FENCE = "```sh\nx\n```\n"


def at(spaces: int) -> str:
    return textwrap.indent(FENCE, " " * spaces)


def lost(text: str) -> list[int]:
    return lost_fences(parse_document("a.md", f"Title: x\n\n{text}"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("!!! note\n" + at(4), 4),
        ('!!! note "Title"\n    text\n\n' + at(4), 6),
        ("??? note\n\n" + at(4), 5),
        ("Text[^1]\n\n[^1]: note\n\n" + at(4), 7),
        ("term\n:   definition\n\n" + at(4), 6),
        ("<div>\n" + FENCE + "</div>\n", 4),
        ("<div>\n~~~\nx\n~~~~\n</div>\n", 4),
        ("- item\n\n    !!! note\n\n" + at(8), 7),
        ("!!! note\n\n    - item\n\n" + at(8), 7),
        (textwrap.indent("!!! note\n\n" + at(4), "> ", lambda _: True), 5),
    ],
)
def test_a_fence_that_commonmark_does_not_see_is_found(text: str, line: int) -> None:
    assert lost(text) == [line]


@pytest.mark.parametrize(
    "text",
    [
        FENCE,
        "text\n\n" + at(4),
        "<!--\n" + FENCE + "-->\n",
        "<pre>\n" + FENCE + "</pre>\n",
        "<div>\n\n" + FENCE + "\n</div>\n",
        "- item\n\n" + at(4),
        "````\n!!! note\n" + at(4) + "````\n",
        "!!! note\n    text\n\n" + at(8),
        "!!! note\n    text\n\n" + FENCE,
        "!!! note\n    text ``` `inline` ```\n",
    ],
)
def test_what_is_read_as_it_is_meant_is_left_alone(text: str) -> None:
    assert lost(text) == []


def test_each_of_several_is_found_once() -> None:
    assert lost("!!! note\n" + at(4) + "\n" + at(4) + "\n<div>\n" + FENCE + FENCE + "</div>\n") == [4, 8, 13, 16]
