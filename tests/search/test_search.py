import gzip
import json
from pathlib import Path
from random import Random

import pytest

from faircopy.cache.database import Session, Store
from faircopy.search.index import NoIndexError, index_files, read_parts, write_index

PAGE = """<!doctype html><html lang="en"><head><title>{0}</title></head>
<body><nav>Everywhere</nav><main {1}><h1>{0}</h1><p>{2}</p></main></body></html>"""


def site(folder: Path) -> Path:
    for name, mark, text in (("one", "data-pagefind-body", "fail2ban"), ("list", "", "a list of all")):
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html").write_text(PAGE.format(name, mark, text))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# Where a page says what Pagefind reads outside of what is marked.
PAGES = {
    "nothing else": "<main data-pagefind-body><h1>One</h1><p>Words</p></main>",
    "a title before": '<header><h1>One</h1><img src="a.png" alt="A"></header><main data-pagefind-body>Words</main>',
    "a title after": '<main data-pagefind-body>Words</main><footer><h1>One</h1><img src="a.png"></footer>',
    "no title": '<img src="a.png"><main data-pagefind-body><p>Words</p></main>',
    "two parts": "<p>No</p><div data-pagefind-body>One</div><p>No</p><section data-pagefind-body>Two</section>",
    "a part in a part": "<div data-pagefind-body>One <p data-pagefind-body>two</p> three</div>",
    "data outside": '<p data-pagefind-meta="kind">Post</p><i data-pagefind-filter="by:A"></i>'
    '<b data-pagefind-sort="date">2024</b><main data-pagefind-body>Words</main>',
    "data before it": '<p data-pagefind-default-meta="kind:Post"></p><main data-pagefind-body>Words</main>',
    "left out outside": '<div data-pagefind-ignore="all"><h1>No</h1></div><main data-pagefind-body><h1>One</h1></main>',
    "left out within": "<main data-pagefind-body>Words<p data-pagefind-ignore>no</p><nav>no</nav></main>",
    "ids": '<h2 id="a">No</h2><main data-pagefind-body id="b"><h2 id="c">One</h2><p>W <b id="d">x</b></p></main>',
    "attributes": '<main data-pagefind-body><a title="A hint" data-pagefind-index-attrs="title">Words</a></main>',
    "weights": '<main data-pagefind-body><p data-pagefind-weight="10">Words</p><p>others</p></main>',
    "signs": "<main data-pagefind-body><h1>R&amp;D &lt;b&gt;</h1>"
    "<pre><code>a &lt; b &amp;&amp; c\n  d</code></pre></main>",
}


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("around", ["<body>{}</body>", "<body data-pagefind-meta='all:yes'>{}</body>"])
def test_a_part_of_a_page_has_the_index_of_the_whole(body: str, around: str) -> None:
    head = '<!doctype html><html lang="mi"><head><title>A page of the site</title><style>h1 {}</style></head>'
    pages = {
        name: f"{head}{around.format(text)}</html>" for name, text in (("a.html", body), ("b.html", f"{body}<p>b</p>"))
    }
    parts = read_parts({name: page.encode() for name, page in pages.items()})
    assert index_files(parts) == index_files(pages)


@pytest.mark.slow
def test_where_no_text_is_new_pagefind_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(Store(tmp_path / "kept"), "code")
    before, after = site(tmp_path / "before"), site(tmp_path / "after")
    write_index(before, session, before)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/bin/false")
    page = after / "one/index.html"
    page.write_text(page.read_text().replace("Everywhere", "Elsewhere"))
    write_index(after, session, before)
    assert files(after / "pagefind") == files(before / "pagefind")
    page.write_text(page.read_text().replace("fail2ban", "words"))
    with pytest.raises(NoIndexError):
        write_index(after, session, before)


def test_an_index_that_somebody_has_changed_is_made_again(tmp_path: Path) -> None:
    session = Session(Store(tmp_path / "kept"), "code")
    before, after = site(tmp_path / "before"), site(tmp_path / "after")
    write_index(before, session, before)
    right = files(before / "pagefind")
    (before / "pagefind/pagefind-entry.json").write_text("{}")
    write_index(after, session, before)
    assert files(after / "pagefind") == right
    assert (before / "pagefind/pagefind-entry.json").read_text() == "{}"  # it is another file


def test_only_what_is_marked_is_indexed(tmp_path: Path) -> None:
    write_index(site(tmp_path))
    entry = json.loads((tmp_path / "pagefind/pagefind-entry.json").read_text())
    assert entry["languages"]["en"]["page_count"] == 1


def test_what_a_page_says_of_its_snippets_is_not_indexed(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    proof = '<p>Words</p><p class="snippet-proof">Parsed by Python</p>'
    page.write_text(PAGE.format("One", "data-pagefind-body", f"</p>{proof}<p>"))
    write_index(tmp_path)
    (fragment,) = [gzip.decompress(data) for name, data in files(tmp_path).items() if "/fragment/" in name]
    assert b"Words" in fragment
    assert b"Parsed" not in fragment


def test_two_indexes_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_index(site(tmp_path / name))
    assert files(tmp_path / "a/pagefind") == files(tmp_path / "b/pagefind")


@pytest.mark.slow
def test_neither_the_file_system_nor_chance_has_a_say(tmp_path: Path, elsewhere: Path) -> None:
    """A folder has an order of its own on each file system: on some, that in which its files have come."""
    found = []
    for number in range(6):
        folder = (elsewhere if number % 2 else tmp_path) / str(number)
        order = sorted(range(40), key=lambda page: (page * (2 * number + 1)) % 41)
        for page in order:
            file = folder / f"p{page}/index.html"
            file.parent.mkdir(parents=True)
            text = PAGE.format(page, "data-pagefind-body", f"fail2ban number{page} {'salt ' * page}")
            file.write_text(text.replace('lang="en"', f'lang="{("en", "de", "mi")[page % 3]}"'))
        write_index(folder)
        found.append(files(folder / "pagefind"))
    assert all(one == found[0] for one in found)


def test_where_no_page_is_marked_none_is_found(tmp_path: Path) -> None:
    """Pagefind would take all pages, also that of a hidden post."""
    page = tmp_path / "hidden/index.html"
    page.parent.mkdir()
    page.write_text(PAGE.format("hidden", "", "Says <code>data-pagefind-body</code>."))
    write_index(tmp_path)
    index = files(tmp_path / "pagefind")
    assert "pagefind.js" in index
    assert not [name for name in index if name.startswith(("fragment/", "index/"))]


def test_no_more_is_written_than_a_search_asks_for(tmp_path: Path) -> None:
    write_index(site(tmp_path))
    assert not [name for name in files(tmp_path / "pagefind") if "ui" in name or "highlight" in name]


@pytest.mark.slow
def test_a_large_site_has_an_index_too(tmp_path: Path) -> None:
    """Pagefind's service for Python waits for ever for one of more than 2 MiB."""
    chance = Random(1)  # noqa: S311  # the same texts each time
    for number in range(300):
        page = tmp_path / f"p{number}/index.html"
        page.parent.mkdir()
        page.write_text(PAGE.format(number, "data-pagefind-body", chance.randbytes(9000).hex(" ", 60)))
    write_index(tmp_path)
    index = files(tmp_path / "pagefind")
    assert sum(map(len, index.values())) > 2**21
    assert len([name for name in index if name.startswith("fragment/")]) == 300


@pytest.mark.parametrize(
    ("program", "words"),
    [("kill -9 $$", "status -9: it said nothing"), ("echo one; echo two >&2; exit 3", "status 3: two")],
)
def test_where_pagefind_fails_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, words: str
) -> None:
    file = tmp_path / "pagefind.sh"
    file.write_text(f"#!/bin/sh\n{program}\n")
    file.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(file))
    with pytest.raises(NoIndexError, match=words):
        write_index(site(tmp_path / "site"))


def test_nobody_else_has_a_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither settings where the build runs, nor the environment."""
    (tmp_path / "pagefind.toml").write_text('root_selector = "nav"\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAGEFIND_EXCLUDE_SELECTORS", "main")
    write_index(site(tmp_path / "a"))
    monkeypatch.undo()
    write_index(site(tmp_path / "b"))
    assert files(tmp_path / "a/pagefind") == files(tmp_path / "b/pagefind")


def test_a_site_without_pages_has_no_index(tmp_path: Path) -> None:
    write_index(tmp_path)
    assert not files(tmp_path)
