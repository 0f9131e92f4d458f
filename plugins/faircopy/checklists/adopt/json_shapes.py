"""Tells what a value of JSON is by its shape: a question, a group of questions, or something beside them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from faircopy.checklists.adopt.data_kinds import QUESTIONS
from faircopy.checklists.adopt.fields import NAMES, normal, without_prefix


def is_question(value: Any) -> bool:
    """Tell whether a value is an object with a question and no others below it; many other things have a name."""
    if not isinstance(value, dict) or any(map(is_group, value.values())):
        return False
    names = {normal(str(key)) for key, each in value.items() if isinstance(each, str) and each.strip()}
    return bool(names & set(NAMES["question"]) - {"name"})


def is_word(value: Any) -> bool:
    """Tell whether a value has nothing but a name, and perhaps what it means."""
    return isinstance(value, dict) and "name" in value and set(value) <= {"name", "description"}


def is_named_in(some: Sequence[Any], others: Iterable[Sequence[Any]]) -> bool:
    """Tell whether the objects of other lists name each of these by its id, as `group: AC`."""
    named = {
        text
        for objects in others
        for each in objects
        if isinstance(each, dict) and objects is not some
        for key, text in each.items()
        if isinstance(text, str) and normal(str(key)) not in NAMES["id"]
    }
    ids = [
        each.get("id", "") if isinstance(each, dict) and not any(map(is_group, each.values())) else "" for each in some
    ]
    return all(isinstance(id_, str) and id_ in named and id_ for id_ in ids)


def is_beside_questions(some: Sequence[Any], others: Iterable[Sequence[Any]]) -> bool:
    """Tell whether objects have only titles and addresses, as of books, while those of another list have questions."""
    return not any(map(has_certain_question, some)) and any(
        all(map(has_certain_question, each)) for each in others if each is not some
    )


def has_certain_question(value: Any) -> bool:
    """Tell whether an object has a field whose name is used for questions only; many other things have a title."""
    return isinstance(value, dict) and not QUESTIONS.isdisjoint(without_prefix(map(str, value)).values())


def is_group(value: Any) -> bool:
    """Tell whether a value contains objects: a list of them, or an object with such lists.

    Objects without any field that could hold a question say more of the one that they are in.
    """
    if isinstance(value, list):
        return any(isinstance(each, dict) and (has_question_field(each) or is_group(each)) for each in value)
    return isinstance(value, dict) and any(isinstance(each, dict | list) and is_group(each) for each in value.values())


def has_question_field(value: Mapping[str, Any]) -> bool:
    return not set(NAMES["question"]).isdisjoint(without_prefix(map(str, value)).values())


def has_objects(value: Any) -> bool:
    if isinstance(value, list):
        return any(isinstance(each, dict) and each for each in value)
    return isinstance(value, dict) and bool(value)


def first_text(value: Mapping[str, Any], names: Sequence[str]) -> str:
    fields = {normal(key): each for key, each in value.items() if isinstance(each, str) and each.strip()}
    return next((fields[name] for name in names if name in fields), "")
