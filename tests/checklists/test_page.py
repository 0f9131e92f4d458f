from hypothesis import given
from selectolax.lexbor import LexborHTMLParser

from faircopy.checklists.feed import without_forms
from faircopy.checklists.page import app
from lists import CASES, list_of, sections, source

ANSWERS = ["yes", "partly", "no", "not-asked", "no-answer", "refused", "not-applicable"]
STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


@given(sections())
def test_the_page_carries_every_question_and_id(given_sections: dict[str, dict[str, str]]) -> None:
    tree = LexborHTMLParser(str(app(list_of(source(given_sections)))))
    shown: dict[str, dict[str, str]] = {}
    for section in tree.css("checklist-app > section.checklist-section"):
        heading = section.css_first("h2")
        assert heading is not None
        assert section.attributes["id"] == section.attributes["data-section"]
        questions = shown.setdefault(heading.text(), {})
        for item in section.css("fieldset.checklist-item"):
            legend = item.css_first("legend")
            id_ = str(item.attributes["id"])
            assert legend is not None
            assert item.attributes["data-item"] == id_
            assert [radio.attributes["value"] for radio in item.css(f'input[name="answer-{id_}"]')] == ANSWERS
            questions[id_] = legend.text().translate(STRAIGHT)
    assert shown == {
        title: {id_: " ".join(question.split()).translate(STRAIGHT) for id_, question in items.items()}
        for title, items in given_sections.items()
    }


def test_hints_are_there_only_where_the_author_gave_some() -> None:
    tree = LexborHTMLParser(str(app(list_of((CASES / "good/everything.md").read_text(encoding="utf-8")))))
    with_hints = [node.attributes["id"] for node in tree.css("fieldset") if node.css("details.hints")]
    assert with_hints == ["really-so", "two-lines", "other-bullets"]
    terms = [node.text() for node in tree.css("#really-so dt")]
    assert terms == ["Why", "Red flag", "Evidence"]
    assert [node.text() for node in tree.css("#really-so dd code")] == ["<HOST>"]


def test_nothing_in_it_needs_an_inline_style_or_handler() -> None:
    html = str(app(list_of((CASES / "good/everything.md").read_text(encoding="utf-8"))))
    names = {name for node in LexborHTMLParser(html).css("*") for name in node.attributes}
    assert not {name for name in names if name.startswith("on") or name == "style"}


def test_feeds_get_lists_and_everything_around_stays() -> None:
    checklist = list_of(source({"One & all": {"is-it": "Is `<it>` so?"}}) + "    - **Why:** *w*\n- [ ] Two? {#two}\n")
    assert without_forms(f"<p>before</p>\n{app(checklist)}\n<P >after</P>") == (
        "<p>before</p>\n"
        "<h2>One &amp; all</h2>\n<ul>\n"
        "<li>Is <code>&lt;it&gt;</code> so?\n<ul>\n<li>Why: <em>w</em></li>\n</ul>\n</li>\n"
        "<li>Two?</li>\n</ul>"
        "\n<P >after</P>"
    )
    assert without_forms("<p>no list</p>") == "<p>no list</p>"
