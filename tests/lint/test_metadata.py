from pathlib import Path
from typing import Any

import pytest

from faircopy.content.settings import site_of
from faircopy.lint.check import check_content, check_document
from faircopy.lint.front_matter import LIST_HINT
from faircopy.lint.registry import rule_modules
from faircopy.lint.rules import front_matter_fields
from faircopy.lint.rules.slug_taken import check_equal_slugs
from faircopy.markdown.document import parse_document
from faircopy.snippets.jobs import Settings
from rulecases import found_by, site_of_documents

ZONE_HINT = "write the UTC offset, such as +13:00, or leave it out for the site's own time"
TIME_HINT = "write hours and minutes with two digits each, from 00:00 to 23:59, as in 02:00"
# Of the front matter by itself.
NAMES = (
    "title",
    "date",
    "status",
    "slug_missing",
    "slug_unusable",
    "summary",
    "tag_in_field",
    "original",
    "front_matter",
    "yaml",
)
FRONT_MATTER = [one for one in rule_modules() if one.__name__.rpartition(".")[2].startswith(NAMES)]
GOOD = "Title: One\nDate: 2017-09-01\nSlug: one\nSummary: A post.\n\nBody\n"


def messages(text: str, *, dated: bool = True) -> list[str]:
    return [str(found.diagnostic) for found in found_by(*FRONT_MATTER, text=text, dated=dated)]


@pytest.mark.parametrize(
    "date", ["2017-09-01", "2017-09-01 10:30", "2017-09-01T10:30:59+12:00", "2017-09-01 10:30 +1200"]
)
def test_good_front_matter_is_left_alone(date: str) -> None:
    assert messages(GOOD.replace("2017-09-01", date)) == []


def test_a_page_needs_no_date() -> None:
    assert messages("Title: One\nSlug: one\nSummary: A page.\n\n", dated=False) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("Title: One\n", ""), "a.md:1: error FM101 there is no title; add a line 'Title: …' at the top"),
        (("Title: One", "Title:"), "a.md:1: error FM101 the title is empty; add a line 'Title: …' at the top"),
        (("Date: 2017-09-01\n", ""), "a.md:1: error FM102 there is no date; add a line 'Date: YYYY-MM-DD' at the top"),
        (
            ("2017-09-01", "2017-02-30"),
            "a.md:2: error FM103 '2017-02-30' is not a day in the calendar; correct the month or the day",
        ),
        (("2017-09-01", "1 Sept"), "a.md:2: error FM103 '1 Sept' is not a date; write it as YYYY-MM-DD"),
        (("2017-09-01", "2017-W35-5"), "a.md:2: error FM103 '2017-W35-5' is not a date; write it as YYYY-MM-DD"),
        (
            ("2017-09-01", "2017-09-01 25:00"),
            f"a.md:2: error FM103 '25:00' is not a time of day in the required form; {TIME_HINT}",
        ),
        (("\n\nBody", "\nStatus: drfat\n\nBody"), "a.md:5: error FM104 unknown status 'drfat'; did you mean 'draft'?"),
        (
            ("\n\nBody", "\nStatus: 7\n\nBody"),
            "a.md:5: error FM104 unknown status '7'; it is one of published, draft, hidden, skip",
        ),
        (
            ("Slug: one\n", ""),
            "a.md:1: error FM105 there is no slug; add a line 'Slug: …', the post's name in its address",
        ),
        (
            ("Slug: one", "Slug: One two"),
            (
                "a.md:3: error FM106 'One two' cannot stand in an address as it is; "
                "use lower-case letters, digits and single hyphens"
            ),
        ),
        (
            ("Slug: one", "Slug: one\nModified: 2017-13-01"),
            "a.md:4: error FM103 '2017-13-01' is not a day in the calendar; correct the month or the day",
        ),
        (("Slug: one", "Slug: one\nModified:"), "a.md:4: error FM103 there is no date; write it as YYYY-MM-DD"),
        (
            ("Title: One", "Title: One <HOST>"),
            "a.md:1: error FM133 the title has a raw '<', which begins a tag; write it as &lt;",
        ),
        (
            ("Summary: A post.", "Summary: a\n    <b"),
            "a.md:4: error FM133 the summary has a raw '<', which begins a tag; write it as &lt;",
        ),
        (
            ("Slug: one", "Slug: one\nDate_approximate: maybe"),
            "a.md:4: error FM138 unknown value 'maybe'; write 'yes', or leave the line out",
        ),
        (
            ("Title: One", 'Title: "One"'),
            (
                'a.md:1: error FM136 Pelican takes "One" literally; '
                "write it without quotes or brackets, a list as 'one, two'"
            ),
        ),
        (
            ("Slug: one", "Slug: one\nTags: [a, b]"),
            (
                "a.md:4: error FM136 Pelican takes [a, b] literally; "
                "write it without quotes or brackets, a list as 'one, two'"
            ),
        ),
        (
            ("Slug: one", "Slug: one\nTags:\n    - a"),
            "a.md:5: error FM136 Pelican takes '- a' literally; " + LIST_HINT,
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(change: tuple[str, str], expected: str) -> None:
    assert messages(GOOD.replace(*change)) == [expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Titel: x", "error FM108 unknown field 'Titel'; did you mean 'Title'?"),
        ("stauts: draft", "error FM108 unknown field 'stauts'; did you mean 'Status'?"),
        ("X: y", "error FM108 unknown field 'X'; known: Title, Date, "),
        ("Slug: two", "error FM109 the field 'Slug' is already on line 3; keep one of them"),
        ("Tags:", "error FM110 the field 'Tags' is empty; write tags separated by commas, or leave it out"),
        ("Tags: ,", "error FM110 ',' is not a valid value of 'Tags'; write tags separated by commas"),
        ("Tags: a; b", "error FM110 'a; b' is not a valid value of 'Tags'; write tags separated by commas"),
        ("Category: a, b", "error FM110 'a, b' is not a valid value of 'Category'; write one category"),
        (
            "Lang: English",
            "error FM110 'English' is not a valid value of 'Lang'; write a language, such as 'mi' or 'en-NZ'",
        ),
        ("Series: a\n    b", "error FM110 'Series' continues over several lines, but Pelican needs it on one; "),
        (
            "Modified: 2017-09-01 10:30 NZST",
            "error FM111 'NZST' is not a time zone that a date can have; write the UTC offset",
        ),
        ("Modified: 2017-09-01 10:30 +2500", "error FM111 '+2500' is not a time zone that a date can have; write the "),
        (
            "Modified: 2017-09-01 10:30+13:75",
            "error FM111 '+13:75' is not a time zone that a date can have; write the ",
        ),
        ("Modified: 2017-09-31 10:30 NZST", "error FM103 '2017-09-31' is not a day in the calendar; correct the "),
    ],
)
def test_fields_are_known_and_fit(line: str, expected: str) -> None:
    (message,) = messages(GOOD.replace("Summary", f"{line}\nSummary"))
    assert message.startswith(f"a.md:4: {expected}")


@pytest.mark.parametrize(
    "line",
    [
        "Lang: mi",
        "Lang: en-NZ",
        "Lang: zh-Hant-TW",
        "Tags: a, b",
        "Redirect_from: /a/,\n    /b/",
        "Series: A, b",
        "AUTHOR: x",
        "Template: y",
    ],
)
def test_fields_that_fit_are_left_alone(line: str) -> None:
    assert messages(GOOD.replace("Summary", f"{line}\nSummary")) == []


def test_a_page_has_fewer_fields() -> None:
    (message,) = messages("Title: x\nSlug: x\nSummary: x\nSeries: y\n\n", dated=False)
    assert message == "a.md:4: error FM110 a page cannot have the field 'Series'; leave it out, or make it a post"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("", ["warning FM112 there is no summary; "]),
        ("Status: hidden\n", []),
        ("Status: draft\n", []),
    ],
)
def test_what_is_published_has_a_summary(change: str, expected: list[str]) -> None:
    found = messages(GOOD.replace("Summary: A post.\n", change))
    assert [message.partition("add a")[0] for message in found] == [f"a.md:1: {one}" for one in expected]


@pytest.mark.parametrize(("start", "line"), [("---\n", "  - a"), ("---\n", "# a"), ("", "- a"), ("", "* a")])
def test_yaml_that_ends_the_front_matter_is_told(start: str, line: str) -> None:
    assert messages(f"{start}Title: One\nDate: 2017-09-01\nSlug: one\nSummary: x\nTags:\n{line}\n") == [
        f"a.md:{7 if start else 6}: error FM136 front matter ends at '{line.strip()}', which is not a field; "
        + LIST_HINT
    ]


@pytest.mark.parametrize("value", ["2017", "2017-09", "2017-09-01"])
def test_the_first_date_is_as_exact_as_it_is_known(value: str) -> None:
    assert messages(GOOD.replace("Slug", f"Date_approximate: yes\nOriginal: {value}\nSlug")) == []


@pytest.mark.parametrize("value", ["", "soon", "17", "2017-W35-5", "20170901", "2017-09-01 10:30"])
def test_what_is_no_date_at_all_is_told(value: str) -> None:
    (message,) = messages(GOOD.replace("Slug", f"Original: {value}\nSlug"))
    assert message == (
        f"a.md:3: error FM137 '{value}' is not a date; "
        "write it as YYYY, YYYY-MM or YYYY-MM-DD, as precisely as you know it"
    )


@pytest.mark.parametrize("value", ["2017-13", "2017-02-30", "2017-00"])
def test_what_is_written_as_a_date_and_is_none_is_told_as_that(value: str) -> None:
    (message,) = messages(GOOD.replace("Slug", f"Original: {value}\nSlug"))
    assert message == f"a.md:3: error FM137 '{value}' is not in the calendar; correct the month or the day"


@pytest.mark.parametrize(
    ("date", "column", "fact"),
    [
        ("2017-09-01 2:00", 18, f"'2:00' is not a time of day in the required form; {TIME_HINT}"),
        ("2017-09-01T2:00", 18, f"'2:00' is not a time of day in the required form; {TIME_HINT}"),
        ("2017-09-01 10:60", 18, f"'10:60' is not a time of day in the required form; {TIME_HINT}"),
        ("2017-09-01 2pm", 18, f"'2pm' is not a time of day in the required form; {TIME_HINT}"),
        ("2017-09-01  10:30", 17, "there is more than one space before the time of day; write '2017-09-01 10:30'"),
        ("2017-09-31 2:00", 7, "'2017-09-31' is not a day in the calendar; correct the month or the day"),
        ("2017-9-1", 7, "'2017-9-1' is not a date; write it as YYYY-MM-DD"),
        ("2017-09-01 10:30+99:99", 23, f"'+99:99' is not a time zone that a date can have; {ZONE_HINT}"),
    ],
)
def test_only_the_part_of_a_date_that_is_wrong_is_called_wrong(date: str, column: int, fact: str) -> None:
    (found,) = [one.diagnostic for one in found_by(*FRONT_MATTER, text=GOOD.replace("2017-09-01", date))]
    assert (found.line, found.column, f"{found.message}; {found.hint}") == (2, column, fact)


@pytest.mark.parametrize(
    ("above", "line"), [("\n", 2), ("Some text.\n\n", 3), ("---\n\n", 3), ("<!-- x -->\n", 2), ("# Heading\n\n\n", 4)]
)
def test_front_matter_that_begins_too_late_is_one_error(above: str, line: int) -> None:
    (message,) = messages(above + GOOD)
    assert message.startswith(
        f"a.md:1: error FM140 the front matter begins on line {line}, but must begin on line 1; remove what is"
    )


@pytest.mark.parametrize("text", ["# Heading\n\nText\n", "Text.\n", "\n\nText: of a sort, and no field.\n"])
def test_a_text_without_front_matter_is_told_that_it_has_none(text: str) -> None:
    begin = "begin with 'Title: …', 'Date: YYYY-MM-DD' and 'Slug: …'"
    assert messages(text) == [f"a.md:1: error FM140 there is no front matter; {begin}"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('+++\ntitle = "One"\ndate = 2017-09-01\n+++\n\nBody\n', "'+++' begins front matter in TOML"),
        ('\n+++\ntitle = "One"\n+++\n', "'+++' begins front matter in TOML"),
        ('{\n  "title": "One"\n}\n\nBody\n', "'{' begins front matter in JSON"),
        ("#+TITLE: One\n\nBody\n", "'#+TITLE: One' begins front matter of Org"),
        (":title: One\n:date: 2017-09-01\n", "':title: One' begins front matter of reStructuredText"),
        ("% One\n% Me\n\nBody\n", "'% One' begins front matter of Pandoc"),
        ("<!--\nTitle: One\n-->\n", "'<!--' begins front matter in a comment"),
        ('title = "One"\n\nBody\n', "'title = \"One\"' begins front matter of Python"),
    ],
)
def test_front_matter_of_another_program_is_called_that(text: str, kind: str) -> None:
    (message,) = messages(text)
    line = 2 if text.startswith("\n") else 1
    assert message.startswith(f"a.md:{line}: error FM140 {kind}, which Pelican does not read; write each field as")


@pytest.mark.parametrize("text", ["", " \n\n"])
def test_an_empty_file_is_called_that(text: str) -> None:
    assert messages(text) == [
        "a.md:1: error FM140 the file is empty; begin with 'Title: …', 'Date: YYYY-MM-DD' and 'Slug: …'"
    ]


def test_a_template_is_one_of_the_themes(tmp_path: Path) -> None:
    (tmp_path / "theme/templates").mkdir(parents=True)
    (tmp_path / "theme/templates/article.html").touch()
    site = site_of({"THEME": "theme"}, tmp_path)
    text = GOOD.replace("Title:", "Template: artcle\nTitle:", 1)
    (found,) = found_by(front_matter_fields, text=text, site=site)
    assert str(found.diagnostic) == "a.md:1: error FM110 the theme has no template 'artcle'; did you mean 'article'?"
    # One that Pelican brings, one that is elsewhere, and others that are added to them: nobody knows.
    own = {"THEME_TEMPLATES_OVERRIDES": ["more", "nowhere"]}
    (tmp_path / "more").mkdir()
    (tmp_path / "more/artcle.html").touch()
    unknown: list[dict[str, Any]] = [{"THEME": "simple"}, {}, {"THEME": "simple", **own}]
    assert [site_of(settings, tmp_path).templates for settings in unknown] == [frozenset()] * 3
    site = site_of({"THEME": "theme", **own}, tmp_path)
    assert list(found_by(front_matter_fields, text=text, site=site)) == []


@pytest.mark.parametrize(
    ("character", "name"), [("\0", "U+0000"), ("\x0b", "U+000B"), ("\x1b", "U+001B"), ("\x85", "U+0085")]
)
def test_a_control_character_is_told_with_its_place(character: str, name: str) -> None:
    document = parse_document("a.md", GOOD.replace("Body", f"\tBo{character}dy{character}"))
    assert [str(found) for found in check_document(document, dated=True)] == [
        f"a.md:6: error FM139 there is a control character, {name}, at column 4; remove it"
    ]


def test_a_slug_that_is_taken_names_its_holder() -> None:
    documents = [(parse_document(name, GOOD), True) for name in ("a.md", "b.md")]
    (found,) = check_equal_slugs(site_of_documents(documents))
    assert str(found.diagnostic) == "b.md:3: error FM107 slug 'one' is taken by a.md:3; give one of them another slug"


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    for name, text in {
        "posts/2017/one/index.md": GOOD,
        "posts/2018/two/index.md": GOOD.replace("Date: 2017-09-01", "Date: soon"),
        "posts/2018/three/index.md": "Slug: ",
        "pages/about.md": "Title: About\nSlug: one\n\n",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "pages/binary.md").write_bytes(b"\xff\xfe")
    found = check_content(tmp_path, Settings()).diagnostics
    codes = [(Path(one.path).relative_to(tmp_path).as_posix(), one.line, one.code) for one in found]
    assert codes == [
        ("pages/about.md", 1, "FM112"),
        ("pages/binary.md", 1, "MD002"),
        ("posts/2018/three/index.md", 1, "FM101"),
        ("posts/2018/three/index.md", 1, "FM102"),
        ("posts/2018/three/index.md", 1, "FM112"),
        ("posts/2018/three/index.md", 1, "FM105"),
        ("posts/2018/two/index.md", 2, "FM103"),
        ("posts/2018/two/index.md", 3, "FM107"),
    ]
