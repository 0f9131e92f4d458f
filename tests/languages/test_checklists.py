"""A checklist in the language of its page: what every list has is translated, what it declares itself is not."""

import json
import re
from dataclasses import fields, replace

import pytest

from conftest import ROOT
from faircopy.checklists.model import STANDARD_HINTS, STANDARD_PRIORITIES, Checklist
from faircopy.checklists.pages.assets import WEB
from faircopy.checklists.pages.page import environment_of
from faircopy.checklists.pages.script_words import all_sentences, script_words
from faircopy.checklists.pages.translated import in_language
from faircopy.checklists.vocabulary import Answer, Counts, known_sets
from faircopy.languages.script import modules_in
from faircopy.languages.words import ENGLISH, OUR_WORDS

LIST = Checklist("a", "A", (), 1, 1, 1)
GERMAN = OUR_WORDS.of("de")


def test_answers_and_hints_are_called_what_they_are_in_the_language() -> None:
    found = in_language(LIST, GERMAN)
    assert [one.label for one in found.vocabulary.answers[:3]] == ["Ja", "Teilweise", "Nein"]
    assert [one.value for one in found.vocabulary.answers] == [one.value for one in LIST.vocabulary.answers]
    assert [hint.label for hint in found.hints] == ["Warum", "Warnzeichen", "Belege"]
    assert in_language(LIST, ENGLISH) is LIST
    assert "gelten als beantwortet" in found.vocabulary.counting(GERMAN)


def test_every_answer_of_every_set_is_translated_in_every_language() -> None:
    for language in ("de", "mi", "ar", "ja"):
        for vocabulary in known_sets().values():
            found = in_language(replace(LIST, vocabulary=vocabulary), OUR_WORDS.of(language)).vocabulary
            for before, after in zip(vocabulary.answers, found.answers, strict=True):
                assert before.label != after.label, (language, before.label)


def test_no_text_of_an_answer_is_left_in_english() -> None:
    """A text that a reader sees is a field of `Answer`; whichever is added, it is translated."""
    for vocabulary in known_sets().values():
        found = in_language(replace(LIST, vocabulary=vocabulary), GERMAN).vocabulary
        for before, after in zip(vocabulary.answers, found.answers, strict=True):
            texts = {
                field.name: getattr(before, field.name)
                for field in fields(before)
                if type(getattr(before, field.name)) is str and field.name != "value"
            }
            left = [name for name, text in texts.items() if text and getattr(after, name) == text]
            assert left == [], before
    (asked,) = [one for one in in_language(LIST, GERMAN).vocabulary.answers if one.value == "no-answer"]
    assert asked.request == "schon gefragt"


def test_what_a_list_declares_itself_stays() -> None:
    own = replace(
        LIST.vocabulary,
        answers=(
            Answer("yes", "Aber ja", counts=Counts.ANSWERED),
            Answer("later", "Später", counts=Counts.OPEN, request="asked before"),
        ),
    )
    hints = (replace(STANDARD_HINTS[0], label="Wieso"),)
    found = in_language(replace(LIST, vocabulary=own, hints=hints), GERMAN)
    assert found.vocabulary.answers == own.answers
    assert found.hints == hints


def test_priorities_are_in_the_language_and_those_of_a_list_stay() -> None:
    found = in_language(replace(LIST, priorities=STANDARD_PRIORITIES), GERMAN)
    assert [one.label for one in found.priorities] == ["Unverzichtbar", "Wichtig", "Optional"]
    own = (replace(STANDARD_PRIORITIES[0], label="Muss"),)
    assert in_language(replace(LIST, priorities=own), GERMAN).priorities == own


@pytest.mark.parametrize("language", ["de", "mi", "ar", "ja"])
def test_the_script_has_every_sentence_in_the_language_of_the_page(language: str) -> None:
    found = json.loads(script_words(OUR_WORDS, language))
    keys = {one if isinstance(one, str) else one[1] for one in all_sentences()}
    # A few are the same in both, as "Name" and "Link" in German.
    assert len(keys - found.keys()) <= 12, keys - found.keys()
    assert found.keys() <= keys
    assert "<" not in script_words(OUR_WORDS, language)


def test_an_english_page_carries_no_words_for_the_script() -> None:
    for language in ("en", "en-NZ", "tlh", ""):
        assert script_words(OUR_WORDS, language) == ""


def test_the_parts_of_the_page_are_in_its_language_and_in_english_as_ever() -> None:
    template = environment_of({"THEME": str(ROOT / "theme")}).get_template("checklist/tools.html")
    page = {"checklist_pages": [{"scope": "", "counting": "", "flagging": ""}]}
    english, german = (template.render(article=page, lang=lang) for lang in ("en", "de"))
    assert '<button type="button" data-name="undo">Undo</button>' in english
    assert '<button type="button" data-name="undo">Rückgängig</button>' in german
    assert re.sub(r">[^<]*<|aria-label=\"[^\"]*\"", "", english) == re.sub(r">[^<]*<|aria-label=\"[^\"]*\"", "", german)


def test_a_text_of_the_script_that_begins_as_a_sentence_is_a_sentence_for_translators() -> None:
    sentences = {one for sentence in all_sentences() for one in ([sentence] if isinstance(sentence, str) else sentence)}
    for file in modules_in(WEB / "static"):
        code = re.sub(r"^\s*(?://|\*|/\*).*$", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        # Of a template literal nobody could translate a part.
        code = re.sub(r'"(?:[^"\\\n]|\\.)*"', "", code)
        spoken = re.findall(r"`[^`<$]*[A-Z][a-z]+ [a-z]+ [a-z]+[^`]*`", code)
        assert spoken == [], file.name
    assert {"Undo this", "This link is damaged or cut off. Ask for it again, or for a file.", "not rated"} <= sentences
