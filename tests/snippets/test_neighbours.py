"""Fences as others write them, each with what is right to say of it: tests/cases/neighbours/.

A case begins with `### name | right`, where right is `pass`, `say` (a note), `warn` or `fail`, or several with `-or-`
between them, and perhaps the place of the worst finding, `line:column` of the case. What is right was told by the
program whose files they are; by its manual, where it takes in silence what nobody can mean.
"""

from pathlib import Path

import pytest

from conftest import ROOT
from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.jobs import Settings
from keptsandbox import kept_sandbox

FILES = sorted((ROOT / "tests/cases/neighbours").glob("*.txt"))
WORDS = {Severity.ERROR: "fail", Severity.WARNING: "warn", Severity.NOTE: "say"}


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_is_judged_as_is_right(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    texts = f"\n{text}".split("\n### ")[1:]
    cases = [(*text.partition("\n")[0].split(" | "), text.partition("\n")[2]) for text in texts]
    documents = [parse_document(name, code) for name, _, code in cases]
    report = check_documents(documents, Settings(is_own=lambda _: False, sandbox=kept_sandbox()))
    # One that may be anything tests nothing.
    assert [name for name, right, _ in cases if {"pass", "fail"} <= set(right.split()[0].split("-or-"))] == []
    wrong = []
    for name, right, _ in cases:
        word, _, place = right.partition(" ")
        said = [one for one in report.diagnostics if one.path == name]
        worst = min((rank(one) for one in said), default=len(WORDS))
        told = [*WORDS.values(), "pass"][worst]
        places = [f"{one.line}:{one.column}" for one in said if rank(one) == worst]
        if told not in word.split("-or-") or (place and place not in places):
            wrong.append((name, right, told, places))
    assert wrong == []


def rank(diagnostic: Diagnostic) -> int:
    return list(WORDS).index(diagnostic.severity)
