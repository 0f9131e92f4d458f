"""Translates the standard words of a list into the language of its page. Words that the list declares stay."""

from collections.abc import Container, Iterator
from dataclasses import replace
from gettext import NullTranslations
from typing import Any

from faircopy.checklists.model import STANDARD_HINTS, STANDARD_PRIORITIES, Checklist
from faircopy.checklists.vocabulary import PARTS, Answer, Choice, Vocabulary, known_sets
from faircopy.languages.words import ENGLISH


def in_language(checklist: Checklist, words: NullTranslations) -> Checklist:
    """Return the list with translated answers, hints and other standard words; values stay."""
    if words is ENGLISH:
        return checklist
    hints = checklist.hints
    if hints == STANDARD_HINTS:
        names = hint_names(words)
        hints = tuple(replace(hint, label=names[hint.value]) for hint in hints)
    priorities = checklist.priorities
    if priorities == STANDARD_PRIORITIES:
        levels = priority_names(words)
        priorities = tuple(replace(priority, label=levels[priority.value]) for priority in priorities)
    kinds = {kind.value: kind for kind in hints}
    sections = tuple(
        replace(
            section,
            items=tuple(
                replace(item, hints=tuple(replace(one, kind=kinds.get(one.kind.value, one.kind)) for one in item.hints))
                for item in section.items
            ),
        )
        for section in checklist.sections
    )
    vocabulary = vocabulary_in(checklist.vocabulary, words)
    return replace(checklist, vocabulary=vocabulary, hints=hints, priorities=priorities, sections=sections)


def vocabulary_in(vocabulary: Vocabulary, words: NullTranslations) -> Vocabulary:
    """Return the vocabulary with translated texts of standard words, recognised by value and text."""
    ours = frozenset(standard_texts())
    parts: dict[str, Any] = {
        part: tuple(in_words_of(word, part, ours, words) for word in getattr(vocabulary, part)) for part in PARTS
    }
    return replace(vocabulary, **parts)


def in_words_of(word: Choice, part: str, ours: Container[tuple[str, str, str]], words: NullTranslations) -> Choice:
    texts: dict[str, Any] = {
        name: words.pgettext(part, text) for name, text in texts_of(word) if (part, word.value, text) in ours
    }
    return replace(word, **texts)


def standard_texts() -> Iterator[tuple[str, str, str]]:
    """Yield the part, value and each text of each standard word."""
    for vocabulary in known_sets().values():
        for part in PARTS:
            for word in getattr(vocabulary, part):
                yield from ((part, word.value, text) for _, text in texts_of(word))


def texts_of(word: Choice) -> Iterator[tuple[str, str]]:
    """Yield the fields of a word that a reader sees, with their texts."""
    yield "label", word.label
    if isinstance(word, Answer) and word.request:
        yield "request", word.request


def hint_names(words: NullTranslations) -> dict[str, str]:
    return {
        "why": words.pgettext("hint", "Why"),
        "red_flag": words.pgettext("hint", "Red flag"),
        "evidence": words.pgettext("hint", "Evidence"),
    }


def priority_names(words: NullTranslations) -> dict[str, str]:
    return {
        "essential": words.pgettext("priority", "Essential"),
        "important": words.pgettext("priority", "Important"),
        "optional": words.pgettext("priority", "Optional"),
    }
