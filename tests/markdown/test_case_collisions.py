import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.markdown.case_collisions import alike, differ_in_form, folded

COMPOSED, TAKEN_APART = (unicodedata.normalize(form, "é.png") for form in ("NFC", "NFD"))


@pytest.mark.parametrize(
    ("names", "pairs"),
    [
        (["a.html", "b.html", "a/a.html"], []),
        (["a.html", "A.html"], [("A.html", "a.html")]),
        (["tag/a/index.html", "Tag/A/index.html"], [("Tag/A/index.html", "tag/a/index.html")]),
        (["tag/a.html", "Tag/b.html"], []),  # two folders in one
        ([COMPOSED, TAKEN_APART], [(TAKEN_APART, COMPOSED)]),
        (["É.png", TAKEN_APART], [(TAKEN_APART, "É.png")]),
        (["about", "About/index.html"], [("about", "About/index.html")]),
        (["straße", "strasse"], []),
        (["a", "a"], []),
    ],
)
def test_names_that_are_one_elsewhere_are_found(names: list[str], pairs: list[tuple[str, str]]) -> None:
    assert list(alike(names)) == pairs


def test_names_that_only_look_the_same_are_told_from_those_that_differ_in_capitals() -> None:
    assert differ_in_form(COMPOSED, TAKEN_APART)
    assert not differ_in_form(COMPOSED, COMPOSED)
    assert not differ_in_form("a", "A")


@given(st.text())
def test_folding_is_done_once_and_for_every_form(text: str) -> None:
    once = folded(text)
    assert folded(once) == once
    assert {folded(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")} == {once}
