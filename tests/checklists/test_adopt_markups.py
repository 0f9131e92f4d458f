"""Lists in other markup than Markdown become the same posts: sections, boxes, what is nested, links."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.checklists.adopt.command import READERS, adopt, verify
from faircopy.checklists.adopt.markups.read import MARKUPS, Converter, read_markup
from faircopy.checklists.adopt.markups.wiki import from_jira
from faircopy.checklists.adopt.model import AdoptionError, AdoptionNotes
from faircopy.checklists.adopt.post import post_of
from faircopy.checklists.cli import main
from lists import list_of

ASCIIDOC = """\
= Release
:toc:
// a remark

== Before

Some *bold* words.

* [ ] Are the tests https://e.org/t[green]?
** [x] In `CI`?
* [*] Is `a|b` documented?
+
On the site.

.Columns
|===
| Question | Why

| Is it signed? | Others may
check it.
|===

== After

NOTE: Take your time.

. [ ] Is it announced?
----
* [ ] code
----
"""
ORG = """\
#+TITLE: Release
* Before [0/2]                                             :work:
:PROPERTIES:
:ID: x
:END:
  - [ ] Are the tests [[https://e.org/t][green]]?
    - [X] In =CI=?
  - [-] Is =a|b= documented?
    On the site.
* After
SCHEDULED: <2026-12-01>
1. [ ] Is it announced?
#+BEGIN_SRC sh
- [ ] code
#+END_SRC
"""
RESTRUCTURED = """\
=======
Release
=======

Before
------

- [ ] Are the tests `green <https://e.org/t>`_?

  - [x] In ``CI``?

- [ ] Is ``a|b`` documented?
  On the site.

.. note::

   Take your time.

.. code-block:: sh

   - [ ] code

After
-----

#. [ ] Is it :ref:`announced <x>`?

.. include:: more.rst
"""
MEDIAWIKI = """\
= Release =
== Before ==
<!-- a
remark -->
* {{checkbox}} Are the tests [https://e.org/t green]?
** [x] In <code>CI</code>?
* \N{BALLOT BOX} Is <code>a|b</code> documented?
{| class="x"
! Question !! Why
|-
| style="a" | Is it signed? || Others
|}
== After ==
# [ ] Is it [[News|announced]]?
{{Navigation}}
"""
JIRA = """\
h1. Release
h2. Before
* (x) Are the tests [green|https://e.org/t]?
** (/) In {{CI}}?
* (!) Is {{a|b}} documented?
||Question||Why||
|Is it signed?|Others|
----
h2. After
# (off) Is it *announced*?
{code:sh}
* (/) code
{code}
"""
HTML = """\
<!doctype html><title>x</title><nav><ul><li><input type=checkbox> no</li></ul></nav>
<h1>Release</h1>
<h2>Before</h2>
<ul>
 <li><label><input type="checkbox"> Are the tests <a href="https://e.org/t">green</a>?</label>
  <ul><li><input type="checkbox" checked> In <code>CI</code>?</li></ul></li>
 <li><input type="checkbox"><i class="icon"></i> Is <code>a|b</code> documented?<p>On the site.</p></li>
</ul>
<h2>After</h2>
<p><input type="checkbox"> Is it announced?</p>
<script>document.write("<li><input type=checkbox> no</li>")</script>
"""
TEXTS = {
    ".adoc": ASCIIDOC,
    ".org": ORG,
    ".rst": RESTRUCTURED,
    ".mediawiki": MEDIAWIKI,
    ".txt": JIRA,
    ".html": HTML,
}


def adopted(folder: Path, name: str, text: str) -> tuple[str, list[str]]:
    path = folder / name
    path.write_text(text, "utf-8")
    post, notes = adopt(path)
    return post, [note.removeprefix(str(path)) for note in notes.summary()]


@pytest.mark.parametrize("suffix", TEXTS)
def test_a_list_is_the_same_in_each_markup(tmp_path: Path, suffix: str) -> None:
    post, _ = adopted(tmp_path, f"my-list{suffix}", TEXTS[suffix])
    checklist = list_of(post)
    assert post.startswith("Title: Release\n")
    found = [
        (section.title.plain, item.question.plain.removesuffix(" On the site."), item.depth, item.ticked)
        for section, item in checklist.placed_items()
    ]
    # A box of AsciiDoc with a star is ticked; what is half done elsewhere is open.
    assert found == [
        ("Before", "Are the tests green (https://e.org/t)?", 0, False),
        ("Before", "In CI?", 1, True),
        ("Before", "Is a|b documented?", 0, suffix == ".adoc"),
        ("After", "Is it announced?", 0, False),
    ]
    assert "`a|b`" in post
    assert "<script" not in post


def test_what_is_left_out_of_other_markup_is_said_with_its_line(tmp_path: Path) -> None:
    assert adopted(tmp_path, "a.org", ORG)[1] == [
        ":8: a box that is half done is an open one",
        ":11: a date is left out: SCHEDULED: <2026-12-01>",
        ":13: the code is kept, and not checked as 'sh'",
    ]
    assert adopted(tmp_path, "a.rst", RESTRUCTURED)[1] == [
        ":28: the directive 'include' is left out, with what is in it"
    ]
    assert adopted(tmp_path, "a.wiki", MEDIAWIKI)[1] == [":15: a template is left out: Navigation"]
    relative = "= A\n\n\n* [ ] One\n* [ ] Two xref:x.adoc[here]\n\ninclude::y.adoc[]\nimage::z.png[]\n"
    assert adopted(tmp_path, "b.adoc", relative)[1] == [
        ":7: another file is not read: y.adoc",
        ":8: a picture is left out: z.png",
    ]
    html = "<ul>\n<li>\n<input type=checkbox> <a href='x.html'>One</a></ul>\n"
    assert adopted(tmp_path, "b.html", html)[1] == [
        ":3: the link to 'x.html' is left out, its words are kept; --base makes it whole"
    ]


def test_headings_to_be_done_are_the_questions_of_an_org_file_without_boxes(tmp_path: Path) -> None:
    text = "* Work\n** TODO [#A] Order paper :shop:\n   Two reams.\n   - white\n** DONE Pay\n* Home\n** TODO Sleep\n"
    post, _ = adopted(tmp_path, "a.org", text)
    items = [(section.title.plain, item.question.plain, item.ticked) for section, item in list_of(post).placed_items()]
    assert items == [("Work", "Order paper Two reams.", False), ("Work", "Pay", True), ("Home", "Sleep", False)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.org", "* A\n     - [ ] One\n       - [ ] Two\n* B\n      - [ ] Three\n"),
        ("a.rst", "A\n=\n\n     - [ ] One\n\n       - [ ] Two\n\nB\n=\n\n      * [ ] Three\n"),
        ("a.adoc", "== A\n\n     * [ ] One\n       ** [ ] Two\n\n== B\n\n      - [ ] Three\n"),
        ("a.html", "<h2>A</h2><ul><ul><li>[ ] One<ul><ul><li>[ ] Two</ul></ul></ul></ul><h2>B</h2><li>[ ] Three"),
    ],
)
def test_however_far_a_list_is_indented_no_item_is_lost(tmp_path: Path, name: str, text: str) -> None:
    post, _ = adopted(tmp_path, name, text)
    found = [(item.question.plain, item.depth) for _, item in list_of(post).placed_items()]
    assert found == [("One", 0), ("Two", 1), ("Three", 0)]


def test_a_list_of_html_in_markdown_is_one_of_questions(tmp_path: Path) -> None:
    text = (
        "# T\n\n## A\n\n<ul>\n<li><input type=checkbox> One <a href='x'>x</a></li>\n"
        "<li><input type='checkbox' checked>Two\n<ul><li><input type=checkbox> Three</ul>\n</ul>\n\n"
        "## B\n\n- [ ] Four\n"
    )
    post, notes = adopted(tmp_path, "a.md", text)
    found = [(item.question.plain, item.depth, item.ticked) for _, item in list_of(post).placed_items()]
    assert found == [("One x", 0, False), ("Two", 0, True), ("Three", 1, False), ("Four", 0, False)]
    assert [note.split(":")[1] for note in notes] == ["6"]


def test_a_bullet_that_somebody_has_typed_is_no_word_of_an_item(tmp_path: Path) -> None:
    html = "<ul><li>\u2022 One - or * two \u2022 more<li>- Two<li>[x] Three **as** [typed]</ul>"
    post, _ = adopted(tmp_path, "a.html", html)
    found = [item.question.plain for _, item in list_of(post).placed_items()]
    assert found == ["Three **as** [typed]"]
    post, _ = adopted(tmp_path, "b.html", html.replace("[x] ", ""))
    found = [item.question.plain for _, item in list_of(post).placed_items()]
    assert found == ["One - or * two \u2022 more", "Two", "Three **as** [typed]"]


def test_a_list_of_html_with_blank_lines_and_indentation_is_no_code(tmp_path: Path) -> None:
    html = "<ul>\n\n    <li><input type=checkbox> Two</li>\n\n    <li><input type=checkbox>Three\n\n</ul>\n"
    text = f"- [ ] One\n\n## A\n\n{html}"
    post, _ = adopted(tmp_path, "a.md", text)
    assert [item.question.plain for _, item in list_of(post).placed_items()] == ["One", "Two", "Three"]
    shown = "- [ ] One\n\n```html\n<li><input type=checkbox> Two</li>\n```\n"
    assert "<li><input type=checkbox> Two</li>" in adopted(tmp_path, "b.md", shown)[0]


def test_signs_between_brackets_that_github_does_not_know_are_boxes_beside_those_it_knows(tmp_path: Path) -> None:
    text = "- [ ] a one\n- [-] a half\n- [\N{CHECK MARK}] a tick\n- [_] a line\n- [1] a note\n"
    post, notes = adopted(tmp_path, "a.md", text)
    found = [(item.question.plain, item.ticked) for _, item in list_of(post).placed_items()]
    assert found == [("a one", False), ("a half", False), ("a tick", True), ("a line", False)]
    assert notes == [
        ":2: a box with '-' is neither empty nor ticked; it is an empty one; and 1 more, on line 4",
    ]


def test_terms_with_definitions_are_questions_of_a_text_without_other_lists(tmp_path: Path) -> None:
    text = "# A\n\n## B\n\nIs it tested?\n: Tests tell.\n\nIs it written?\n\n:   Readers need it.\n:   So do you.\n"
    items = [item for _, item in list_of(adopted(tmp_path, "a.md", text)[0]).placed_items()]
    assert [item.question.plain for item in items] == ["Is it tested?", "Is it written?"]
    assert [item.texts[0].source for item in items] == ["* Tests tell.", "* Readers need it.\n* So do you."]
    with_boxes = list_of(adopted(tmp_path, "b.md", f"{text}\n- [ ] Is it so?\n")[0])
    assert [item.question.plain for _, item in with_boxes.placed_items()] == ["Is it so?"]


def test_boxes_in_code_are_said(tmp_path: Path) -> None:
    _, notes = adopted(tmp_path, "a.md", "- [ ] One\n\nText\n\n## A\n\n    - [ ] Two\n    - [x] Three\n")
    assert notes == [":7: 2 lines with a box in code, which is no list; indent them less"]


def test_a_board_of_trello_is_its_columns_and_cards(tmp_path: Path) -> None:
    ship = {"id": "1", "idList": "a", "name": "Ship", "desc": "All.", "pos": 2}
    rest = {"id": "2", "idList": "a", "name": "Rest", "pos": 1, "dueComplete": True}
    old = {"id": "3", "idList": "b", "name": "Old", "closed": True}
    checks = [
        {"name": "Is it late?", "state": "incomplete", "pos": 2},
        {"name": "Is it?", "state": "complete", "pos": 1},
    ]
    checklists = [{"id": "k", "idCard": "1", "name": "Before", "checkItems": checks}]
    columns = [{"id": "a", "name": "To do"}, {"id": "b", "name": "Done"}]
    board = {"name": "Board", "lists": columns, "cards": [ship, rest, old], "checklists": checklists}
    post, notes = adopted(tmp_path, "a.json", json.dumps(board))
    found = [(section.title.plain, item.question.plain, item.ticked) for section, item in list_of(post).placed_items()]
    assert found == [("To do", "Rest", True), ("Ship", "Is it?", True), ("Ship", "Is it late?", False)]
    assert notes == [": what is archived is left out: 1 column or card"]
    card, _ = adopted(tmp_path, "b.json", json.dumps({**ship, "checklists": checklists}))
    assert [item.question.plain for _, item in list_of(card).placed_items()] == ["Is it?", "Is it late?"]


def test_how_far_something_is_becomes_a_box(tmp_path: Path) -> None:
    table = "Name,Status\nIs it tested?,Done\nIs it written?,In progress\nIs it sold?,Not started\n"
    post, notes = adopted(tmp_path, "a.csv", table)
    assert [item.ticked for _, item in list_of(post).placed_items()] == [True, False, False]
    assert notes == [": 'Status' is kept as a box, ticked or empty"]
    # A state that nobody knows is kept in words.
    assert "**Status:** Rotten" in adopted(tmp_path, "b.csv", table.replace("Not started", "Rotten"))[0]


def test_a_sheet_without_names_of_columns_has_boxes_and_questions(tmp_path: Path) -> None:
    post, _ = adopted(tmp_path, "a.csv", "FALSE,1,Is it tested?\nTRUE,2,Is it written?\n")
    found = [(item.question.plain, item.ticked) for _, item in list_of(post).placed_items()]
    assert found == [("Is it tested?", False), ("Is it written?", True)]
    with pytest.raises(AdoptionError, match="no column is one of questions"):
        adopted(tmp_path, "b.csv", "1,Is it tested?\n2,Is it written?\n")


@pytest.mark.parametrize(
    "table",
    [
        "Card ID,Card Name,Card Description,List Name,Labels\n1,Is it tested?,By two.,Before,\n2,Is it sold?,,After,\n",
        "Task ID,Completed At,Name,Section/Column,Notes\n1,,Is it tested?,Before,By two.\n2,1 May,Is it sold?,After,\n",
        "Summary,Issue key,Issue Type,Description,Category\nIs it tested?,A-1,Task,By two.,\nIs it sold?,A-2,Task,,\n",
        "Task ID,Task Name,Bucket Name,Notes\n1,Is it tested?,Before,By two.\n2,Is it sold?,After,\n",
    ],
    ids=["Trello", "Asana", "Jira", "Planner"],
)
def test_the_table_of_a_tracker_has_names_of_its_own(tmp_path: Path, table: str) -> None:
    post, _ = adopted(tmp_path, "a.csv", table)
    items = [item for _, item in list_of(post).placed_items()]
    assert [item.question.plain for item in items] == ["Is it tested?", "Is it sold?"]
    assert [item.ticked for item in items] == [False, "Completed At" in table]
    assert "    By two.\n" in post
    sections = [section.title.plain for section in list_of(post).sections]
    assert sections == (["Before", "After"] if "Before" in table else ["Task"])


@pytest.mark.parametrize(
    "item",
    [
        '<li data-inline-task-id="7" class="checked"><span>Is it?</span></li>',
        '<li><div class="checkbox checkbox-on"></div> <span class="to-do-children-checked">Is it?</span></li>',
        '<li><span role="checkbox" aria-checked="true"></span> Is it?</li>',
        "<div>☑ Is it?</div>",
    ],
    ids=["Confluence", "Notion", "ARIA", "Keep"],
)
def test_boxes_of_other_pages_are_boxes(tmp_path: Path, item: str) -> None:
    empty = item.replace("checked", "", 1) if "inline-task" in item else item.replace("checkbox-on", "checkbox-off")
    empty = empty.replace('"true"', '"false"').replace("☑", "☐")
    post, _ = adopted(tmp_path, "a.html", f"<h1>A</h1><ul>{item}{empty}</ul>")
    found = [(item.question.plain, item.ticked) for _, item in list_of(post).placed_items()]
    assert found == [("Is it?", True), ("Is it?", False)]


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".docx", ".odt", ".pdf"])
def test_the_file_of_a_program_is_refused_with_what_to_save_in_its_place(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a{suffix}").write_bytes(b"PK")
    with pytest.raises(AdoptionError, match=r"save it as|copy it into"):
        adopt(tmp_path / f"a{suffix}")


def test_the_help_names_each_format(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["adopt", "--help"])
    said = capsys.readouterr().out
    readers: dict[object, list[str]] = {}
    for suffix, reader in (READERS | MARKUPS).items():
        readers.setdefault(reader, []).append(suffix)
    assert [suffixes for suffixes in readers.values() if not any(suffix in said for suffix in suffixes)] == []


SIGNS = st.sampled_from(
    [*"ab*_`[]<>(){}#=.|!\\&-+~:/ \n\t\u00e9", "* [ ] ", "- [x] ", "== A ==\n", "h1. A\n", "{|\n", "|}\n", "|-\n",
     "<ul>", "<li>", "<input type=checkbox>", "<table><tr><td>", "</table>", "'''", "https://e.org/a", ".. note::",
     "|===\n", "----\n", "#+BEGIN_SRC\n", "{{", "}}", "<!--", "[["]
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("convert", [*dict.fromkeys((*MARKUPS.values(), from_jira))])
@given(st.lists(SIGNS, max_size=25).map("".join))
def test_any_text_of_another_markup_becomes_a_post_or_a_sentence(convert: Converter, text: str) -> None:
    notes = AdoptionNotes("f")
    try:
        post = post_of(read_markup(f"{text}\n\n* [ ] one more", convert, notes), "a", "2026-11-22", notes)
        verify(post)
    except AdoptionError as error:
        if "please report" in str(error):
            raise
    else:
        list_of(post)
