import pytest
from hypothesis import given

from faircopy.checklists.model import STANDARD_HINTS
from faircopy.checklists.reading.inline import text_of
from faircopy.markdown.document import parse_document
from lists import CASES, FREE_TEXT, list_of, parsed, sections, source


def test_a_list_is_read_whole() -> None:
    checklist = list_of((CASES / "good/everything.md").read_text(encoding="utf-8"))
    assert [(section.id, section.title.plain) for section in checklist.sections] == [
        ("with-its-own-id", "Section"),
        ("second-section", "Second section"),
    ]
    first, second = checklist.sections[0].items
    assert (first.id, first.question.plain, first.line) == ("really-so", 'Is it really "so"?', 18)
    assert tuple(hint.kind for hint in first.hints) == STANDARD_HINTS
    assert [hint.text.plain for hint in first.hints] == [
        "Because the manual (https://example.org/manual) says so.",
        "<HOST> is missing.",
        "A line in the log.",
    ]
    assert second.question.plain == "Is this question so long that its author went on in the next line?"
    assert second.hints[0].text.plain == "So is this hint."


@pytest.mark.parametrize(
    ("written", "plain", "html"),
    [
        ("the system's `a  b`", "the system's a b", "the system\u2019s <code>a b</code>"),
        ("&lt;HOST&gt; & \\*", "<HOST> & *", "&lt;HOST&gt; &amp; *"),
        ("[x](https://e.org/?a&b)", "x (https://e.org/?a&b)", '<a href="https://e.org/?a&amp;b">x</a>'),
        ("<https://e.org>", "https://e.org", '<a href="https://e.org">https://e.org</a>'),
        ("<a@e.org>", "a@e.org", '<a href="mailto:a@e.org">a@e.org</a>'),
        ("one  \ntwo\nthree", "one two three", "one two three"),
    ],
)
def test_words_are_plain_in_data_and_typographic_on_the_page(written: str, plain: str, html: str) -> None:
    text = text_of(written)
    assert (text.plain, text.html) == (plain, html)


def test_hints_stand_in_one_order() -> None:
    checklist = list_of(
        source({"One": {"is-it": "Is it?"}}) + "    - **Evidence:** e\n    - **Red flag:** r\n    - **Why:** w\n"
    )
    assert [hint.text.plain for hint in checklist.sections[0].items[0].hints] == ["w", "r", "e"]


@given(FREE_TEXT)
def test_any_text_is_a_list_or_has_faults_at_its_lines(text: str) -> None:
    found = parsed(text)
    assert (found.checklist is None) == any(diagnostic.severity == "error" for diagnostic in found.diagnostics)
    lines = parse_document("", text).lines
    for diagnostic in found.diagnostics:
        assert 1 <= diagnostic.line <= len(lines)
        assert 1 <= diagnostic.column <= len(lines[diagnostic.line - 1].expandtabs(4)) + 1


@pytest.mark.slow
@given(sections())
def test_a_list_says_what_its_source_says(given_sections: dict[str, dict[str, str]]) -> None:
    checklist = list_of(source(given_sections))
    assert {section.title.plain: [item.id for item in section.items] for section in checklist.sections} == {
        title: list(items) for title, items in given_sections.items()
    }
    questions = {item.id: item.question.plain for _, item in checklist.placed_items()}
    for items in given_sections.values():
        for id_, question in items.items():
            assert questions[id_] == " ".join(question.split())
