import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.checklists.model import ChangeKind, Checklist
from faircopy.checklists.pages.exports import as_csv, as_json, as_markdown, safe
from faircopy.checklists.record.lock import dump_lock
from faircopy.checklists.record.revisions import Disposition, first_record, record
from lists import CASES, TOP, list_of, sections, source

URL = "https://example.org/a-list/"


@pytest.fixture
def schemas(root: Path) -> dict[str, Any]:
    return {
        name: json.loads((root / f"docs/schemas/{name}.schema.json").read_text())
        for name in ("checklist", "checklist-lock")
    }


def everything() -> Checklist:
    return list_of((CASES / "good/everything.md").read_text(encoding="utf-8"))


def test_json_says_what_the_contract_says() -> None:
    checklist = everything()
    value = json.loads(as_json(checklist, first_record(checklist, "2026-11-22"), URL))
    assert (value["format"], value["version"], value["id"], value["title"]) == (
        "faircopy-checklist",
        1,
        "a-list",
        "A list",
    )
    assert (value["url"], value["revision"]) == (URL, "2026-11-22")
    assert value["revisions"] == [{"date": "2026-11-22", "changes": []}]
    assert value["sections"][0]["items"][0] == {
        "id": "really-so",
        "question": 'Is it really "so"?',
        "why": "Because the manual (https://example.org/manual) says so.",
        "red_flag": "<HOST> is missing.",
        "evidence": "A line in the log.",
        "first": "2026-11-22",
        "revision": "2026-11-22",
        "hash": "ec37df6159dc",
    }


@pytest.mark.slow
def test_the_lists_of_every_kind_of_change_follow_their_schemas(schemas: dict[str, Any]) -> None:
    old = list_of(source({"Alpha": {id_: f"Is {id_}?" for id_ in ("a", "b", "c", "d", "e", "f")}}))
    new = list_of(source({"Alpha": {"a": "Is it?", "n": "N?", "m": "M?"}, "Beta": {"b": "Is b?"}}))
    fates = [
        Disposition("c", ChangeKind.RETIRED),
        Disposition("d", ChangeKind.REPLACED_BY, ("n",)),
        Disposition("e", ChangeKind.SPLIT_TO, ("n", "m")),
        Disposition("f", ChangeKind.MERGED_TO, ("m",)),
    ]
    lock = record(new, first_record(old, "2026-11-22"), fates, "2026-11-22")
    value = json.loads(as_json(new, lock, URL))
    assert {change["kind"] for change in value["revisions"][1]["changes"]} == {kind.value for kind in ChangeKind}
    jsonschema.validate(value, schemas["checklist"])
    jsonschema.validate(json.loads(dump_lock(lock)), schemas["checklist-lock"])
    for schema in schemas.values():
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**value, "format": "other"}, schema)


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_json_ends_no_script_and_reads_back(title: str) -> None:
    checklist = everything()
    named = Checklist(checklist.name, f"</script>{title}<!--", checklist.sections, 1, 1, 1)
    text = as_json(named, first_record(checklist, "2026-11-22"), URL)
    assert "<" not in text
    assert json.loads(text)["title"] == f"</script>{title}<!--"


def test_csv_has_a_row_for_each_question_under_a_row_of_names() -> None:
    checklist = everything()
    text = as_csv(checklist, first_record(checklist, "2026-11-22"))
    assert text.startswith("section,id,question,why,red_flag,evidence,first,revision\r\nSection,really-so,")
    assert '"Is it really ""so""?"' in text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["id"] for row in rows] == ["really-so", "two-lines", "other-bullets", "and-this"]


@given(st.text(st.sampled_from("=+-@\t\r'a\" ,\n"), max_size=6))
def test_no_cell_is_a_formula_and_none_loses_anything(cell: str) -> None:
    written = safe(cell)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    # How the documentation tells others to read it back.
    assert (written[1:] if re.match(r"'+[=+\-@\t\r]", written) else written) == cell


def test_a_question_that_looks_like_a_formula_is_none() -> None:
    checklist = list_of(source({"=1+1": {"a": "@SUM(1)?"}}))
    lock = first_record(checklist, "2026-11-22")
    assert as_csv(checklist, lock).splitlines()[1].startswith("'=1+1,a,'@SUM(1)?,")


@pytest.mark.slow
@given(sections())
def test_the_markdown_is_a_source_again(given_sections: dict[str, dict[str, str]]) -> None:
    checklist = list_of(source(given_sections))
    text = as_markdown(checklist, first_record(checklist, "2026-11-22"), URL)
    assert outline(list_of(TOP + text)) == outline(checklist)


def test_the_markdown_keeps_hints_and_ids_of_sections() -> None:
    checklist = everything()
    text = as_markdown(checklist, first_record(checklist, "2026-11-22"), URL)
    assert text.startswith(f"# A list\n\nFrom <{URL}>, revision 2026-11-22.\n\n## Section {{#with-its-own-id}}\n")
    assert "    - **Red flag:** `<HOST>` is missing.\n" in text
    assert outline(list_of(TOP + text)) == outline(checklist)


def outline(checklist: Checklist) -> list[object]:
    return [
        (section.id, section.title, [(item.id, item.question, item.hints) for item in section.items])
        for section in checklist.sections
    ]
