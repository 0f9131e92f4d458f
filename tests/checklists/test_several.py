"""Several lists in one post: each its own record, ids and options; what one list had before stays its own."""

import json
from pathlib import Path

import pytest

from faircopy.checklists.check import check_document, check_names
from faircopy.checklists.cli import main
from faircopy.checklists.ids import with_ids
from faircopy.checklists.reading.parse import parse_checklists
from faircopy.lint.headings import find_anchors
from faircopy.markdown.document import Document, parse_document, read_document

TOP = "Title: Lending\nDate: 2026-11-22\nSlug: lending\n"
TWO = f"""{TOP}Checklist: driver, car
Checklist_answers_car: done-open
Checklist_hints: Source

## The driver {{#driver}}

- [ ] Is there a licence? {{#licence}}
    - **Source:** The law.

## Experience

- [ ] Since when? {{#when}}

## The car {{#car}}

- [ ] Is the licence valid? {{#licence}}

## Afterwards

Text.
"""


@pytest.fixture
def post(tmp_path: Path) -> Path:
    file = tmp_path / "index.md"
    file.write_text(TWO, encoding="utf-8")
    return file


def document_of(post: Path) -> Document:
    document = read_document(post)
    assert isinstance(document, Document)
    return document


def locks(post: Path) -> dict[str, list[str]]:
    found = sorted(post.parent.glob("*.lock.json"))
    return {file.name: sorted(json.loads(file.read_text("utf-8"))["items"]) for file in found}


def edit(post: Path, old: str, new: str) -> None:
    text = post.read_text(encoding="utf-8")
    assert old in text
    post.write_text(text.replace(old, new), encoding="utf-8")


def test_each_list_has_its_sections_title_and_options() -> None:
    driver, car = (parsed.checklist for parsed in parse_checklists(parse_document("a.md", TWO)))
    assert driver is not None
    assert car is not None
    assert [[section.id for section in each.sections] for each in (driver, car)] == [["driver", "experience"], ["car"]]
    assert (driver.title, driver.scope, car.title, car.scope) == (
        "Lending: The driver",
        "driver.",
        "Lending: The car",
        "car.",
    )
    assert [each.vocabulary.answers[0].value for each in (driver, car)] == ["yes", "done"]
    assert [each.hints[0].value for each in (driver, car)] == ["source", "source"]


def test_the_order_of_the_names_is_not_that_of_the_lists() -> None:
    turned = TWO.replace("driver, car", "car,driver")
    assert [parsed.checklist.title for parsed in parse_checklists(parse_document("", turned)) if parsed.checklist] == [
        "Lending: The car",
        "Lending: The driver",
    ]


def test_each_list_is_recorded_in_a_file_of_its_own(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", str(post)]) == 0
    assert locks(post) == {"checklist-car.lock.json": ["licence"], "checklist-driver.lock.json": ["licence", "when"]}
    assert main(["check", str(post.parent)]) == 0
    # What became of a question is for the list that has it.
    edit(post, "- [ ] Since when? {#when}", "- [ ] Since which year? {#year}")
    edit(post, "valid", "still valid")
    assert main(["record", str(post), "--list", "driver", "--replace", "when=year"]) == 0
    assert locks(post)["checklist-driver.lock.json"] == ["licence", "year"]
    capsys.readouterr()
    assert main(["check", str(post)]) == 1
    assert "CL324" in capsys.readouterr().out
    assert main(["record", str(post)]) == 0
    assert f"{post} (driver): nothing has changed" in capsys.readouterr().err
    assert main(["check", str(post)]) == 0


def test_nothing_is_recorded_where_it_is_not_clear_whose_question_is_gone(
    post: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["record", str(post)]) == 0
    before = {file.name: file.read_bytes() for file in post.parent.glob("*.json")}
    edit(post, "- [ ] Is the licence valid? {#licence}", "- [ ] Is the paper there? {#paper}")
    assert main(["record", str(post), "--retire", "licence"]) == 1
    assert "--list NAME" in capsys.readouterr().out
    # With one of two wrong, none is written.
    edit(post, "Since when", "Since which day")
    assert main(["record", str(post)]) == 1
    assert main(["record", str(post), "--list", "none"]) == 1
    assert {file.name: file.read_bytes() for file in post.parent.glob("*.json")} == before
    assert main(["record", str(post), "--list", "car", "--retire", "licence"]) == 0
    assert main(["record", str(post)]) == 0
    assert main(["check", str(post)]) == 0


@pytest.mark.parametrize("name", ["checklist.lock.json", "index.checklist.lock.json"])
def test_the_record_of_the_only_list_stays_when_there_is_another(post: Path, name: str) -> None:
    post.write_text(f"{TOP}Checklist: car\n\n## Papers\n\n- [ ] Is the licence valid? {{#licence}}\n", encoding="utf-8")
    assert main(["record", str(post)]) == 0
    post.with_name("checklist.lock.json").rename(post.with_name(name))
    before = post.with_name(name).read_bytes()
    post.write_text(
        TWO.replace("{#car}", "{#car}\n\n### Papers").replace("Checklist_answers_car: done-open\n", ""),
        encoding="utf-8",
    )
    assert main(["record", str(post), "--date", "2027-01-01"]) == 0
    assert locks(post) == {name: ["licence"], "checklist-driver.lock.json": ["licence", "when"]}
    assert post.with_name(name).read_bytes() == before
    # And back.
    post.write_text(f"{TOP}Checklist: driver\n\n{TWO.partition(chr(10) * 2)[2].partition('## The car')[0]}", "utf-8")
    (checked,) = check_document(document_of(post))
    assert checked.lock_file.name == "checklist-driver.lock.json"


def test_ids_are_given_in_all_lists_and_those_on_record_never_again() -> None:
    fresh, written = with_ids(TWO.replace(" {#licence}", "").replace(" {#when}", ""), ["since"])
    assert len({id_ for _, id_ in written}) == 3
    assert "since" not in {id_ for _, id_ in written}
    assert all(parsed.checklist for parsed in parse_checklists(parse_document("", fresh)))


def test_the_names_of_all_lists_of_a_site_differ() -> None:
    other = f"{TOP}Checklist: car\n\n- [ ] One? {{#one}}\n"
    (found,) = check_names([parse_document("a.md", TWO), parse_document("b.md", other)])
    assert found.code == "CL302"
    assert "a.md:4" in found.message


def test_a_link_leads_to_an_id_with_the_name_of_its_list() -> None:
    found = {anchor.id for anchor in find_anchors(parse_document("a.md", TWO))}
    assert found == {"driver", "driver.driver", "driver.licence", "driver.experience", "driver.when", "car", "car.car",
                     "car.licence", "afterwards"}  # fmt: skip
