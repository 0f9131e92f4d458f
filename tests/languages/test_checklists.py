"""A checklist in the language of its page: what every list has is translated, what it declares itself is not."""

from dataclasses import replace

from faircopy.checklists.model import STANDARD_HINTS, Checklist
from faircopy.checklists.translated import in_language
from faircopy.checklists.vocabulary import Answer, Counts, known_sets
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


def test_what_a_list_declares_itself_stays() -> None:
    own = replace(LIST.vocabulary, answers=(Answer("yes", "Aber ja", counts=Counts.ANSWERED),))
    hints = (replace(STANDARD_HINTS[0], label="Wieso"),)
    found = in_language(replace(LIST, vocabulary=own, hints=hints), GERMAN)
    assert found.vocabulary.answers == own.answers
    assert found.hints == hints
