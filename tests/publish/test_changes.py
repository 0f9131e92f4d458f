from collections.abc import Iterable

import pytest

from faircopy.publish.changes import Changes, compare
from faircopy.publish.diff import NOTHING, diff_lines, word_diff
from faircopy.publish.guards.allowed_addresses import check_gone
from faircopy.publish.guards.removed_addresses import check_removed

GENERATED = ("theme/", "cards/")
SITEURL = "https://example.org/blog"
BEFORE = {"index.html": "1", "a/index.html": "1", "a/picture.png": "1", "feeds/all.json": "1", "theme/1/style.css": "1"}


def changes(after: dict[str, str], redirects: dict[str, str] | None = None) -> Changes:
    return compare(BEFORE, after, redirects or {}, GENERATED)


def without(*names: str) -> dict[str, str]:
    return {name: blob for name, blob in BEFORE.items() if name not in names}


def test_nothing_has_changed() -> None:
    assert changes(BEFORE) == Changes((), (), (), {}, 0)


def test_each_file_is_new_changed_removed_or_moved() -> None:
    after = {**without("a/picture.png", "theme/1/style.css"), "b/index.html": "1", "feeds/all.json": "2"}
    after |= {"a/index.html": "2", "theme/2/style.css": "1", "CNAME": "1", ".nojekyll": "1", "build.json": "1"}
    assert changes(after, {"a/index.html": "/b/"}) == Changes(
        ("b/index.html",), ("feeds/all.json",), ("a/picture.png",), {"a/index.html": "/b/"}, 2
    )


@pytest.mark.parametrize(
    ("removed", "redirects", "gone", "named"),
    [
        ([], {}, [], []),
        (["a/index.html", "a/picture.png"], {}, [], ["/a/"]),
        (["a/index.html", "a/picture.png"], {}, ["/a/"], []),
        (["a/index.html", "a/picture.png"], {}, [f"{SITEURL}/a/"], []),
        (["a/picture.png"], {}, [], ["/a/picture.png"]),
        (["a/picture.png"], {}, ["a/picture.png"], []),
        (["a/picture.png"], {"a/index.html": "/b/"}, [], []),
        (["feeds/all.json"], {}, ["/feeds/"], ["/feeds/all.json"]),
        (["theme/1/style.css"], {}, [], []),
    ],
)
def test_an_address_that_would_be_gone(
    removed: list[str], redirects: dict[str, str], gone: list[str], named: list[str]
) -> None:
    after = {**without(*removed), **dict.fromkeys(redirects, "2")}
    found = check_removed(changes(after, redirects), BEFORE, dict.fromkeys(gone, "why"), SITEURL, "gh-pages")
    assert [one.message for one in found] == [f"'{url}' would be gone" for url in named]


@pytest.mark.parametrize(
    ("expected", "hint"),
    [("/a/", None), (f"{SITEURL}/a/", None), ("/aa/", "did you mean '/a/'?"), ("zzz", "leave it out")],
)
def test_what_may_go_is_about_to_go(expected: str, hint: str | None) -> None:
    found = list(check_gone([expected], changes(without("a/index.html", "a/picture.png")), SITEURL))
    assert [one.hint for one in found] == ([hint] if hint else [])


def test_the_page_of_a_tag_that_no_post_has_is_told_as_that() -> None:
    found = Changes((), (), ("tag/a/index.html", "b/index.html"), {}, 1)
    names = ("tag/a/index.html", "b/index.html", "c/index.html")
    (tag, other) = check_removed(found, names, {}, SITEURL, "gh-pages", {"tag/": "tag"})
    assert tag.hint.startswith("no post has this tag any more: give it to one, or publish with --allow-gone /tag/a/ ")
    assert other.hint.startswith("give the new page 'Redirect_from: /b/'")


OLD = {
    "a/index.html": b"<title>A</title><p>One two three four five six seven eight nine.",
    "b/index.html": b"<p class=x>The same",
    "c.css": b"x",
}
NEW = {
    "a/index.html": b"<title>A</title><p>One two three four FIVE six seven eight nine. Ten.<script>x()</script>",
    "b/index.html": b"<p class=y>The same<style>p {}</style>",
    "c.css": b"y",
}


def lines(found: Changes, *, diff: bool = False) -> Iterable[str]:
    return list(diff_lines(found, OLD.__getitem__, NEW.__getitem__, diff=diff))


def test_changes_are_shown_as_a_reader_sees_them() -> None:
    found = Changes(("n/index.html",), tuple(sorted(OLD)), ("r.png",), {"m/index.html": "/a/"}, 1)
    assert lines(found) == [
        "new      /n/",
        "changed  /a/",
        "changed  /c.css",
        "moved    /m/ -> /a/",
        "removed  /r.png",
        "1 page with the same words, in another form",
        "1 file of the theme, the search and the pictures",
    ]
    assert lines(Changes((), (), (), {}, 0)) == [NOTHING]


def test_words_are_shown_on_request() -> None:
    assert lines(Changes((), ("a/index.html",), (), {}, 0), diff=True) == [
        "changed  /a/",
        "         … One two three four [-five-] {+FIVE+} six seven eight nine. {+Ten.+} …",
    ]


def test_distant_changes_have_a_line_each() -> None:
    old = [str(number) for number in range(40)]
    assert list(word_diff(old, ["x", *old[1:39], "y"])) == ["… [-0-] {+x+} 1 2 3 4 …", "… 35 36 37 38 [-39-] {+y+} …"]
