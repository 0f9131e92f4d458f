"""What takes another's address: a page with `save_as`, a draft, a copied file. The last stays, as in Pelican."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import faircopy.incremental.incremental_writer
import faircopy.pool
from faircopy.incremental.state import STATE, BuildState
from smallsite import SETTINGS, Site, tree
from stockpelican import StockPelican

pytestmark = pytest.mark.slow

# Of a tag, a category, a list, a post, a page, a feed and an attachment.
PLACES = [
    "tag/b.html",
    "category/bread.html",
    "index.html",
    "p1.html",
    "pages/about.html",
    "feeds/all.xml",
    "picture-p1.png",
]


@pytest.fixture(scope="module")
def pelican() -> Iterator[StockPelican]:
    process = StockPelican()
    yield process
    process.close()


def with_place(place: str, status: str, word: str) -> str:
    slug = f"oh-{PLACES.index(place)}"
    return f"Title: {word}\nDate: 2020-02-02\nStatus: {status}\nSlug: {slug}\nSave_as: {place}\nUrl: x\n\n{word}.\n"


def by_pages(site: Site, word: str) -> None:
    for number, place in enumerate(PLACES):
        site.write(f"content/pages/oh-{number}.md", with_place(place, "published", word))


def by_hidden_pages(site: Site, word: str) -> None:
    for number, place in enumerate(PLACES):
        site.write(f"content/pages/oh-{number}.md", with_place(place, "hidden", word))


def by_articles(site: Site, word: str) -> None:
    for number, place in enumerate(PLACES):
        site.write(f"content/posts/oh-{number}.md", with_place(place, "published", word))


def by_drafts(site: Site, word: str) -> None:
    for number, place in enumerate(PLACES):
        site.write(f"content/posts/oh-{number}.md", with_place(place, "draft", word))


def by_extra_files(site: Site, word: str) -> None:
    # Two files that are copied to one address are so in whatever order Pelican has found them.
    places = [place for place in PLACES if not place.endswith(".png")]
    site.settings["EXTRA_PATH_METADATA"] = {f"extra/oh-{place}": {"path": place} for place in places}
    for place in places:
        site.write(f"content/extra/oh-{place}", word)


def by_extra_files_if_newer(site: Site, word: str) -> None:
    site.settings["STATIC_CHECK_IF_MODIFIED"] = True
    by_extra_files(site, word)


def by_linked_files(site: Site, word: str) -> None:
    site.settings["STATIC_CREATE_LINKS"] = True
    by_extra_files(site, word)


def by_theme(site: Site, word: str) -> None:
    site.settings["THEME_STATIC_DIR"] = "."
    for place in PLACES:
        site.write(f"theme/static/{place}", word)


def by_sources(site: Site, word: str) -> None:
    site.settings |= {"OUTPUT_SOURCES": True, "OUTPUT_SOURCES_EXTENSION": ".html"}
    for number, place in enumerate(PLACES):
        text = with_place(place, "published", word)
        site.write(f"content/pages/oh-{number}.md", text.replace(f"Save_as: {place}", f"Save_as: {place[:-4]}else"))


def by_templates(site: Site, word: str) -> None:
    for number, place in enumerate(PLACES):
        site.write(f"content/oh-{number}.html", f"{word} {{{{ SITENAME }}}}")
        site.settings.setdefault("TEMPLATE_PAGES", {})[f"oh-{number}.html"] = place


TAKERS = [
    by_pages,
    by_hidden_pages,
    by_articles,
    by_drafts,
    by_extra_files,
    by_extra_files_if_newer,
    by_linked_files,
    by_theme,
    by_sources,
    by_templates,
]


class Compared:
    """A site that is built in both ways after each edit."""

    def __init__(self, folder: Path, pelican: StockPelican) -> None:
        self.site = Site(folder)
        self.pelican = pelican

    def check(self) -> None:
        try:
            self.site.build_clean(self.pelican)
        except RuntimeError:
            with pytest.raises(Exception, match=r"."):
                self.site.build()
            return
        self.site.build()
        mine, clean = tree(self.site.folder / "out"), tree(self.site.folder / "clean")
        assert sorted(mine) == sorted(clean)
        assert {name: data for name, data in mine.items() if clean[name] != data} == {}


@pytest.fixture
def compared(tmp_path: Path, pelican: StockPelican) -> Compared:
    return Compared(tmp_path, pelican)


@pytest.fixture
def _in_forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the site had hundreds of pages, and the machine two processors."""
    monkeypatch.setattr(faircopy.pool, "processors", lambda: 2)
    monkeypatch.setattr(faircopy.incremental.incremental_writer, "BATCH_SIZE", 3)
    monkeypatch.setattr(faircopy.incremental.incremental_writer, "MIN_FORKED", 2)


@pytest.mark.parametrize("processors", [1, 2])
def test_the_page_oh_and_the_tag_oh(compared: Compared, processors: int, request: pytest.FixtureRequest) -> None:
    """As in Pelican's own samples."""
    if processors > 1:
        request.getfixturevalue("_in_forks")
    site = compared.site

    def page(word: str) -> None:
        site.write("content/pages/oh.md", f"Title: Oh\nsave_as: tag/oh.html\nurl: tag/oh.html\n\n{word}.\n")

    page("Oh")
    site.post(0, tags="oh, a")
    for text in ("Text", "Text", "Another text"):
        site.post(1, text=text)
        compared.check()
    page("Oh oh")
    compared.check()
    assert "Oh oh" in (site.folder / "out/tag/oh.html").read_text()
    site.post(0, tags="a")
    compared.check()
    site.post(0, tags="oh")
    (site.folder / "content/pages/oh.md").unlink()
    compared.check()


@pytest.mark.usefixtures("_in_forks")
@pytest.mark.parametrize("take", TAKERS)
def test_whoever_takes_whose_address(compared: Compared, take: Callable[[Site, str], None]) -> None:
    site = compared.site
    take(site, "One")
    compared.check()
    site.post(1, title="Changed", text="Changed.")
    compared.check()
    take(site, "Two")
    compared.check()
    for file in sorted((site.folder / "content").rglob("oh-*")):
        if file.is_file():
            file.unlink()
    site.settings = dict(SETTINGS)
    compared.check()


def test_two_that_insist_on_one_address_are_an_error_in_both(compared: Compared) -> None:
    for folder in ("pages", "posts"):
        compared.site.write(f"content/{folder}/oh.md", with_place("index.html", "published", "Oh"))
    with pytest.raises(RuntimeError):
        compared.site.build_clean(compared.pelican)
    compared.check()


def test_what_is_copied_to_a_pages_address_leaves_the_build_before_as_it_was(tmp_path: Path) -> None:
    """A page that stays is the same file in both builds, and Pelican copies into the files that are there."""
    site = Site(tmp_path)
    site.build("before")
    page = (tmp_path / "before/p1.html").read_bytes()
    site.settings[STATE] = BuildState(previous=tmp_path / "before")
    site.build("kept")
    by_extra_files(site, "One")
    site.build("after")
    assert (tmp_path / "after/p1.html").read_text() == "One"
    assert (tmp_path / "before/p1.html").read_bytes() == (tmp_path / "kept/p1.html").read_bytes() == page
