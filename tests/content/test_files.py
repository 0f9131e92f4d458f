from typing import Any

import pytest

from faircopy.content.files import Texts, files_linked, is_named, unpublished_files

FILES = [
    "extra/CNAME",
    "images/both.png",
    "images/held.png",
    "images/nobody.png",
    "images/public.png",
    "posts/flat.png",
    "posts/held/deep/er/data.csv",
    "posts/held/index.md",
    "posts/held/wanted.png",
    "posts/public/data.csv",
    "posts/public/index.md",
    "posts/shared/data.csv",
]


def texts(**changes: Any) -> Texts:
    values: dict[str, Any] = {
        "public": {"posts/public/index.md", "posts/shared/one.md"},
        "unpublished": {"posts/held/index.md", "posts/shared/two.md", "posts/draft.md"},
        "wanted": {"images/both.png", "images/public.png", "posts/held/wanted.png"},
        "linked_by_unpublished": {"images/both.png", "images/held.png", "extra/CNAME"},
        "addressed": {"extra/CNAME"},
        "roots": [".", "posts", "pages"],
    }
    return Texts(**{**values, **changes})


def test_what_only_held_texts_want_or_have_beside_them_is_withheld() -> None:
    assert [*unpublished_files(FILES, texts())] == [
        "images/held.png",
        "posts/held/deep/er/data.csv",
        "posts/held/index.md",
    ]


def test_no_setting_gives_an_address_to_what_stands_beside_a_held_text() -> None:
    addressed = {"posts/held/deep/er/data.csv"}
    assert "posts/held/deep/er/data.csv" in unpublished_files(FILES, texts(addressed=addressed))


def test_where_nothing_is_held_nothing_is_withheld() -> None:
    everything = {"posts/public/index.md", "posts/held/index.md"}
    assert [*unpublished_files(FILES, texts(public=everything, unpublished=set(), linked_by_unpublished=set()))] == []


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("![x]({static}/images/a.png)", ["images/a.png"]),
        ("![x]({attach}a%20b.png) [y](|attach|../b.png 'T')", ["posts/x/a b.png", "posts/b.png"]),
        ('<img src="{static}/c.png?x#y">', ["c.png"]),
        ("[x](https://example.org/a.png), {no}thing", []),
    ],
)
def test_links_are_found_in_what_has_not_been_read(text: str, links: list[str]) -> None:
    assert [*files_linked("posts/x/index.md", text)] == links


@pytest.mark.parametrize(
    ("words", "is_there"),
    [
        ('<img src="/images/a.png">', True),
        ("<a href='https://example.org/blog/images/a.png?x'>", True),
        ("{'image': 'images/a.png'}", True),
        ('<img src="/more/images/a.png">', False),
        ('<img src="/images/a.png.bak">', False),
        ("", False),
    ],
)
def test_a_file_may_be_linked_to_without_any_sign(words: str, is_there: bool) -> None:
    assert is_named("images/a.png", words, "https://example.org/blog") is is_there
