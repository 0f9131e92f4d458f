from pathlib import Path

import pytest

from mdsource.document import parse_document
from proofread.check import check_content
from proofread.metadata import check_duplicate_slugs, check_metadata

GOOD = "Title: One\nDate: 2017-09-01\nSlug: one\n\nBody\n"


def messages(text: str, *, dated: bool = True) -> list[str]:
    return [str(found) for found in check_metadata(parse_document("a.md", text), dated=dated)]


@pytest.mark.parametrize(
    "date", ["2017-09-01", "2017-09-01 10:30", "2017-09-01T10:30:59+12:00", "2017-09-01 10:30 +1200"]
)
def test_good_front_matter_is_left_alone(date: str) -> None:
    assert messages(GOOD.replace("2017-09-01", date)) == []


def test_a_page_needs_no_date() -> None:
    assert messages("Title: One\nSlug: one\n\n", dated=False) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("Title: One\n", ""), "a.md:1: error FM101 there is no title; add a line 'Title: …' at the top"),
        (("Title: One", "Title:"), "a.md:1: error FM101 the title is empty; add a line 'Title: …' at the top"),
        (("Date: 2017-09-01\n", ""), "a.md:1: error FM102 there is no date; add a line 'Date: YYYY-MM-DD' at the top"),
        (("2017-09-01", "2017-02-30"), "a.md:2: error FM103 '2017-02-30' is not a date; write it as YYYY-MM-DD"),
        (("2017-09-01", "1 Sept"), "a.md:2: error FM103 '1 Sept' is not a date; write it as YYYY-MM-DD"),
        (("2017-09-01", "2017-W35-5"), "a.md:2: error FM103 '2017-W35-5' is not a date; write it as YYYY-MM-DD"),
        (
            ("2017-09-01", "2017-09-01 25:00"),
            "a.md:2: error FM103 '2017-09-01 25:00' is not a date; write it as YYYY-MM-DD",
        ),
        (("\n\nBody", "\nStatus: drfat\n\nBody"), "a.md:4: error FM104 unknown status 'drfat'; did you mean 'draft'?"),
        (
            ("\n\nBody", "\nStatus: 7\n\nBody"),
            "a.md:4: error FM104 unknown status '7'; it is one of published, draft, hidden, skip",
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
    ],
)
def test_what_is_wrong_is_said_where_it_stands(change: tuple[str, str], expected: str) -> None:
    assert messages(GOOD.replace(*change)) == [expected]


def test_a_slug_that_is_taken_names_its_holder() -> None:
    documents = [parse_document(name, GOOD) for name in ("a.md", "b.md")]
    (found,) = check_duplicate_slugs(documents)
    assert str(found) == "b.md:3: error FM107 slug 'one' is taken by a.md:3; give one of them another slug"


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
    codes = [
        (Path(found.path).relative_to(tmp_path).as_posix(), found.line, found.code) for found in check_content(tmp_path)
    ]
    assert codes == [
        ("pages/binary.md", 1, "MD002"),
        ("posts/2018/three/index.md", 1, "FM101"),
        ("posts/2018/three/index.md", 1, "FM102"),
        ("posts/2018/three/index.md", 1, "FM105"),
        ("posts/2018/two/index.md", 2, "FM103"),
        ("posts/2018/two/index.md", 3, "FM107"),
    ]


def test_our_own_content_is_clean(root: Path) -> None:
    assert check_content(root / "content") == []
