"""The lock file knows all answers that a list has ever offered."""

import datetime as dt
import json
from typing import Any

import jsonschema
import pytest

from faircopy.checklists.check import against_record
from faircopy.checklists.cli import main
from faircopy.checklists.model import Checklist, ChecklistLock
from faircopy.checklists.pages.exports import as_json
from faircopy.checklists.record.changelog import changelog
from faircopy.checklists.record.lock import dump_lock, parse_lock
from faircopy.checklists.record.revisions import first_record, record
from faircopy.checklists.vocabulary import standard_vocabulary
from lists import TOP, list_of, parsed

BODY = "## One\n\n- [ ] Is it? {#is-it}\n"
DAY = "2026-11-22"


def with_answers(answers: str) -> str:
    return TOP.replace("\n\n", f"\nChecklist_answers: {answers}\n\n") + BODY


def codes(text: str, lock: ChecklistLock) -> list[str]:
    return [found.code for found in against_record("a.md", parsed(text), lock)]


def recorded(*texts: str) -> tuple[Checklist, ChecklistLock]:
    first, *rest = map(list_of, texts)
    lock = first_record(first, DAY)
    for checklist in rest:
        lock = record(checklist, lock, (), DAY)
    return list_of(texts[-1]), lock


def test_the_record_of_a_list_with_the_answers_of_every_list_names_none() -> None:
    _, lock = recorded(TOP + BODY)
    assert "answers" not in json.loads(dump_lock(lock))
    assert codes(TOP + BODY, lock) == []


def test_other_answers_are_another_revision_and_the_old_ones_stay_readable(root: Any) -> None:
    _, lock = recorded(TOP + BODY)
    assert codes(with_answers("done-open"), lock) == ["CL331"]
    checklist, lock = recorded(TOP + BODY, with_answers("done-open"))
    assert codes(with_answers("done-open"), lock) == []
    assert parse_lock("lock", dump_lock(lock)) == lock
    assert [revision.name for revision in lock.revisions] == [DAY, f"{DAY}b"]
    assert changelog(lock)[0].sentences == ("The answers to choose from have changed.",)
    value = json.loads(as_json(checklist, lock, "https://e.org/"))
    standard = [one.value for one in standard_vocabulary().answers]
    offered = {one.value for one in checklist.vocabulary.answers}
    assert [one["value"] for one in value["former"]] == [one for one in standard if one not in offered]
    assert value["revisions"][1] == {"date": f"{DAY}b", "changes": [], "answers": True}
    for name, what in (("checklist", value), ("checklist-lock", json.loads(dump_lock(lock)))):
        jsonschema.validate(what, json.loads((root / f"docs/schemas/{name}.schema.json").read_text()))


@pytest.mark.parametrize("now", ["met: Met | open", "met: Passed | answered", "met: Met | answered | flag"])
def test_a_value_gets_no_other_meaning(now: str) -> None:
    rest = "\n    other: Other | answered"
    _, lock = recorded(with_answers("met: Met | answered" + rest), with_answers("other: Other | answered"))
    # Not even when it was gone in between.
    assert sorted(codes(with_answers(now + rest), lock)) == ["CL331", "CL332"]
    assert codes(with_answers("met: Met | answered | weight 0.5" + rest), lock) == ["CL331"]


def test_the_author_may_say_that_it_means_the_same(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    post = tmp_path / "index.md"
    post.write_text(with_answers("met: Met | answered"))
    assert main(["record", str(post)]) == 0
    post.write_text(with_answers("met: It is met | answered"))
    assert main(["record", str(post)]) == 1
    assert "--same-answer met" in capsys.readouterr().out
    assert main(["record", str(post), "--same-answer", "met"]) == 0
    assert capsys.readouterr().out == "answers changed\n"
    assert main(["check", str(post)]) == 0
    lock = json.loads(post.with_name("checklist.lock.json").read_text())
    assert lock["answers"] == {"met": {"label": "It is met", "counts": "answered"}}
    assert lock["revisions"][1]["date"] >= dt.date(2026, 1, 1).isoformat()
