"""Questions that stand in data as mere texts, {"Before": ["Is it tested?"]}, as objects that have a question."""

from collections.abc import Mapping, Sequence
from typing import Any

from faircopy.checklists.adopt.data_kinds import QUESTIONS, are_names
from faircopy.checklists.adopt.fields import normal

# Fields that hold questions, whatever else an object has.
HOLDERS = frozenset(
    ("items", "questions", "checks", "tasks", "requirements", "checklist", "checkpoints", "todos", "practices")
)
ENDS = ("?", "\uff1f", "\u061f")  # also those of Chinese and of Arabic
MIN_CHARS = 8  # of a sentence in a script without spaces
MAX_DEPTH = 12


def with_objects(value: Any, level: int = 1) -> Any:
    """Return data in which each text of a list of questions is an object."""
    if level > MAX_DEPTH:
        return value
    if isinstance(value, list):
        return (
            objects_of(value) if level == 1 and are_sentences(value, 3) else [with_objects(e, level + 1) for e in value]
        )
    if not isinstance(value, dict):
        return value
    # The lists of a question, such as its steps, say more of it.
    is_question = any(isinstance(each, str) and normal(str(key)) in QUESTIONS for key, each in value.items())
    is_group = level == 1 or not any(isinstance(each, str) for each in value.values())
    return {
        key: objects_of(each)
        if not is_question and holds_questions(str(key), each, is_group=is_group)
        else with_objects(each, level + 1)
        for key, each in value.items()
    }


def holds_questions(key: str, value: Any, *, is_group: bool) -> bool:
    return are_sentences(value, 2) if normal(key) in HOLDERS else is_group and are_sentences(value, 3)


def are_sentences(value: Any, words: int) -> bool:
    """Tell whether a value is a list of texts, most of which have that many words or ask something."""
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value):
        return False
    many = sum(is_sentence(each.strip(), words) for each in value)
    return 2 * many >= len(value) and not are_names(value)


def is_sentence(text: str, words: int) -> bool:
    is_dense = len(text) >= MIN_CHARS and not text.isascii() and " " not in text
    return text.endswith(ENDS) or len(text.split()) >= words or is_dense


def objects_of(texts: Sequence[str]) -> list[Mapping[str, str]]:
    return [{"question": text} for text in texts]
