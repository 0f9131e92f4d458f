"""Translates the standard words of a list into the language of its page. Words that the list declares stay."""

from collections.abc import Iterator
from dataclasses import replace
from gettext import NullTranslations
from typing import Any

from faircopy.checklists.model import STANDARD_HINTS, STANDARD_PRIORITIES, Checklist
from faircopy.checklists.vocabulary import PARTS, Vocabulary, known_sets
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
    """Return the vocabulary with translated labels of standard words, recognised by value and label."""
    ours = {(part, value, label) for part, value, label in standard_labels()}
    parts: dict[str, Any] = {
        part: tuple(
            replace(word, label=words.pgettext(part, word.label)) if (part, word.value, word.label) in ours else word
            for word in getattr(vocabulary, part)
        )
        for part in PARTS
    }
    return replace(vocabulary, **parts)


def standard_labels() -> Iterator[tuple[str, str, str]]:
    """Yield the part, value and label of each standard word."""
    for vocabulary in known_sets().values():
        for part in PARTS:
            yield from ((part, word.value, word.label) for word in getattr(vocabulary, part))


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
