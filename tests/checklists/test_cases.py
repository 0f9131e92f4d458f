"""Each case is a file that an author might write, beside what the check says of it.

To add one, write `cases/checklists/bad/NAME.md`, and `NAME.txt` with a line for each diagnostic:
`line:column: severity CODE message; hint`.
"""

from pathlib import Path

import pytest

from faircopy.checklists import rules
from faircopy.checklists.check import check_document
from faircopy.checklists.reading.parse import parse_checklists
from faircopy.diagnostics.model import Diagnostic, Rule
from faircopy.markdown.document import Document, parse_document, read_document
from lists import CASES

SOURCES = sorted(CASES.glob("*/*.md"))
REVISIONS = sorted(CASES.glob("revisions/*/index.md"))


def line_of(found: Diagnostic) -> str:
    return f"{found.line}:{found.column}: {str(found).split(': ', 1)[1]}"


def expected(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_list_by_itself(source: Path) -> None:
    lists = parse_checklists(parse_document(source.name, source.read_text(encoding="utf-8")))
    found = sorted(diagnostic for each in lists for diagnostic in each.diagnostics)
    assert [line_of(diagnostic) for diagnostic in found] == expected(source.with_suffix(".txt"))
    assert source.with_suffix(".txt").exists() == (source.parent.name == "bad")


@pytest.mark.parametrize("source", REVISIONS, ids=lambda path: path.parent.name)
def test_a_list_against_its_record(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(source.parent)
    document = read_document(Path("index.md"))
    assert isinstance(document, Document)
    found = [diagnostic for checked in check_document(document) for diagnostic in checked.diagnostics]
    assert [line_of(diagnostic) for diagnostic in sorted(found)] == expected(Path("expected.txt"))


def test_every_rule_has_a_case() -> None:
    messages = "\n".join(file.read_text(encoding="utf-8") for file in CASES.rglob("*.txt"))
    elsewhere = {"CL302", "CL303", "CL328", "CL329"}  # of several files, of commands, of the site
    codes = {rule.code for rule in vars(rules).values() if isinstance(rule, Rule)}
    assert {code for code in codes if f" {code} " not in messages} == elsewhere
