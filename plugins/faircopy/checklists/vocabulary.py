"""The vocabulary of answers, from `answers.json` or a list's own declaration."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from faircopy.checklists.names import ID
from faircopy.languages.words import ENGLISH

FILE = Path(__file__).with_name("answers.json")
SETS_FILE = Path(__file__).with_name("answer_sets.json")
STANDARD = "yes-partly-no"
PARTS = ("answers", "confidence", "risk", "impact")


class Counts(StrEnum):
    """How an answer counts towards the progress of its section."""

    ANSWERED = "answered"
    OPEN = "open"
    EXCLUDED = "excluded"  # the question leaves the count, if a reason is given


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several levels of confidence, risk or impact."""

    value: str  # in data: never changed, since answers are stored under it
    label: str  # what a person reads
    flag: bool = False  # whether it makes a question a red flag


@dataclass(frozen=True, slots=True)
class Answer(Choice):
    counts: Counts = Counts.OPEN
    weight: float | None = None  # share of the bar that such a question fills, 0 to 1; None: 1 if it counts, else 0
    request: str = ""  # added to such a question in the list of open questions


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All answers and levels of one list, in the order in which they are offered."""

    answers: tuple[Answer, ...]
    confidence: tuple[Choice, ...]
    risk: tuple[Choice, ...]  # from the lowest to the highest
    impact: tuple[Choice, ...]
    titles: Mapping[str, str] = field(default_factory=dict)  # labels of parts, if they differ from the standard ones
    former: tuple[Answer, ...] = ()  # answers that are no longer offered, and that readers may have given

    def counting(self, words: NullTranslations = ENGLISH) -> str:
        """Return a sentence that says what counts as answered."""
        done = in_words((one.label for one in self.answers if one.counts is Counts.ANSWERED), words)
        excluded = in_words((one.label for one in self.answers if one.counts is Counts.EXCLUDED), words)
        both = {"answers": done, "excluded": excluded}
        sentence = words.gettext("%(answers)s count as answered.") % both
        if excluded:
            more = words.gettext("%(answers)s count as answered; %(excluded)s leaves the count if it has a reason.")
            sentence = more % both
        return sentence[0].upper() + sentence[1:]

    def flagging(self, words: NullTranslations = ENGLISH) -> str:
        """Return a sentence that says what makes a question a red flag; "" if nothing does."""
        flags = in_words((one.label for one in (*self.answers, *self.risk) if one.flag), words)
        sentence = words.gettext("%(answers)s are red flags.") % {"answers": flags}
        return sentence[0].upper() + sentence[1:] if flags else ""


def in_words(labels: Iterable[str], words: NullTranslations = ENGLISH) -> str:
    """Return 'yes, partly and no'."""
    *others, last = [label.lower() for label in labels] or [""]
    if not others:
        return last
    comma = words.pgettext("between two answers", ", ")
    return words.gettext("%(others)s and %(last)s") % {"others": comma.join(others), "last": last}


@lru_cache(maxsize=1)
def standard_vocabulary() -> Vocabulary:
    """Return the vocabulary of a list that declares none."""
    return vocabulary_of(json.loads(FILE.read_text(encoding="utf-8")))


def vocabulary_of(value: Mapping[str, Any]) -> Vocabulary:
    """Return the vocabulary in a JSON value.

    Raises KeyError, TypeError or ValueError for an invalid one.
    """
    for words in (value[name] for name in PARTS):
        values = [word["value"] for word in words]
        if len(set(values)) < len(values) or not all(map(ID.fullmatch, values)):
            raise ValueError(f"{values} are not different ids")
    answers = tuple(Answer(**{**word, "counts": Counts(word["counts"])}) for word in value["answers"])
    confidence, risk, impact = (tuple(Choice(**word) for word in value[name]) for name in PARTS[1:])
    return Vocabulary(answers, confidence, risk, impact, dict(value.get("titles", {})))


@lru_cache(maxsize=1)
def known_sets() -> Mapping[str, Vocabulary]:
    """Return the predefined sets of answers that a list may name."""
    sets = json.loads(SETS_FILE.read_text(encoding="utf-8"))
    return {STANDARD: standard_vocabulary(), **{name: own_vocabulary(value) for name, value in sets.items()}}


def own_vocabulary(value: Mapping[str, Any]) -> Vocabulary:
    """Return the vocabulary of a list that declares its answers; parts that it leaves out are the standard ones.

    Except for `impact`, which only deals have. Raises what `vocabulary_of` raises.
    """
    standard = value_of(standard_vocabulary())
    return vocabulary_of({**standard, "impact": [], **value})


def value_of(vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the vocabulary in the form of `answers.json`; default values are left out."""
    words = {name: [word_value(word) for word in getattr(vocabulary, name)] for name in PARTS}
    former = {"former": [word_value(word) for word in vocabulary.former]} if vocabulary.former else {}
    titles = {"titles": dict(vocabulary.titles)} if vocabulary.titles else {}
    return {**words, **former, **titles}


def word_value(word: Choice) -> dict[str, Any]:
    optional = {name: getattr(word, name, None) for name in ("flag", "weight", "request")}
    counts = {"counts": word.counts.value} if isinstance(word, Answer) else {}
    return {
        "value": word.value,
        "label": word.label,
        **counts,
        **{k: v for k, v in optional.items() if v is not None and v is not False and v != ""},
    }
