"""Files of earlier builds go when nothing makes them any more, however those builds ended; what nobody built stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from smallsite import TEMPLATES, Site, tree
from stockpelican import StockPelican

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def pelican() -> Iterator[StockPelican]:
    process = StockPelican()
    yield process
    process.close()


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.build()
    (site.folder / "out/mine.txt").write_text("not from a build")
    return site


def differing(site: Site, pelican: StockPelican) -> list[str]:
    site.build_clean(pelican)
    site.build()
    mine, clean = tree(site.folder / "out"), tree(site.folder / "clean")
    return sorted(name for name in mine.keys() | clean.keys() if mine.get(name) != clean.get(name))


def fail_halfway(site: Site) -> None:
    """Have a new post, and a build that fails when it has written it."""
    site.post(5, slug="p5", date="2019-01-01")
    # After all articles.
    site.write("theme/templates/index.html", "{% if articles_page.number == 2 %}{{ nothing.there }}{% endif %}")
    with pytest.raises(Exception, match=r"nothing"):
        site.build()
    assert (site.folder / "out/p5.html").exists()
    site.write("theme/templates/index.html", TEMPLATES["index.html"])
    (site.folder / "content/posts/p5.md").unlink()


def test_what_a_build_that_failed_has_written(site: Site, pelican: StockPelican) -> None:
    fail_halfway(site)
    assert differing(site, pelican) == ["mine.txt"]


def test_a_damaged_note_of_it_names_nothing(site: Site, pelican: StockPelican) -> None:
    fail_halfway(site)
    (journal,) = (site.folder / "cache").glob("writing-*")
    noted = journal.read_text(encoding="utf-8").replace("p5.html", "mine.txt")
    journal.write_text(f'["../word.txt", "5"]\nmine.txt\n[]\n"mine.txt"\n{noted}["p5.html', encoding="utf-8")
    assert differing(site, pelican) == ["mine.txt", "p5.html"]
    assert (site.folder / "word.txt").exists()
    assert not journal.exists()


def test_attachments_that_are_not_there_any_more(site: Site, pelican: StockPelican) -> None:
    (site.folder / "content/posts/picture-p2.png").unlink()
    assert differing(site, pelican) == ["mine.txt"]


def test_sources_that_are_copied(site: Site, pelican: StockPelican) -> None:
    site.settings["OUTPUT_SOURCES"] = True
    site.post(3, slug="other")
    assert differing(site, pelican) == ["mine.txt"]
    site.post(3)
    assert differing(site, pelican) == ["mine.txt"]
