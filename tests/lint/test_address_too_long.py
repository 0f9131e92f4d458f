"""What an address may be long: a build can write whatever has passed."""

import pytest

from faircopy.content.settings import Site
from faircopy.lint.rules.address_too_long import MAX_NAME_BYTES, MAX_PATH_BYTES, check_lengths
from faircopy.markdown.document import Document, parse_document
from rulecases import site_of_documents

LONG = MAX_NAME_BYTES * "a"
DEEP = (MAX_PATH_BYTES // 2 - len("index.html") // 2) * "a/"  # with index.html, as long as may be


def found_in(front: str, *, dated: bool = True) -> list[str]:
    document: tuple[Document, bool] = (parse_document("a.md", f"Title: A\nDate: 2018-03-04\n{front}\n\nText.\n"), dated)
    site = Site(unicode_slugs=True)
    found = [one.diagnostic for one in check_lengths(site_of_documents([document], site=site))]
    return [f"{one.line}:{one.column} {one.code}" for one in found]


@pytest.mark.parametrize(
    "front",
    [
        f"Slug: {LONG}",
        f"Slug: x\nTags: {LONG}, short",
        f"Slug: x\nCategory: {LONG}",
        f"Slug: x\nRedirect_from: /{LONG}/, /{LONG}/{LONG}/, /{DEEP}",
        f"Slug: x\nRedirect_from: /{'%61' * MAX_NAME_BYTES}/",
    ],
)
def test_what_has_room_is_allowed(front: str) -> None:
    assert found_in(front) == []


@pytest.mark.parametrize(
    ("front", "place"),
    [
        (f"Slug: {LONG}a", "3:7"),
        (f"Slug: {'ā' * (MAX_NAME_BYTES // 2 + 1)}", "3:7"),
        (f"Slug: x\nTags: short, {LONG}a", "4:14"),
        (f"Slug: x\nTags: {'日' * (MAX_NAME_BYTES // 3 + 1)}", "4:7"),
        (f"Slug: x\nCategory: {LONG}a", "4:11"),
        (f"Slug: x\nRedirect_from: /b/, /{LONG}a/", "4:21"),
        (f"Slug: x\nRedirect_from: /{LONG}.html", "4:16"),
        (f"Slug: x\nRedirect_from: /b{DEEP}", "4:16"),
        (f"Slug: x\nRedirect_from: /{'%c4%81' * (MAX_NAME_BYTES // 2 + 1)}/", "4:16"),
    ],
)
def test_what_has_no_room_is_named(front: str, place: str) -> None:
    assert found_in(front) == [f"{place} FM121"]


def test_a_page_has_the_same_limit() -> None:
    assert found_in(f"Slug: {LONG}a", dated=False) == ["3:7 FM121"]
