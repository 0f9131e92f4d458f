"""Lists of every form: levels, questions under questions, text between them, answers and hints of their own."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from faircopy.checklists.check import against_record
from faircopy.checklists.model import ChangeKind, Checklist
from faircopy.checklists.pages.exports import as_csv, as_json, as_markdown
from faircopy.checklists.pages.page import environment_of, feed_list, form, texts_in
from faircopy.checklists.record.revisions import Disposition, first_record, record
from lists import CASES, TOP, list_of, parsed
from markdown import Markdown

SOURCE = (CASES / "good/levels.md").read_text(encoding="utf-8")
FIELDS = SOURCE.split("\n\n", 1)[0] + "\n\n"
FLAT = "Words above.\n\n- [ ] One? {#one}\n- [ ] Two? {#two}\n\nWords between.\n\n- [ ] Three? {#three}\n"
EXTENSIONS = ["meta", "tables", "faircopy.checklists.extension", "faircopy.snippets.extension"]


def exported(checklist: Checklist) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(as_json(checklist, first_record(checklist, "2026-11-22"), "https://e.org/"))
    return value


def html_of(text: str, *more: str) -> str:
    return Markdown(extensions=[*EXTENSIONS, *more], output_format="html").convert(text)


def test_headings_say_the_levels_and_boxes_what_counts(root: Path) -> None:
    value = exported(list_of(SOURCE))
    jsonschema.validate(value, json.loads((root / "docs/schemas/checklist.schema.json").read_text()))
    assert [(section["id"], section.get("parent")) for section in value["sections"]] == [
        ("group", None), ("section", "group"), ("deeper", "section"), ("another-section", None),
    ]  # fmt: skip
    items = {item["id"]: item for section in value["sections"] for item in section["items"]}
    assert {id_: item.get("parent") for id_, item in items.items()} == {
        "is-it": None, "a-part": "is-it", "part-of-part": "a-part", "no-box": "is-it",
        "is-done": None, "deep": None, "short": None,
    }  # fmt: skip
    assert [id_ for id_, item in items.items() if item.get("ticked")] == ["a-part", "is-done"]
    assert (value["preset"], [one["value"] for one in value["answers"]]) == ("met", ["met", "not-met", "later", "na"])
    assert value["answers"][1] == {
        "value": "not-met", "label": "Not met", "counts": "answered", "flag": True, "weight": 0,
    }  # fmt: skip
    assert (items["is-it"]["priority"], items["is-it"]["weight"], items["short"]["priority"]) == ("must", 3, "must")
    assert items["is-it"]["hints"] == {"how_to_test": "Look at it."}
    assert items["is-it"]["why"] == "Because."
    assert [one["label"] for one in value["hints"]] == ["How to test", "Why", "Red flag", "Evidence"]


def test_text_between_questions_is_kept_where_it_stood() -> None:
    group, section, deeper, another = exported(list_of(SOURCE))["sections"]
    assert (group["text"], group["items"]) == ("What the group is about.", [])
    assert section["text"].startswith("| a | b |")
    first = section["items"][0]
    assert first["text"] == "- plain text under it\n    - and deeper\n\n```ini\n[a]\n```"
    assert section["items"][3]["after"] == "Text between two questions.\n\n    indented code"
    assert section["items"][4]["after"] == "#### Notes\n\n- text\n- only"
    assert (deeper["items"][0]["id"], another["items"][0]["after"]) == ("deep", "Its last words.")


def test_a_list_without_headings_is_one_section() -> None:
    value = exported(list_of(TOP + FLAT))
    (section,) = value["sections"]
    assert (section["id"], section["title"]) == ("questions", "A list")
    assert [item["id"] for item in section["items"]] == ["one", "two", "three"]
    assert section["items"][1]["after"] == "Words between."
    html = html_of(TOP + FLAT)
    assert html.startswith("<p>Words above.</p>\n<checklist-app")
    assert "<h2" not in html


@pytest.mark.parametrize("more", [(), ("faircopy.markdown.extension",)])
def test_the_page_shows_all_of_it_in_order(more: tuple[str, ...]) -> None:
    html = html_of(SOURCE, *more)
    page = LexborHTMLParser(html)

    def text_at(selector: str) -> str:
        return page.css(selector)[0].text()

    assert [heading.text() for heading in page.css("checklist-app > section > :is(h2, h3, h4)")] == [
        "Group", "Section", "Deeper", "Another section",
    ]  # fmt: skip
    assert "\x02" not in html
    assert [page.css(f"#{id_}")[0].attributes.get("data-depth") for id_ in ("is-it", "a-part", "part-of-part")] == [
        None, "1", "2",
    ]  # fmt: skip
    assert [box.attributes["name"] for box in page.css("input[checked]")] == ["answer-a-part", "answer-is-done"]
    assert text_at("#is-it .stakes") == "Must · weight 3"
    assert text_at("#is-it pre") == "[a]\n"
    assert text_at("#is-it .checklist-text li li") == "and deeper"
    assert text_at("#section td") == "1"
    assert text_at("#another-section > .checklist-text").strip() == "Its last words."
    assert text_at("checklist-app ~ h2") == "Further reading"
    assert [tally.text() for tally in page.css(".tally")] == ["6 questions", "6 questions", "1 question", "1 question"]
    plain = feed_list(environment_of({}), list_of(SOURCE), texts_in(html))
    assert LexborHTMLParser(plain).css("body")[0].html == f"<body>{plain}</body>"  # as a browser would correct it


def test_the_downloads_have_what_the_page_has() -> None:
    checklist = list_of(SOURCE)
    lock = first_record(checklist, "2026-11-22")
    again = list_of(FIELDS + as_markdown(checklist, lock, "https://e.org/"))
    assert exported(again)["sections"] == exported(checklist)["sections"]
    rows = list(csv.DictReader(io.StringIO(as_csv(checklist, lock), newline="")))
    first = rows[0]
    assert (first["group"], first["priority"], first["weight"], first["how_to_test"]) == (
        "Group", "must", "3", "Look at it.",
    )  # fmt: skip
    assert [row["ticked"] for row in rows].count("x") == 2


PARTS = st.lists(
    st.sampled_from(
        ["## H", "### I", "#### J", "- [ ] q?", "    - [ ] r?", "        - [x] s?", "    - **Why:** w", "    - plain",
         "Words.", "    Words under it.", "| a |\n| - |", "```sh\necho\n```", "    ```\n    x\n    ```", "        code",
         "", "- plain", "> quote", "---", "<!-- c -->", "[a]: https://e.org", "!!! note\n\n    Body."]
    ),
    max_size=14,
)  # fmt: skip


@given(PARTS)
def test_nothing_of_any_list_is_lost(parts: list[str]) -> None:
    numbered = [f"{part} {{#q{number}}}" if "?" in part else part for number, part in enumerate(parts)]
    numbered = [f"{part} {{#h{number}}}" if "#" in part[:1] else part for number, part in enumerate(numbered)]
    text = TOP.replace("\n\n", "\nChecklist_ticked: yes\n\n") + "\n".join(numbered)
    checklist = parsed(text).checklist
    if checklist is None:
        return
    kept = {checklist.first_line, checklist.last_line}
    for block in checklist.texts():
        kept |= set(range(block.first_line, block.last_line + 1))
    hints = " ".join(hint.text.source for _, item in checklist.placed_items() for hint in item.hints)
    lines = text.split("\n")
    for number in range(checklist.first_line, checklist.last_line + 1):
        line = lines[number - 1].strip()
        structural = line.startswith(("#", "- [", "- **Why", "<!--")) or not line
        # A line right below a hint goes on with it.
        assert structural or number in kept or line in hints, line
    html = html_of(text, "faircopy.markdown.extension")
    assert "\x02" not in html
    assert len(texts_in(html)) == len(list(checklist.texts()))
    page = LexborHTMLParser(form(environment_of({}), checklist, texts=texts_in(html)))
    assert len(page.css("fieldset")) == sum(1 for _ in checklist.placed_items())


def test_an_editor_changes_a_list_of_groups_and_nested_questions() -> None:
    old = list_of(SOURCE)
    lock = first_record(old, "2026-11-22")
    edited = (
        SOURCE.replace("## Group\n", "## A better name {#group}\n")
        .replace("### Section\n", "### Renamed\n")
        .replace("    - [x] Is a part of it? {#a-part}\n", "")
        .replace(
            "        - [ ] And a part of that? {#part-of-part", "    - [ ] And a part of that, too? {#part-of-part"
        )
        .replace("* [ ] Is it short?", "- [ ] Is it new? {#new}\n- [ ] Is it short?")
    )
    found = list(against_record("a.md", parsed(edited), lock))
    assert sorted(one.code for one in found) == ["CL323", "CL324", "CL325", "CL326"]
    (renamed,) = (one for one in found if one.code == "CL325")
    assert "write '### Renamed {#section}'" in renamed.hint
    gone = [Disposition("a-part", ChangeKind.MERGED_TO, ("is-it",))]
    after = record(list_of(edited), lock, gone, "2026-11-23")
    assert list(against_record("a.md", parsed(edited), after)) == []
    assert {change.kind for change in after.revisions[-1].changes} == {
        ChangeKind.ADDED, ChangeKind.REWORDED, ChangeKind.MOVED, ChangeKind.MERGED_TO,
    }  # fmt: skip
    items = [item for _, item in list_of(edited).placed_items()]
    assert [(item.id, item.parent) for item in items if item.parent] == [
        ("part-of-part", "is-it"), ("no-box", "is-it"),
    ]  # fmt: skip


def test_answers_beside_the_post(tmp_path: Path) -> None:
    post, answers = tmp_path / "index.md", tmp_path / "answers.json"
    body = TOP + "- [ ] One? {#one}\n"
    words = {
        "answers": [{"value": "ok", "label": "OK", "counts": "answered"}],
        "risk": [],
        "titles": {"confidence": "How"},
    }
    answers.write_text(json.dumps(words), encoding="utf-8")
    checklist = parsed(body, str(post)).checklist
    assert checklist is not None
    value = exported(checklist)
    assert [one["value"] for one in value["answers"]] == ["ok"]
    assert (value["risk"], value["impact"], value["titles"]) == ([], [], {"confidence": "How"})
    assert len(value["confidence"]) == 3
    for text, line, fact in (
        ("{\n1}", 2, "not JSON"),
        ("[]", 1, "not a JSON object"),
        ('{"answers": [],\n"anwsers": 1}', 2, "did you mean 'answers'?"),
        ('{"answers": [\n{"value": "a", "label": "A", "counts": "done"}]}', 2, "counts as 'done'"),
        ('{"answers": 1}', 1, "not a list"),
        (
            '{"answers": [\n{"value": "__proto__", "label": "", "counts": "open", "flag": 1, "weight": true}]}',
            2,
            "no id",
        ),
    ):
        answers.write_text(text, encoding="utf-8")
        found = parsed(body, str(post)).diagnostics
        assert any((one.line, one.path) == (line, str(answers)) and fact in str(one) for one in found), (text, found)
    for name, fact in (("../answers.json", "not beside"), ("none.json", "cannot be read")):
        other = body.replace("\n\n", f"\nChecklist_answers: {name}\n\n", 1)
        assert fact in str(parsed(other, str(post)).diagnostics[0])
