"""One file has the words of answers; what else names them agrees with it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from faircopy.checklists.vocabulary import FILE, Counts, standard_vocabulary, value_of, vocabulary_of
from faircopy.checklists.vocabulary_docs import with_words

WORDS = json.loads(FILE.read_text(encoding="utf-8"))


def test_what_is_read_is_what_is_written() -> None:
    assert value_of(standard_vocabulary()) == WORDS


@pytest.mark.parametrize(
    "change",
    [
        {"answers": [{"value": "yes", "label": "Yes", "counts": "perhaps"}]},
        {"answers": [{"value": "yes", "label": "Yes"}]},
        {"answers": [{"value": "a b", "label": "Yes", "counts": "open"}]},
        {"answers": [{"value": "yes", "label": "Yes", "counts": "open", "colour": "red"}]},
        {"risk": [{"value": "low", "label": "Low"}, {"value": "low", "label": "Lower"}]},
        {"impact": [{"label": "None"}]},
    ],
)
def test_words_that_cannot_be_meant_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        vocabulary_of({**WORDS, **change})


def test_what_counts_is_said_in_a_sentence() -> None:
    one = {"value": "done", "label": "Done", "counts": "answered", "flag": True}
    open_ = {"value": "open", "label": "Open", "counts": "open"}
    few = vocabulary_of({**WORDS, "answers": [one, open_], "risk": [{"value": "low", "label": "Low"}]})
    assert few.counting() == "Done count as answered."
    assert few.flagging() == "Done are red flags."


def test_the_documents_have_the_same_words(root: Path) -> None:
    text = (root / "docs/checklist-data.md").read_text(encoding="utf-8")
    documented = re.findall(r"\| `([a-z-]+)` \| ([^|]+) \| (answered|open|excluded) (?=\|)", text)
    assert documented == [(one.value, one.label, one.counts.value) for one in standard_vocabulary().answers]
    assert with_words(text) == text, "'make docs' writes the words"


def test_words_that_are_no_longer_so_are_written_anew(root: Path) -> None:
    page = (root / "docs/checklist-data.md").read_text(encoding="utf-8")
    old = page.replace("| `refused` | Refused | answered |\n", "").replace("Yes, partly, no and", "Yes and")
    assert with_words(old.replace("`breaker`", "`broken`").replace("High and", "Low and")) == page
    for spoilt in (old.replace("are red flags", "are flags"), old.replace("label | counts", "label and counts")):
        with pytest.raises(ValueError, match="has 0 places"):
            with_words(spoilt)


def test_no_other_file_of_the_package_has_the_labels(root: Path) -> None:
    # Of more than one word: "No" stands everywhere.
    labels = [one.label for one in standard_vocabulary().answers if " " in one.label]
    assert labels
    assert {one.counts for one in standard_vocabulary().answers} == set(Counts)
    package = root / "plugins/faircopy/checklists"
    for file in package.rglob("*"):
        if file.is_file() and file != FILE and file.suffix in {".py", ".js", ".html", ".css"}:
            text = file.read_text(encoding="utf-8")
            assert [label for label in labels if label in text] == [], file.name
