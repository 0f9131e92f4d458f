import json
import re

import pytest

from faircopy.checklists.pages.assets import SERVICE_WORKER, read_assets
from faircopy.checklists.pages.worker import (
    BUILD,
    DATA,
    FILES,
    beside,
    build_of,
    data_of_worker,
    fetched_by,
    filled,
    pages_beside,
    path_at,
    worker_at,
    worker_of_data,
)

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


def test_a_worker_is_filled_in() -> None:
    made = filled(SOURCE, ["/blog/x/", '/blog/"'], "abc")
    assert made == 'const FILES = [\n "/blog/x/",\n "/blog/\\""\n];\nconst BUILD = "abc";\nself.x = FILES;\n'
    ours = SERVICE_WORKER.read_text(encoding="utf-8")
    assert (ours.count(FILES), ours.count(BUILD)) == (1, 1)


@pytest.mark.parametrize(
    ("page", "data"),
    [("a/index.html", "a/checklist.json"), ("a/b.html", "a/b.checklist.json"), ("b", "b.checklist.json")],
)
def test_each_page_of_a_folder_has_files_of_its_own(page: str, data: str) -> None:
    assert beside(page, DATA) == data
    assert page in pages_beside(data)
    assert data_of_worker(worker_of_data(data)) == data


@pytest.mark.slow
def test_a_worker_holds_its_page_and_what_it_loads_and_no_more() -> None:
    page = '<checklist-app></checklist-app><link rel="stylesheet" href="x.css"><img src="//elsewhere.org/p.png">'
    files = {"a/b.checklist.json": f'{{"url": "{SITE}/a/b"}}', "a/b.html": page, "a/x.css": "", "a/y.css": ""}
    site = {name: text.encode() for name, text in files.items()}
    modules = {f"{read_assets().folder}/{name}": b"" for name in read_assets().modules}
    made = worker_at("a/b.sw.js", SITE, {**site, **modules}.get)
    assert made is not None
    known = json.loads(re.findall(r"const FILES = (\[.*?\]);", made.decode(), re.DOTALL)[0])
    assert known == ["/blog/a/b", "/blog/a/x.css", *(f"/blog/{module}" for module in modules)]


@pytest.mark.parametrize("lacking", ["a/checklist.json", "a/index.html"])
def test_a_file_that_is_called_like_a_list_has_no_worker(lacking: str) -> None:
    site = {"a/checklist.json": b'{"url": "/a/"}', "a/index.html": b"<p>"}
    assert worker_at("a/sw.js", "", {name: data for name, data in site.items() if name != lacking}.get) is None


def test_a_build_is_named_after_every_byte() -> None:
    builds = {build_of(files) for files in ([], [("a", b"b")], [("a", b"c")], [("ab", b"")], [("a", b"b"), ("", b"")])}
    assert len(builds) == 5
    assert build_of([("a", b"b")]) == build_of([("a", b"b")])
