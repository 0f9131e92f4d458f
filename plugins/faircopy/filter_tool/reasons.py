"""Translatable reasons why the tool is not offered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Any

from faircopy.languages.words import ENGLISH


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence or phrase with values for its placeholders; a value may be a reason itself."""

    message: str  # as catalogues have it
    values: Mapping[str, "str | Reason"] = field(default_factory=dict)

    def text(self, words: NullTranslations = ENGLISH) -> str:
        found = {name: value.text(words) if isinstance(value, Reason) else value for name, value in self.values.items()}
        return words.gettext(self.message) % found

    def as_data(self) -> list[Any]:
        """Return a value that JSON can represent."""
        values = {name: one.as_data() if isinstance(one, Reason) else one for name, one in self.values.items()}
        return [self.message, values]


def reason_of(data: list[Any]) -> Reason:
    """Return the reason that `as_data` serialised."""
    message, values = data
    return Reason(message, {name: reason_of(one) if isinstance(one, list) else one for name, one in values.items()})


class UntranslatableError(Exception):
    """An expression or a jail uses something that a browser cannot do."""

    def __init__(self, message: str, **values: str) -> None:
        self.reason = Reason(message, values)
        super().__init__(self.reason.text())
