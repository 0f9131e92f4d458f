import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from faircopy.content.settings import Site
from faircopy.lint.check import lint_document
from faircopy.lint.findings import Edit
from faircopy.lint.fixes import apply_edits
from faircopy.lint.rules.bidi_control import BIDI
from faircopy.lint.rules.characters_in_code import ALIKE, HIDDEN, QUOTES, SPACES
from faircopy.markdown.document import parse_document

# What documents are made of, and all that an edit may concern.
PIECES = st.sampled_from(
    [*"`\u201c\u2019\u043ea\n\u00a0\u200b\u202e", "```\n", "```{.sh}\n", "\r\n", "    ", "- ", "> ", "x ", "\u2013f"]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def fixed(text: str) -> str:
    while True:
        report = lint_document(parse_document("a.md", text), Site(), dated=True)
        text, made = apply_edits(text, (edit for finding in report.findings for edit in finding.edits))
        if not made:
            return text


@pytest.mark.slow
@given(TEXTS)
@example("`\n\u00a0\n`")  # a row of nothing but a no-break space
def test_fixing_ends_and_leaves_nothing_to_fix(text: str) -> None:
    report = lint_document(parse_document("a.md", fixed(text)), Site(), dated=True)
    assert [finding for finding in report.findings if finding.edits] == []


@given(TEXTS)
def test_nothing_changes_but_the_characters_that_are_wrong(text: str) -> None:
    wrong = re.compile("|".join(pattern.pattern for pattern in (QUOTES, SPACES, HIDDEN, BIDI)))

    def rest(of: str) -> str:
        of = "".join(ALIKE.get(character, character) for character in of)
        return re.sub("[“”„‟‚‛‘’′″'\"\\s]", "", wrong.sub("", of))  # noqa: RUF001

    assert rest(fixed(text)) == rest(text)


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    text = "\ufeffone\r\ntwo two\rthree"
    assert apply_edits(text, [Edit(2, 5, "two", "2"), Edit(1, 1, "one", "1"), Edit(3, 1, "three", "3")]) == (
        "\ufeff1\r\ntwo 2\r3",
        3,
    )


def test_an_edit_that_does_not_fit_is_left_out() -> None:
    edits = [Edit(1, 1, "two", "2"), Edit(9, 1, "one", "1"), Edit(1, 1, "one", "1"), Edit(1, 2, "ne", "x")]
    assert apply_edits("one", edits) == ("ox", 1)
