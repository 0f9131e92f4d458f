import re

import pytest
from hypothesis import given

from faircopy.checklists.ids import with_ids
from faircopy.checklists.names import ID, IdMaker, title_id
from lists import FREE_TEXT, TOP, parsed


@pytest.mark.parametrize(
    ("question", "id_"),
    [
        ("Has the system ever been load tested?", "system-load-tested"),
        ("Could the architecture be had from many vendors (e.g. AWS, Azure)?", "architecture-many-vendors"),
        ("What would you do?", "what-would-you-do"),
        ("Is the naïve café Māori-owned?", "naive-cafe-maori-owned"),
        ("何ですか?", "question"),
        ("Is " + "x" * 99 + " long?", "x" * 40),
    ],
)
def test_an_id_is_made_of_the_telling_words(question: str, id_: str) -> None:
    assert IdMaker().make(question) == id_


def test_an_id_that_is_taken_gets_a_number() -> None:
    assert IdMaker(["load-tested", "load-tested-2"]).make("Load tested?") == "load-tested-3"


def test_only_missing_ids_are_written() -> None:
    text = TOP + (
        "## Load\n\n- [ ] Load? {#kept}\n- [ ] Load tested,\n  ever?\n    - **Why:** w\n- [ ] Load tested, ever?\n"
        "- [ ] Ill-formed? {#Ill Formed}\n- no box\n- [ ]\n"
    )
    fresh, written = with_ids(text, retired={"load-tested"})
    assert fresh == text.replace("  ever?\n", "  ever? {#load-tested-2}\n").replace(
        "- [ ] Load tested, ever?\n", "- [ ] Load tested, ever? {#load-tested-3}\n"
    )
    assert written == ((10, "load-tested-2"), (12, "load-tested-3"))


def test_a_section_has_its_id_first() -> None:
    fresh, _ = with_ids(TOP + "## Load tested\n\n- [ ] Load tested?\n")
    assert "{#load-tested-2}" in fresh


def test_newlines_spaces_at_the_end_and_byte_order_marks_stay() -> None:
    text = ("\ufeff" + TOP + "## A\n\n- [ ] One?  \n- [ ] Two?").replace("\n", "\r\n")
    fresh, _ = with_ids(text)
    assert fresh == text.replace("One?", "One? {#one}").replace("Two?", "Two? {#two}")


@given(FREE_TEXT)
def test_writing_twice_is_writing_once_and_nothing_else_changes(text: str) -> None:
    fresh, written = with_ids(text)
    assert with_ids(fresh) == (fresh, ())
    added = iter(written)
    without = re.sub(r" \{#[a-z0-9-]+\}", lambda _: "", fresh)
    assert len(re.findall(r" \{#[a-z0-9-]+\}", fresh)) == len(re.findall(r" \{#[a-z0-9-]+\}", text)) + len(list(added))
    assert without == re.sub(r" \{#[a-z0-9-]+\}", "", text)


@given(FREE_TEXT)
def test_no_question_lacks_an_id_afterwards_and_none_is_new_twice(text: str) -> None:
    before = [found for found in parsed(text).diagnostics if found.code == "CL311"]
    found = parsed(with_ids(text)[0])
    assert [diagnostic for diagnostic in found.diagnostics if "has no id" in diagnostic.message] == []
    assert len([diagnostic for diagnostic in found.diagnostics if diagnostic.code == "CL311"]) == len(before)


@pytest.mark.parametrize(
    ("title", "id_"),
    [
        ("Größe & Maß", "groe-ma"),
        ("一二三", "section-4fc9d895"),
        ("الأداء والسرعة", "section-"),
        ("API の設計", "api"),
        ("?!", ""),
    ],
)
def test_a_title_in_any_script_makes_an_id(title: str, id_: str) -> None:
    made = title_id(title)
    assert made.startswith(id_)
    assert not made or ID.fullmatch(made)
    assert title_id(f" {title} ") == made


def test_titles_in_other_scripts_have_ids_of_their_own() -> None:
    assert len({title_id(one) for one in ("性能", "安全", "الأداء", "הביצועים")}) == 4
