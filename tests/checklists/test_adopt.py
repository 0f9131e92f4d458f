"""Other people's lists become posts: nothing that counts is lost, and what cannot be kept is said with its line."""

import codecs
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from faircopy.checklists.adopt.command import READERS, adopt, verify
from faircopy.checklists.adopt.json_file import read_json, read_json_lines
from faircopy.checklists.adopt.markdown_list import read_markdown
from faircopy.checklists.adopt.model import MAX_MARKDOWN_LINES, MAX_QUESTIONS, AdoptionError, AdoptionNotes
from faircopy.checklists.adopt.post import post_of
from faircopy.checklists.adopt.table_file import decoded, read_table
from faircopy.checklists.adopt.yaml_file import read_yaml
from faircopy.checklists.cli import main
from lists import list_of

MARKDOWN = """\
# The *list*

[![Build](https://img.shields.io/x.svg)](https://ci.example)

<!-- a remark -->
- [Start](#start)

## Start

- [ ] **Charset:** ![High][high] is <kbd>UTF-8</kbd>, see [the manual](docs/x.md), [here][ref] and <https://e.org/a_b>
  - [x] nested `<HOST>` {#given}
  - plain & simple
  - **Whys:** nearly a hint
  - **Why:** because
- no box

  ```html
  <b>
  ```
* [X] again {weight=3} is text

### Empty

## Start

1. [ ] Numbered?
- - [ ] Deep?

[ref]: https://e.org/ref
[high]: https://e.org/high.png
"""


ALERTS = """\
- [ ] One?

    > [!WARNING]
    > Mind *this*.

> [!note]
>
> Below. [!TIP]

- [ ] Two?
"""

YAML = """\
title: Before release
# A remark.
sections:
  - name: Code
    items:
      - question: Is it reviewed?
        id: reviewed
        why: |
          Two see more
          than one.
      - question: Built on 2026-01-02?
        due: 2026-01-02
  - name: Operation
    items: [{question: "Is there an alarm?", priority: high}]
"""


def adopted(text: str, suffix: str = ".md", base: str = "", **options: bool) -> tuple[str, list[str]]:
    notes = AdoptionNotes("f")
    readers = {".csv": read_table, ".json": read_json, ".yaml": read_yaml}
    found = read_markdown(text, notes, base, **options) if suffix == ".md" else readers[suffix](text, notes, base)
    post = post_of(found, "my-file", "2026-11-22", notes)
    verify(post)
    return post, notes.found


def rows(post: str) -> list[tuple[str, str, str]]:
    checklist = list_of(post)
    return [(section.title.plain, item.id, item.question.plain) for section, item in checklist.placed_items()]


def test_a_list_as_github_shows_it() -> None:
    post, notes = adopted(MARKDOWN)
    assert post.startswith("Title: The list\nDate: 2026-11-22\nSlug: the-list\nStatus: draft\nChecklist: the-list\n")
    assert rows(post) == [
        ("Start", "charset-utf-8-see-manual", "Charset: is UTF-8, see the manual, here (https://e.org/ref) and https://e.org/a_b"),
        ("Start", "given", "nested <HOST>"),
        ("Start", "again-weight-3-text", "again {weight=3} is text"),
        ("Start", "numbered", "Numbered?"),
        ("Start", "deep", "Deep?"),
    ]  # fmt: skip
    first, nested, last, *_ = list_of(post).sections[0].items
    assert (first.priority, nested.parent, nested.ticked, last.ticked) == ("high", first.id, True, True)
    assert [hint.text.plain for hint in first.hints] == ["because"]
    assert first.texts[0].source == "* plain & simple\n* Whys: nearly a hint"
    assert list_of(post).sections[0].items[1].after[0].source == "* no box\n\n    ```text\n    <b>\n    ```"
    assert [note.removeprefix("f") for note in notes] == [
        ":3: a picture is left out: Build",
        ":6: the link to '#start' is left out, its words are kept; --base makes it whole",
        ":10: the link to 'docs/x.md' is left out, its words are kept; --base makes it whole",
        ":17: the code is kept, and not checked as 'html'",
        ":27: an item without a box stands as text above the questions under it",
        ": the heading 'Empty' has nothing under it, and is left out",
    ]
    assert "[the manual](https://e.org/r/docs/x.md)" in adopted(MARKDOWN, base="https://e.org/r/README.md")[0]


def test_our_own_download_comes_back() -> None:
    post, notes = adopted("# A\n\n## B\n\n- [ ] Is it? {#is-it .essential}\n    - **Why:** w\n- [ ] Two? {#two}\n")
    assert (rows(post), notes) == ([("B", "is-it", "Is it?"), ("B", "two", "Two?")], [])
    assert "{#is-it .essential}\n\n    * **Why:** w\n" in post


def test_lists_without_boxes_are_taken_bullet_by_bullet() -> None:
    text = "- [A](#a)\n- [B](#b)\n\n## A\n\n- One\n  - more\n- Two\n\n## B\n\n* Three\n"
    assert [question for _, _, question in rows(adopted(text)[0])] == ["One", "Two", "Three"]
    mixed = "## A\n\n- One\n\n## B\n\n- [ ] Two\n"
    assert [question for _, _, question in rows(adopted(mixed)[0])] == ["Two"]
    assert [question for _, _, question in rows(adopted(mixed, takes_bullets=True)[0])] == ["One", "Two"]


def test_a_table_with_a_column_of_questions_is_a_list() -> None:
    table = "| ID | Check | Why |\n|-|-|-|\n| **A** | **Group** | |\n| a-1 | Is it? | w |\n| a-2 | Two? | |\n\n- text\n"
    post, _ = adopted(table)
    assert rows(post) == [("Group", "a-1", "Is it?"), ("Group", "a-2", "Two?")]
    assert "- **Why:** w" in post


CSV = "Chapter,Section,ID,Requirement,Priority,Rationale,CWE,Details\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tables_as_spreadsheets_write_them(delimiter: str, encoding: str) -> None:
    text = (CSV + 'One,A,V1.1,"Is ""it"", é so?",High,w,79,"d\nd"\r\nOne,B,__proto__,=1+1,Low,,,\r\n').replace(
        ",", delimiter
    )
    text = text.replace(f'""{delimiter} é', '"", é')
    post, notes = adopted(decoded(text.encode(encoding), AdoptionNotes("f")), ".csv")
    assert notes == []
    assert rows(post) == [("A", "v1-1", 'Is "it", é so?'), ("B", "proto", "=1+1")]
    checklist = list_of(post)
    assert [(section.title.plain, section.parent) for section in checklist.sections] == [
        ("One", ""),
        ("A", "one"),
        ("B", "one"),
    ]
    first = checklist.sections[1].items[0]
    assert [(hint.kind.label, hint.text.plain) for hint in first.hints] == [("CWE", "79"), ("Why", "w")]
    assert [priority.label for priority in checklist.priorities] == ["High", "Low"]
    assert first.texts[0].source == "d d"


NESTED = {
    "Name": "Standard",
    "Requirements": [
        {
            "Shortcode": "V1",
            "Name": "Encoding",
            "Items": [
                {
                    "Shortcode": "V1.1",
                    "Name": "Order",
                    "Items": [{"Shortcode": "V1.1.1", "Description": "Verify <b>it</b>.", "L": "2"}],
                }
            ],
        }
    ],
}
FLAT = {
    "requirements": [
        {
            "chapter_name": "Encoding",
            "section_name": "Order",
            "req_id": "V1.1.1",
            "req_description": "Verify **it**.",
            "L": "2",
        }
    ]
}
TESTS = {"categories": {"Encoding": {"id": "T", "tests": [{"name": "Verify it.", "id": "V1.1.1",
                        "objectives": ["o", "p"]}]},
                        "Other": {"id": "U", "tests": [{"name": "Two", "id": "V2"}]}}}  # fmt: skip


@pytest.mark.parametrize(("value", "section"), [(NESTED, "Order"), (FLAT, "Order"), (TESTS, "Encoding")])
def test_json_as_owasp_publishes_it(value: object, section: str) -> None:
    post, notes = adopted(json.dumps(value), ".json")
    assert rows(post)[0] == (section, "v1-1-1", "Verify it.")
    assert [note for note in notes if not note.endswith("is left out")] == []
    assert value is TESTS or ".level-2}" in post
    assert value is not TESTS or "    * o\n    * p\n" in post


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.md", b"", "the file is empty"),
        ("a.md", b"only words\n", "there is no question"),
        ("a.md", b"\x00\x01", "no text"),
        ("a.epub", b"x", "known: .md"),
        ("a.csv", b"a,b\n1,2\n", "no column is one of questions: a, b"),
        ("a.csv", b'question\n"open', ""),
        ("a.json", b"{", "line 1: this is not JSON"),
        ("a.json", b"[" * 100_000, "nested too deeply"),
        ("a.json", b'{"a":' * 200 + b'[{"question": "x"}]' + b"}" * 200, "levels"),
        ("a.json", b"[1, 2]", "there is no question"),
        ("a.md", b"\n".join(b"  " * n + b"- [ ] x" for n in range(60)), "levels deep"),
        ("a.csv", b"question\n" + b"same\n" * (MAX_QUESTIONS + 1), "split the file"),
        ("a.md", b"- [ ] a\n" + b"  - b\n" * MAX_MARKDOWN_LINES, "split the file"),
        ("a.md", b"- [ ] " + b"![" * 9_000, "at 1: one text has"),
        ("a.csv", b"question\n" + b"x" * 5_000_001, "larger than 5 MB"),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    if message:
        with pytest.raises(AdoptionError, match=message):
            adopt(tmp_path / name)
    else:
        adopt(tmp_path / name)


def test_the_command_writes_a_post_and_nothing_over_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, post = tmp_path / "list.csv", tmp_path / "new/index.md"
    source.write_bytes(codecs.BOM_UTF8 + b"question,done\nIs <script>alert(1)</script>it?,x\n")
    assert main(["adopt", str(source), "-o", str(post)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"{source}:2: <script> is left out, with what is in it\n1 question in 1 section; 1 note")
    text = post.read_text(encoding="utf-8")
    assert "- [x] Is it? {#question}" in text or "- [x] Is it? {#" in text
    assert "alert" not in text
    assert main(["check", str(post)]) == 0
    assert main(["record", str(post)]) == 0
    assert main(["adopt", str(source), "-o", str(post)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert post.read_text(encoding="utf-8") == text
    assert main(["adopt", str(tmp_path / "list.csv")]) == 0
    assert capsys.readouterr().out == text


LINES = st.lists(
    st.sampled_from(
        ["# T", "## S", "## S", "### U", "- [ ] q", "- [x] q", "  - [ ] r", "    - plain", "  - **Why:** w",
         "  - **Whys:** w", "- plain", "1. [ ] n", "text", "", "```js", "```", "<div>", "</div>", "- [ ]", "    code",
         "***",
         "<img src=x onerror=alert(1)>", "[a](b)", "![c](d)", "- [ ] {#x} {weight=0} {.y}", "> - [ ] quoted", "-\n  x",
         "| Question | Id |\n|-|-|\n| q | __proto__ |", "- [ ] `a", "[r]: https://e.org", "- [ ] [r] **b**_i_",
         "- [ ] <https://e.org> \\* [x](https://e.org/(a)) &lt;b&gt;"]
    )
    | st.text(max_size=12),
    max_size=16,
)  # fmt: skip


@pytest.mark.slow
@given(LINES, st.booleans())
def test_any_markdown_becomes_a_post_or_a_sentence(lines: list[str], takes_bullets: bool) -> None:
    try:
        post, _ = adopted("\n".join(lines), takes_bullets=takes_bullets)
    except AdoptionError as error:
        if "please report" in str(error):
            raise
        return
    list_of(post)


CELLS = st.text(st.sampled_from("ab*_`[]<>(){}#=.|!\\&-+1 \n\u00e9"), max_size=14)


@given(
    st.lists(
        st.fixed_dictionaries({"question": CELLS, "id": CELLS, "section": CELLS, "Id!": CELLS, "priority": CELLS}),
        max_size=5,
    )
)
def test_any_objects_become_a_post_or_a_sentence(objects: list[dict[str, str]]) -> None:
    try:
        post, _ = adopted(json.dumps(objects), ".json")
    except AdoptionError as error:
        if "please report" in str(error):
            raise
    else:
        list_of(post)


def test_an_alert_of_github_is_a_quotation_that_says_what_it_is() -> None:
    post, notes = adopted(ALERTS)
    assert "> **Warning:** Mind *this*." in post
    assert "> **Note:**\n>\n> Below. \\[!TIP\\]" in post
    assert [item.id for _, item in list_of(post).placed_items()] == ["one", "two"]
    assert notes == []


def test_yaml_is_read_as_json_is_and_what_looks_like_a_date_or_a_number_stays_as_it_is_written() -> None:
    post, _ = adopted(YAML, ".yaml")
    found = list_of(post)
    assert [section.title.plain for section in found.sections] == ["Code", "Operation"]
    questions = [(item.id, item.question.plain) for _, item in found.placed_items()]
    assert questions[0] == ("reviewed", "Is it reviewed?")
    assert "Two see more than one." in post
    assert "2026-01-02" in post


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [", "line 1: this is not YAML"),
        ("a: &x [1]\nb: *x", "line 2: an alias"),
        ("[" * 200, "nested more than"),
        ("a: \0", "this is not YAML"),
        ("!!python/object/apply:os.system [ls]", "no question"),
    ],
)
def test_yaml_that_is_none_or_means_more_than_it_says_is_refused(text: str, expected: str) -> None:
    with pytest.raises(AdoptionError, match=expected):
        adopted(text, ".yaml")


CONTENTS = """\
# A list

## Table of contents

- [Code](#code)
    - [More](#more)
- [The end](#end)

## Code

See [the end](#end).

- [ ] One, as in [more](#more)?
- [A link alone](#code) is no table
"""


def test_a_table_of_contents_is_left_out_and_links_within_lead_to_where_the_list_came_from() -> None:
    post, notes = adopted(CONTENTS, base="https://example.org/list.md")
    assert "contents" not in post.lower()
    assert "[the end](https://example.org/list.md#end)" in post
    assert "[more](https://example.org/list.md#more)" in post
    assert notes == ["f:5: a table of contents is left out"]
    _, notes = adopted(CONTENTS)
    assert [note.partition("; ")[2] for note in notes[1:3]] == ["--base makes it whole"] * 2


SIGNS = """\
- ☐ One?
- ✅ Two?
* :black_square_button: Three?

## Code

| | What to look at | Owner |
|-|-|-|
| ☑ | Four? | Kim |
| [ ] | Five? | |

| Check | Status |
|-|-|
| [ ] Six *at once*? | |
| [x] Seven? | |

- [ ] [Eight?](#eight)
- [ ] [Nine?](#nine)
"""


def test_boxes_may_be_signs_and_stand_in_tables_and_before_links_within() -> None:
    questions = [item.question.plain for _, item in list_of(adopted(SIGNS)[0]).placed_items()]
    assert questions == ["One?", "Two?", "Three?", "Four?", "Five?", "Six at once?", "Seven?", "Eight?", "Nine?"]
    ticked = [item.question.plain for _, item in list_of(adopted(SIGNS)[0]).placed_items() if item.ticked]
    assert ticked == ["Two?", "Four?", "Seven?"]
    # Without an empty one, a ticked one is an ornament.
    first, _ = list_of(adopted("- ✅ One\n- ✅ Two\n")[0]).placed_items()
    assert (first[1].question.plain, first[1].ticked) == ("✅ One", False)


def of_json(data: object) -> tuple[str, list[str]]:
    notes = AdoptionNotes("a.json")
    return post_of(read_json(json.dumps(data), notes), "a", "2026-11-22", notes), notes.found


def titles_and_questions(post: str) -> list[str]:
    """Return the headings and questions of a post, without ids."""
    lines = (line for line in post.split("\n") if line.startswith(("#", "- [ ]")))
    return [line.replace("- [ ] ", "").partition(" {")[0] for line in lines]


def test_the_question_is_in_the_field_that_is_filled() -> None:
    items = [{"text": f"Is {number} so?", **({"description": "More."} if number == 1 else {})} for number in range(5)]
    post, _ = of_json({"items": items})
    assert titles_and_questions(post) == [f"Is {number} so?" for number in range(5)]
    assert "\n    More.\n" in post
    # Where both are filled, the better name counts.
    post, _ = of_json([{"text": "Long.", "requirement": "Is it so?"}, {"text": "", "requirement": "And this?"}])
    assert titles_and_questions(post) == ["Is it so?", "And this?"]


def test_lists_of_names_beside_the_questions_are_no_questions() -> None:
    words = [{"name": "High"}, {"name": "Low", "description": "It can wait."}]
    post, notes = of_json({"items": [{"text": "One?", "severity": "High"}], "severities": words, "status": words})
    assert titles_and_questions(post) == ["One?"]
    assert len(notes) == 2
    # Alone they are the list.
    assert titles_and_questions(of_json({"items": words})[0]) == ["High", "Low"]


def test_questions_of_one_section_stand_together() -> None:
    rows = [("A", "x", "1?"), ("B", "x", "2?"), ("A", "x", "3?"), ("", "y", "4?"), ("B", "", "5?"), ("A", "x", "6?")]
    notes = AdoptionNotes("a.csv")
    text = "category,subcategory,question\n" + "\n".join(map(",".join, rows)) + "\n"
    post = post_of(read_table(text, notes), "a", "2026-11-22", notes)
    assert titles_and_questions(post) == ["## A", "### x", "1?", "3?", "6?", "### y", "4?", "## B", "### x", "2?", "5?"]
    assert any("moved" in note for note in notes.found)
    in_order = "section,question\nA,1?\n,2?\nB,3?\n"
    notes = AdoptionNotes("a.csv")
    post = post_of(read_table(in_order, notes), "a", "2026-11-22", notes)
    assert titles_and_questions(post) == ["## A", "1?", "2?", "## B", "3?"]
    assert notes.found == []


def test_objects_under_keys_are_questions_with_these_ids() -> None:
    keyed = {"q-1": {"description": "Is it so?", "category": "MUST"}, "q-2": {"description": "And?", "category": "may"}}
    post, _ = of_json({"Basics": {"Website": keyed}})
    assert "{#q-1 .must}" in post
    assert "{#q-2 .may}" in post
    assert titles_and_questions(post)[-2:] == ["Is it so?", "And?"]
    with pytest.raises(AdoptionError):
        of_json({"author": {"name": "A. Author"}, "license": {"name": "MIT"}})


def test_a_first_word_that_all_fields_have_is_no_part_of_their_names() -> None:
    lines = [{"line_id": "A.1", "line": "Is it so?", "line_summary": "So"}]
    post, _ = of_json({"title": "Ethics", "sections": [{"title": "Data", "lines": lines}]})
    assert titles_and_questions(post) == ["## Data", "Is it so?"]
    assert "{#a-1}" in post


def test_the_title_may_stand_in_what_the_file_says_of_itself() -> None:
    post, _ = of_json({"metadata": {"name": "A review"}, "items": [{"text": "One?"}]})
    assert post.startswith("Title: A review\n")


CHECKS = """\
checks:
  - name: large-files
    enabled: true
    description: Files of more than one megabyte are reported
  - name: merge-markers
    enabled: true
    description: No mark of a conflict is left
"""


def test_a_name_for_programs_is_an_id_where_words_for_people_stand_beside_it() -> None:
    post, notes = yaml_post(CHECKS)
    assert [item.id for _, item in list_of(post).placed_items()] == ["large-files", "merge-markers"]
    assert "- [ ] Files of more than one megabyte are reported {#large-files}\n" in post
    assert notes == []


def yaml_post(text: str) -> tuple[str, list[str]]:
    notes = AdoptionNotes("f")
    return post_of(read_yaml(text, notes), "f", "2026-11-22", notes), notes.found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("repos:\n- repo: x\n  hooks:\n  - id: check-yaml\n    name: check yaml files\n", "configuration of a program"),
        ("on: push\njobs:\n  a:\n    steps:\n    - name: Follow the links\n      run: make\n", "a workflow"),
        ("apiVersion: v1\nkind: Pod\nitems:\n- name: a pod of mine\n", "configuration of a program"),
        ("chains:\n- name: artifact-hygiene\n  base: main\n- name: check_yaml\n  base: main\n", "only names"),
        (
            '{"$schema": "x", "properties": {"a": {"description": "One of them"}, "b": {"description": "B it is"}}}',
            "schema",
        ),
        ('{"name": "a", "version": "1", "license": "MIT", "contributors": [{"name": "Kim Lee"}]}', "a package"),
        ("settings:\n- name: OutputType\n- name: WarnLevel\n- name: DebugInfo\n", "'OutputType'"),
    ],
)
def test_a_configuration_is_no_list(text: str, expected: str) -> None:
    with pytest.raises(AdoptionError, match=expected):
        read_yaml(text, AdoptionNotes("f"))


@pytest.mark.parametrize("titles", [("Backups", "Logging"), ("Enable MFA", "Rotate keys"), ("バックアップ", "記録")])
def test_short_words_for_people_are_questions(titles: tuple[str, str]) -> None:
    post, _ = yaml_post("repos:\n" + "".join(f"- title: {title}\n" for title in titles))
    assert [item.question.plain for _, item in list_of(post).placed_items()] == [*titles]


def test_of_many_objects_that_are_alike_one_is_noted() -> None:
    notes = AdoptionNotes("f")
    controls = [
        {"title": "T", "items": [{"text": f"Is it {number}.{n}?", "map": {"ref": 1}} for n in range(10)]}
        for number in range(9)
    ]
    read_json(json.dumps({"controls": controls}), notes)
    assert len(notes.found) > 80
    assert notes.summary() == ["f: controls[0][0]: 'map' is left out: {\"ref\": 1}; and 89 more"]


def test_groups_that_the_questions_name_are_no_questions() -> None:
    post, notes = yaml_post(
        "groups:\n- id: AC\n  title: Access\n  more: x\ncontrols:\n- id: a\n  text: Is it on?\n  group: AC\n"
    )
    assert [item.id for _, item in list_of(post).placed_items()] == ["a"]
    assert notes == ["f: 'groups' has names and no questions; it is left out"]


LEVELS = """\
#,Description,L1,Level 2,L3,RegistryPath
1.1,Is it on?,✓,✓,✓,a
1.2,Is it off?,,x,x,b
1.3,Is it gone?,,,,
1.4,Is it hot?,,a little,✓,
"""


def test_marks_of_levels_are_priorities_where_nothing_is_lost_by_it() -> None:
    post, _ = adopted(LEVELS, ".csv")
    assert [(item.id, item.priority) for _, item in list_of(post).placed_items()] == [
        ("1-1", "level-1"), ("1-2", "level-2"), ("1-3", ""), ("1-4", "level-2")
    ]  # fmt: skip
    assert post.count("**Registry path:**") == 2
    # What is more than a mark stays.
    assert "- [ ] Is it hot? {#1-4 .level-2}\n    - **Level 2:** a little\n    - **L3:** ✓\n" in post
    post, _ = adopted(LEVELS.replace("x,x,b", "x,,b"), ".csv")
    assert "Checklist_hints: L1, Level 2, L3, Registry path\n" in post


def test_rows_above_the_names_of_the_columns_are_left_out_and_noted() -> None:
    notes = AdoptionNotes("f")
    text = "A title,,\n,,Remarks\nNo,Question,Section\n1,Is it on?,Power\n2,Is it off?,Power\n"
    post = post_of(read_table(text, notes), "f", "2026-11-22", notes)
    assert [item.id for _, item in list_of(post).placed_items()] == ["1", "2"]
    assert [note.partition(", and")[0] for note in notes.found] == [
        "f:1: this row stands above the names of the columns",
        "f:2: this row stands above the names of the columns",
    ]


def test_a_list_that_is_adopted_again_keeps_its_ids(tmp_path: Path) -> None:
    source, first, second = (tmp_path / name for name in ("list.md", "first/index.md", "second/index.md"))
    source.write_text(
        "# Of a list\n\n- [ ] Is the backup tested every week?\n- [ ] Who has the key?\n- [ ] Is it gone?\n"
    )
    assert main(["adopt", str(source), "-o", str(first)]) == 0
    main(["record", str(first)])
    # Reworded, moved, new with the words of one that is gone, gone.
    source.write_text(
        "# Another name\n\n- [ ] Who has the key?\n- [ ] Is the cache gone, and why?\n"
        "- [ ] Is the backup tested each week?\n"
    )
    assert main(["adopt", str(source), "--like", str(first), "-o", str(second)]) == 0
    before = {item.question.plain: item.id for _, item in list_of(first.read_text()).placed_items()}
    after = {item.question.plain: item.id for _, item in list_of(second.read_text()).placed_items()}
    assert after["Who has the key?"] == before["Who has the key?"]
    assert after["Is the backup tested each week?"] == before["Is the backup tested every week?"]
    assert after["Is the cache gone, and why?"] not in before.values()
    assert "Checklist: of-a-list\n" in second.read_text()
    # The record of the first goes with it: readers' answers come along.
    (second.parent / "checklist.lock.json").write_text((first.parent / "checklist.lock.json").read_text())
    gone = before["Is it gone?"]
    assert main(["record", str(second), "--retire", gone, "--date", "2099-01-01"]) == 0


def test_what_keeps_its_id_and_what_is_gone_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, post = tmp_path / "list.md", tmp_path / "index.md"
    source.write_text("- [ ] Is the backup tested every week?\n- [ ] Is it gone?\n")
    main(["adopt", str(source), "-o", str(post)])
    source.write_text("- [ ] Is the backup tested each week?\n")
    assert main(["adopt", str(source), "--like", str(post)]) == 0
    said = capsys.readouterr().err
    assert "keeps the id 'backup-tested-every-week' of 'Is the backup tested every week?'" in said
    assert "'gone' is no longer there, 'Is it gone?'" in said
    assert main(["adopt", str(source), "--like", str(source)]) == 1
    assert "is not a post with one list" in capsys.readouterr().err


def test_objects_without_a_question_say_more_of_the_one_that_they_are_in() -> None:
    links = [
        {"id": "1.3.1", "label": "Info", "url": "https://e.org/1"},
        {"label": "No [label]", "url": "https://e.org/2"},
    ]
    items = [
        {"title": "Is it clear?", "wcag": links[:1]},
        {"title": "Is it long?", "wcag": links},
        {"title": "Is it odd?", "wcag": [{"label": "Bad", "url": "javascript:alert(1)"}]},
    ]
    post, notes = of_json({"title": "Regions", "owners": [{"phone": "1"}], "items": items})
    assert [question for _, _, question in rows(post)] == ["Is it clear?", "Is it long?", "Is it odd?"]
    assert "- **Wcag:** [Info](https://e.org/1)" in post
    assert [note.partition(": [")[0] for note in notes] == [
        "a.json: items[1]: 'wcag' is left out",
        "a.json: items[2]: 'wcag' is left out",
        "a.json: 'owners' of 1 group is left out",
    ]


def test_texts_in_an_object_of_a_question_are_its_hints() -> None:
    items = [{"question": "Is it on?", "guidance": {"why": "It may burn.", "question": "Who knows?"}, "map": {"a": 1}}]
    post, notes = of_json(items * 2)
    assert "- **Why:** It may burn.\n    - **Guidance question:** Who knows?" in post
    assert [note.partition(": {")[0] for note in notes] == [f"a.json: [{n}]: 'map' is left out" for n in range(2)]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"sr": "Koristi", "en": "Use it"}, "Use it"),
        ({"en-GB": "Colour it", "de_AT": "Male es an"}, "Colour it"),
        ({"fr": "Vérifie", "de": "Prüfe"}, "Vérifie"),
    ],
)
def test_of_texts_in_several_languages_the_english_or_the_first_is_kept(value: dict[str, str], kept: str) -> None:
    items = [{"id": "a", "title": value, "category": {"en": "Start", "sr": "Početak"}, "tags": {"en": ["x"], "sr": []}}]
    post, notes = of_json(items)
    assert rows(post) == [("Start", "a", kept)]
    assert notes[0].startswith("a.json: of texts in several languages one is kept; left out are ")


def test_fields_that_are_called_like_languages_are_fields() -> None:
    post, notes = of_json(
        [{"id": "a", "no": "1", "question": "Is it so?"}, {"id": "b", "is": "x", "question": "Is it?"}]
    )
    assert [question for _, _, question in rows(post)] == ["Is it so?", "Is it?"]
    assert notes == []


@pytest.mark.parametrize(
    ("items", "field", "answer"),
    [
        (["Is it so?", "Is it on?", "Do it"], "", "yes"),
        (["那是真的吗？", "哦？"], "", "yes"),  # noqa: RUF001  # the question marks of that language
        (["Do it", "Turn it on", "Is it on?"], "Checklist_answers: done-open", "done"),
        (["Verify that it is on", "Check: it is on", "Test it"], "Checklist_answers: pass-fail", "pass"),
    ],
)
def test_answers_suit_what_is_asked(items: list[str], field: str, answer: str) -> None:
    post, _ = adopted("# A\n\n" + "".join(f"- [x] {text}\n" for text in items))
    assert [line for line in post.splitlines() if line.startswith("Checklist_answers")] == [field] * bool(field)
    assert f"Checklist_ticked: {answer}\n" in post
    assert list_of(post).preset == answer


def test_a_list_that_is_adopted_again_keeps_its_answers(tmp_path: Path) -> None:
    source, before = tmp_path / "list.md", tmp_path / "index.md"
    source.write_text("# L\n\n- [ ] Do it\n- [x] Turn it on\n")
    before.write_text(
        "Title: L\nDate: 2026-11-22\nChecklist: l\n"
        "Checklist_answers:\n    met: Met | answered\n    later: Later | open\n"
        "Checklist_ticked: met\n\n- [ ] Do it {#do}\n"
    )
    post, _ = adopt(source, before=before)
    assert "Checklist_answers:\n    met: Met | answered\n    later: Later | open\nChecklist_ticked: met\n" in post
    assert [answer.value for answer in list_of(post).vocabulary.answers] == ["met", "later"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            {"countries": [{"alpha": "AW", "name": name} for name in ("Aruba", "Peru", "Chad", "Sri Lanka")]},
            "only names",
        ),
        ({"parameters": {f"p{n}": {"type": "string", "description": "The name of it"} for n in range(4)}}, "a schema"),
        ([{"name": f"--flag-{n}", "help": "x"} for n in range(4)], "only names"),
        ([{"title": True}, {"title": False}], "there is no question"),
        ([{"name": name} for name in ("UserName", "Arn", "Path", "Key", "Arn")], "only names"),
        ([{"description": name} for name in ("Name", "Arn", "Name", "Name", "Key")], "only names"),
        ([{"track": "GA", "help": {"description": "Delete a backup of the zone."}}], "only 'Delete a backup of the"),
    ],
)
def test_tables_of_names_schemas_and_truths_are_no_lists(data: object, expected: str) -> None:
    with pytest.raises(AdoptionError, match=expected):
        of_json(data)


def test_a_name_that_says_what_to_do_and_a_question_with_a_type_are_questions() -> None:
    tasks = [{"name": f"Write down who answers for system {number}"} for number in range(4)]
    asked = [{"question": f"Is it on in {place}?", "type": "boolean"} for place in ("Perth", "Lima", "Rome")]
    lone = [{"item": "Is the key in a safe place?"}]
    for data in (tasks, asked, lone):
        post, _ = of_json(data)
        assert len(rows(post)) == len(data)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (
            "# Changelog\n\n## [1.2.0] - 2026-11-01\n\n- Added\n\n## [1.1.0](https://e.org) (2026-10-01)\n\n- b\n",
            "changelog",
        ),
        ("# X\n\n## Unreleased\n\n- a\n\n## v1.0\n\n- b\n", "changelog"),
        ("# Awesome\n\n- [a](https://a.org): one\n- <https://b.org>\n- [c][c]\n\n[c]: https://c.org\n", "links"),
        ("# X\n\n## Installation\n\n- a\n\n## Usage\n\n- b\n\n## License\n\nMIT\n", "program"),
    ],
)
def test_other_texts_with_bullets_are_no_lists_unless_one_says_so(text: str, kind: str) -> None:
    with pytest.raises(AdoptionError, match=f"no item has a box, and this looks like .*{kind}.*--bullets"):
        adopted(text)
    assert rows(adopted(text, takes_bullets=True)[0])
    assert rows(adopted(f"{text}\n## Before\n\n- [ ] Is it?\n")[0])


@pytest.mark.parametrize(
    "text",
    [
        "# Launch checklist\n\n- [a](https://a.org)\n- [b](https://b.org)\n- [c](https://c.org)\n",
        "# X\n\n## 1.1 Passwords\n\n- Hash them\n\n## 1.2 Keys\n\n- Rotate them\n",
        "# X\n\n## Requirements\n\n- Set a limit, see [a](https://a.org)\n",
    ],
)
def test_a_list_without_boxes_is_taken_and_that_is_said(text: str) -> None:
    assert "f: no item has a box, so each bullet is taken as a question" in adopted(text)[1]


def test_what_many_lines_lose_is_said_in_one() -> None:
    notes = AdoptionNotes("f.md")
    read_markdown("\n".join(f"- [ ] See [it](docs/{number}.md)" for number in range(20)), notes)
    remedy = "its words are kept; --base makes it whole"
    lines = ", ".join(map(str, range(2, 14)))
    assert notes.summary() == [
        f"f.md:1: the link to 'docs/0.md' is left out, {remedy}; and 19 more, on lines {lines}, …"
    ]


def test_books_beside_the_points_of_a_list_are_no_questions() -> None:
    books = [{"title": "A book about it", "url": "https://e.org"}]
    groups = [
        {"title": "A", "intro": "Why.", "checklist": [{"point": "Use it", "details": "d"}], "books": books},
        {"title": "B", "checklist": []},
    ]
    post, notes = of_json(groups)
    assert (rows(post), "Why." in post) == ([("A", "use", "Use it")], True)
    assert notes == [
        "a.json: 'books' has names and no questions; it is left out",
        "a.json: [1]: the group 'B' has nothing in it, and is left out",
    ]


def test_brackets_of_code_in_a_field_are_text() -> None:
    post, _ = of_json([{"question": "Is it on?", "query": "p['a']['b'] == 1"}])
    verify(post)


@pytest.mark.parametrize(
    "value",
    [
        [{"name": "Install the server", "ansible.builtin.package": {"name": "nginx"}}],
        [{"name": "Web server", "hosts": "all", "tasks": [{"name": "Install the server", "package": "nginx"}]}],
        {"panels": [{"title": "Requests of each service"}], "schemaVersion": 39},
        {"name": "Label", "runs": {"using": "node20"}, "inputs": {"token": {"description": "A token with rights"}}},
        {"packageRules": [{"description": "Group all updates of one week"}]},
    ],
)
def test_more_data_that_are_no_lists(value: Any) -> None:
    with pytest.raises(AdoptionError, match="no list of questions"):
        of_json(value)


def test_a_list_may_name_its_schema() -> None:
    assert rows(of_json({"$schema": "checklist.schema.json", "items": [{"text": "Is it?"}]})[0])


def listed(data: bytes | str, name: str) -> list[tuple[str, str, bool]]:
    """The section, words and tick of each question of a file."""
    notes = AdoptionNotes(name)
    text = decoded(data if isinstance(data, bytes) else data.encode(), notes)
    adopted = READERS[Path(name).suffix](text, notes, "")
    found = list_of(post_of(adopted, "a", "2026-11-22", notes))
    return [(section.title.plain, item.question.plain, item.ticked) for section, item in found.placed_items()]


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("Kategorie;Frage;Erledigt", "de"),
        ("Catégorie;Tâche;Fait", "fr"),
        ("Categoría;Ítem;Hecho", "es"),
        ("Categoria;Pergunta;Concluído", "pt"),
        ("Categoria;Domanda;Fatto", "it"),
        ("Categorie;Vraag;Gedaan", "nl"),
        ("Категория;Вопрос;Готово", "ru"),
        ("カテゴリ;確認項目;完了", "ja"),
        ("类别;检查项;完成", "zh"),
        ("القسم;السؤال;تم", "ar"),
    ],
)
def test_columns_may_be_named_in_other_languages(head: str, names: str) -> None:
    table = f"{head}\nA;Is it so?;x\nB;Is it not?;\n"
    assert listed(table, f"{names}.csv") == [("A", "Is it so?", True), ("B", "Is it not?", False)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_table_of_excel_in_german(encoding: str) -> None:
    table = 'sep=;\r\nNr.;Prüffrage;Priorität\r\n1;"Öl; und Wasser?";hoch\r\n'.encode(encoding)
    assert [words for _, words, _ in listed(table, "a.csv")] == ["Öl; und Wasser?"]


@pytest.mark.parametrize(
    "text",
    [
        '- <input type="checkbox" name="a"> One?\n- <input name=b checked type=checkbox>Two?\n',
        '1. <INPUT TYPE="checkbox"/> One?\n2. <input type=\'checkbox\' checked="checked"/>Two?\n',
        "> **Before:**\n>\n> - [ ] One?\n> - [x] Two?\n",
        "> > * [ ] One?\n> > * [x] Two?\n",
        "[ ] One?\n[x] Two?\n",
        "To do:\n☐ One?\n☑ Two?\n",
        "☐ One?\n\n☑ Two?\n",
        "| Done | Check |\n| --- | --- |\n| <input type=checkbox> | One? |\n| <input type=checkbox checked> | Two? |\n",
    ],
)
def test_boxes_in_other_forms_are_boxes(text: str) -> None:
    for name in ("a.md", "a.txt"):
        assert [found[1:] for found in listed(text, name)] == [("One?", False), ("Two?", True)]


def test_a_line_without_a_box_goes_on_with_the_item_above() -> None:
    assert [words for _, words, _ in listed("[ ] One\nand more?\n[ ] Two?\n", "a.md")] == ["One and more?", "Two?"]


@pytest.mark.parametrize(
    "text",
    [
        "A paragraph with [ ] a box within, and <input type=checkbox> another.\n",
        "- <input type=text> One?\n",
        '- <input title="a checkbox"> One?\n',
        "- ☑ One\n- ☑ Two\n",
    ],
)
def test_what_is_no_box_is_none(text: str) -> None:
    notes = AdoptionNotes("a.md")
    read_markdown(text, notes)
    assert ["no item has a box" in note for note in notes.found] == [True]


def test_a_checkbox_of_html_within_a_text_keeps_its_sign() -> None:
    post, _ = adopted("- [ ] One <input type=checkbox> or <input type=text name=x> two?\n")
    assert "- [ ] One ☐ or two?" in post


def test_numbered_questions_under_a_point_are_questions() -> None:
    text = "# Audit checklist\n\n1. Access\n    1. Are accounts removed?\n    2. Are passwords **long?**\n2. Backups\n"
    assert [words for _, words, _ in listed(text, "a.md")] == [
        "Access", "Are accounts removed?", "Are passwords long?", "Backups",
    ]  # fmt: skip
    # What does not ask says more of the point.
    assert len(listed("# Audit checklist\n\n1. Access\n    1. by day\n    2. by night\n2. Backups\n", "a.md")) == 2


QUESTIONS_AS_TEXTS = [
    {"Before": ["Is it tested?", "Are notes written?"], "After": ["Is it announced?"]},
    {"title": "Release", "Before": ["Is it tested?", "Are notes written?"], "After": ["Is it announced?"]},
    [
        {"name": "Before", "items": ["Is it tested?", "Are notes written?"]},
        {"name": "After", "checks": ["Is it announced?"]},
    ],
    {"release": {"Before": ["Is it tested?", "Are notes written?"], "After": ["Is it announced?"]}},
    [
        {"category": "Before", "data": [{"question": "Is it tested?"}, {"question": "Are notes written?"}]},
        {"category": "After", "data": [{"question": "Is it announced?"}]},
    ],
]


@pytest.mark.parametrize("data", QUESTIONS_AS_TEXTS, ids=range(len(QUESTIONS_AS_TEXTS)))
def test_groups_of_questions_that_are_mere_texts(data: object) -> None:
    expected = [("Before", "Is it tested?"), ("Before", "Are notes written?"), ("After", "Is it announced?")]
    for name, text in (("a.json", json.dumps(data)), ("a.yaml", yaml.safe_dump(data, sort_keys=False))):
        assert [found[:2] for found in listed(text, name)] == expected


def test_texts_in_a_question_say_more_of_it() -> None:
    question = {"question": "Is it tested?", "items": ["on the first machine", "on the second machine"]}
    assert [words for _, words, _ in listed(json.dumps([question]), "a.json")] == ["Is it tested?"]


def test_a_list_may_have_an_object_on_each_line() -> None:
    lines = '{"category": "A", "question": "Is it so?"}\n\n{"category": "B", "question": "Is it not?"}\n'
    for name in ("a.jsonl", "a.ndjson"):
        assert listed(lines, name) == [("A", "Is it so?", False), ("B", "Is it not?", False)]
    wrong = (('{"a": 1}\n{"a"\n', "line 2: this is not JSON"), ("[" * 100_000, "line 1: the JSON is nested"))
    for text, message in wrong:
        with pytest.raises(AdoptionError, match=message):
            read_json_lines(text, AdoptionNotes("a.jsonl"))


def test_a_name_in_two_objects_of_a_question_has_theirs_before_it() -> None:
    resource = {"displayText": "One says so.", "url": "https://e.org"}
    post, notes = of_json([{"title": "Is it static?", "helpfulResource": resource, "plan": {"displayText": "Do it."}}])
    assert "**Helpful resource display text:** One says so." in post
    assert "**Plan display text:** Do it." in post
    assert "<https://e.org>" in post
    assert notes == []
