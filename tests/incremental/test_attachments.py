"""An attached file goes where Pelican would have moved it, whoever makes the text that links to it, and when."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from faircopy import pool
from faircopy.incremental import incremental_writer
from smallsite import TEMPLATES, Site, tree
from stockpelican import StockPelican

pytestmark = pytest.mark.slow
SHARED = "![x]({attach}shared.png)"


@pytest.fixture(scope="module")
def pelican() -> Iterator[StockPelican]:
    process = StockPelican()
    yield process
    process.close()


@pytest.fixture(params=["in this process", "in others"])
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Site:
    if request.param == "in others":
        monkeypatch.setattr(pool, "processors", lambda: 2)
        monkeypatch.setattr(incremental_writer, "MIN_FORKED", 2)
    site = Site(tmp_path)
    site.write("content/posts/shared.png", "shared")
    # A feed would make all texts first.
    site.settings.update(ARTICLE_SAVE_AS="{slug}/index.html", ARTICLE_URL="{slug}/", FEED_ALL_ATOM=None)
    return site


def check(site: Site, pelican: StockPelican) -> None:
    """Compare, also after an edit that leaves most pages as they are."""
    for title in ("Post 3", "Other"):
        site.post(3, title=title)
        site.build_clean(pelican)
        site.build()
        assert tree(site.folder / "out") == tree(site.folder / "clean")


def test_a_file_that_two_posts_attach(site: Site, pelican: StockPelican) -> None:
    for number in (0, 1):
        site.post(number, text=SHARED)
    # The first page that is made has the text of the last post, which is then the first that attaches it.
    site.write("theme/templates/article.html", "{{ articles[-1].content }}" + TEMPLATES["article.html"])
    check(site, pelican)


def test_a_file_that_another_post_links_to_where_it_is(site: Site, pelican: StockPelican) -> None:
    site.settings["STATIC_PATHS"] = ["posts/shared.png"]
    site.post(1, text="[x]({static}/posts/shared.png)")
    site.post(2, text=SHARED)
    site.write("theme/templates/article.html", "{{ articles[-2].content }}" + TEMPLATES["article.html"])
    check(site, pelican)


def test_a_file_that_a_post_and_its_translation_attach(site: Site, pelican: StockPelican) -> None:
    for number, lang in ((1, "en"), (2, "de")):
        site.post(number, slug="same", lang=lang, text=SHARED, more=f"Save_as: same/{lang}.html\n")
    check(site, pelican)


@pytest.mark.parametrize("article", ["{{ article.title }}", "{{ article.summary }}"])
def test_a_text_that_its_own_page_does_not_show(site: Site, pelican: StockPelican, article: str) -> None:
    site.write("theme/templates/article.html", article)
    site.post(1, text=SHARED, more="Summary: short\n")
    site.post(2, slug="other", more="Summary: short\n")
    check(site, pelican)
