"""Fences as others write them, each with what is right to say of it: tests/cases/snippets/neighbours.txt."""

import pytest

from conftest import ROOT
from faircopy.diagnostics.model import Severity
from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.jobs import Settings

TEXTS = (ROOT / "tests/cases/snippets/neighbours.txt").read_text(encoding="utf-8").split("### ")[1:]
WORDS = {Severity.ERROR: "fail", Severity.WARNING: "warn", Severity.NOTE: "say"}


@pytest.mark.slow
def test_each_is_judged_as_is_right() -> None:
    heads = [text.partition("\n")[0].split(" | ") for text in TEXTS]
    documents = [parse_document(name, text.partition("\n")[2]) for (name, _), text in zip(heads, TEXTS, strict=True)]
    report = check_documents(documents, Settings(is_own=lambda _: False))
    worst = {one.path: WORDS[one.severity] for one in sorted(report.diagnostics, key=lambda one: -rank(one.severity))}
    wrong = [(name, right, worst.get(name, "pass")) for name, right in heads]
    assert [one for one in wrong if one[2] not in one[1].split("-or-")] == []


def rank(severity: Severity) -> int:
    """Return how mild a severity is: the last of a path that is put down is the worst."""
    return [Severity.ERROR, Severity.WARNING, Severity.NOTE].index(severity)
