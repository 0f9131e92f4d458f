from pathlib import Path

import pytest
from hypothesis import given
from selectolax.lexbor import LexborHTMLParser

from faircopy.checklists.pages.page import environment_of, feed_list, form, places_parts, with_form
from faircopy.checklists.vocabulary import standard_vocabulary
from lists import CASES, list_of, sections, source

# A contract: answers are stored by these values.
ANSWERS = ["yes", "partly", "no", "not-asked", "no-answer", "refused", "not-applicable"]
OURS = environment_of({})
STRAIGHT = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")


@pytest.mark.slow
@given(sections())
def test_the_page_carries_every_question_and_id(given_sections: dict[str, dict[str, str]]) -> None:
    tree = LexborHTMLParser(form(OURS, list_of(source(given_sections))))
    visible: dict[str, dict[str, str]] = {}
    for section in tree.css("checklist-app > section.checklist-section"):
        heading = section.css_first("h2")
        assert heading is not None
        assert section.attributes["id"] == section.attributes["data-section"]
        questions = visible.setdefault(heading.text(), {})
        for item in section.css("fieldset.checklist-item"):
            legend = item.css_first("legend")
            id_ = str(item.attributes["id"])
            assert legend is not None
            assert item.attributes["data-item"] == id_
            offered = [radio.attributes["value"] for radio in item.css(f'input[name="answer-{id_}"]')]
            assert offered == [one.value for one in standard_vocabulary().answers]
            assert set(offered) >= set(ANSWERS)
            questions[id_] = legend.text().translate(STRAIGHT)
    assert visible == {
        title: {id_: " ".join(question.split()).translate(STRAIGHT) for id_, question in items.items()}
        for title, items in given_sections.items()
    }


def test_hints_are_there_only_where_the_author_gave_some() -> None:
    tree = LexborHTMLParser(form(OURS, list_of((CASES / "good/everything.md").read_text(encoding="utf-8"))))
    with_hints = [node.attributes["id"] for node in tree.css("fieldset") if node.css("details.hints")]
    assert with_hints == ["really-so", "two-lines", "other-bullets"]
    terms = [node.text() for node in tree.css("#really-so dt")]
    assert terms == ["Why", "Red flag", "Evidence"]
    assert [node.text() for node in tree.css("#really-so dd code")] == ["<HOST>"]


def test_nothing_in_it_needs_an_inline_style_or_handler() -> None:
    html = form(OURS, list_of((CASES / "good/everything.md").read_text(encoding="utf-8")))
    names = {name for node in LexborHTMLParser(html).css("*") for name in node.attributes}
    assert not {name for name in names if name.startswith("on") or name == "style"}


def test_feeds_get_lists_and_everything_around_stays() -> None:
    checklist = list_of(source({"One & all": {"is-it": "Is `<it>` so?"}}) + "    - **Why:** *w*\n- [ ] Two? {#two}\n")
    plain = feed_list(OURS, checklist)
    assert plain == (
        "<h2>One &amp; all</h2>\n<ul>\n"
        "<li>Is <code>&lt;it&gt;</code> so?\n<ul>\n<li>Why: <em>w</em></li>\n</ul>\n</li>\n"
        "<li>Two?</li>\n</ul>"
    )
    around = f"<p>before</p>\n{form(OURS, checklist)}\n<P >after</P>"
    assert with_form(around, checklist.name, lambda _: plain) == f"<p>before</p>\n{plain}\n<P >after</P>"
    assert with_form("<p>no list</p>", checklist.name, lambda _: plain) == "<p>no list</p>"


def test_a_theme_replaces_a_template_and_may_extend_ours(tmp_path: Path) -> None:
    templates = tmp_path / "templates" / "checklist"
    templates.mkdir(parents=True)
    (templates / "feed.html").write_text("{{ checklist.title }}", encoding="utf-8")
    (templates / "form.html").write_text("<b></b>{% include '!checklists/checklist/form.html' %}", encoding="utf-8")
    checklist = list_of((CASES / "good/everything.md").read_text(encoding="utf-8"))
    environment = environment_of({"THEME": str(tmp_path)})
    assert feed_list(environment, checklist) == checklist.title
    assert form(environment, checklist) == f"<b></b>{form(OURS, checklist)}"


@pytest.mark.parametrize(
    ("templates", "placed"),
    [
        ({"article.html": "{{ article.content }}"}, False),
        ({"article.html": "{{ article.content }}{% include 'checklist/all.html' %}"}, True),
        ({"article.html": "{% extends 'base.html' %}", "base.html": "{% include 'checklist/page.html' %}"}, True),
        ({"article.html": "{% extends '!theme/base.html' %}", "base.html": "{% include 'checklist/all.html' %}"}, True),
        ({"article.html": "{% include 'checklist/head.html' %}{% include article.template %}"}, False),
        ({"article.html": "{% extends 'article.html' %}"}, False),
        ({"article.html": "{% extends 'not_there.html' %}{% include ['a.html', 'b.html'] %}"}, False),
        ({"article.html": "{% if %}"}, False),
        ({}, False),
    ],
)
def test_whether_a_theme_says_where_the_parts_go(tmp_path: Path, templates: dict[str, str], placed: bool) -> None:
    (tmp_path / "templates").mkdir()
    for name, text in templates.items():
        (tmp_path / "templates" / name).write_text(text, encoding="utf-8")
    assert places_parts(environment_of({"THEME": str(tmp_path)}), "article.html") is placed
