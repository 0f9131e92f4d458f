import pytest

from faircopy.checklists.worker import build_of, fetched_by, filled, path_at

SITE = "https://e.org/blog"
SOURCE = 'const FILES = /* files */ [];\nconst BUILD = /* build */ "";\nself.x = FILES;\n'


def test_what_a_page_fetches() -> None:
    html = (
        '<link rel="stylesheet" href="/blog/a.css"><link rel="canonical" href="/no"><script src="../x.js"></script>'
        '<img src="p.png"><img src="p.png"><script type="application/json">{}</script><a href="/blog/no/">no</a>'
    )
    assert fetched_by(html, f"{SITE}/2016/list/") == [
        "https://e.org/blog/a.css",
        "https://e.org/blog/2016/x.js",
        "https://e.org/blog/2016/list/p.png",
    ]


@pytest.mark.parametrize(
    ("url", "path"),
    [
        (f"{SITE}/", ""),
        (f"{SITE}/2016/list/", "2016/list/"),
        (f"{SITE}/a.css?x#y", "a.css"),
        ("https://e.org/blogger/a.css", None),
        ("https://other.org/a.css", None),
    ],
)
def test_an_address_of_ours_is_a_path_below_the_site(url: str, path: str | None) -> None:
    assert path_at(url, SITE) == path


def test_a_worker_is_filled_in_once() -> None:
    made = filled(SOURCE, ["/blog/x/", '/blog/"'], "abc")
    assert made == 'const FILES = [\n "/blog/x/",\n "/blog/\\""\n];\nconst BUILD = "abc";\nself.x = FILES;\n'
    assert filled(made, [], "") is None
    assert filled(SOURCE * 2, [], "") is None


def test_a_build_is_named_after_every_byte() -> None:
    builds = {build_of(files) for files in ([], [("a", b"b")], [("a", b"c")], [("ab", b"")], [("a", b"b"), ("", b"")])}
    assert len(builds) == 5
    assert build_of([("a", b"b")]) == build_of([("a", b"b")])
