"""Files of earlier builds go when nothing makes them any more, however those builds ended; what nobody built stays."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from faircopy.cache.database import Store
from faircopy.incremental.output_files import names_below
from faircopy.incremental.output_manifest import (
    FilesMergedError,
    OutputManifest,
    journal_of,
    names_before,
    remove_stale,
)
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


def test_two_files_of_which_only_one_can_be_there_end_the_build(site: Site) -> None:
    """As where the file system knows no capitals; here, because two folders are one."""
    for number, folder in enumerate(("Same", "same")):
        site.write(f"content/pages/x{number}.md", f"Title: X\nSlug: x{number}\nSave_as: {folder}/x.html\n\nText\n")
    site.build()  # two, where there are capitals
    assert {"Same/x.html", "same/x.html"} <= tree(site.folder / "out").keys()
    shutil.rmtree(site.folder / "out/Same")
    (site.folder / "out/Same").symlink_to("same")
    with pytest.raises(FilesMergedError, match=r"'Same/x\.html' and 'same/x\.html' are one file here"):
        site.build()


def test_a_page_whose_address_gets_other_capitals_stays(site: Site) -> None:
    page = "Title: X\nSlug: x\nSave_as: {}/x.html\n\nText\n"
    site.write("content/pages/x.md", page.format("Same"))
    site.build()
    (site.folder / "out/same").symlink_to("Same")  # as if they were one
    site.write("content/pages/x.md", page.format("same"))
    site.build()
    assert (site.folder / "out/same/x.html").is_file()


def test_what_is_linked_to_from_elsewhere_is_no_collision(site: Site) -> None:
    """As a program leaves it that finds files which are the same."""
    for name in ("a", "b"):
        site.write(f"content/extra/{name}.txt", "the same")
    site.build()
    (site.folder / "out/extra/b.txt").unlink()
    os.link(site.folder / "out/extra/a.txt", site.folder / "out/extra/b.txt")
    site.build()
    assert {"extra/a.txt", "extra/b.txt"} <= tree(site.folder / "out").keys()
    (site.folder / "content/extra/b.txt").unlink()
    site.build()
    assert "extra/b.txt" not in tree(site.folder / "out")


# The journal of a build that was killed


def journal_with(folder: Path, lines: str | None) -> tuple[Path, Store]:
    output, store = folder / "out", Store(folder / "kept")
    output.mkdir()
    journal = journal_of(output, store)
    if lines is None:
        os.mkfifo(journal)
    else:
        journal.write_text(lines)
    return output, store


def test_the_files_below_a_folder_are_those_that_are_there(tmp_path: Path) -> None:
    for name in ("b/one.html", "b.html", "b/c/two.css", "ä.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "linked.html").symlink_to("b.html")
    (tmp_path / "nowhere.html").symlink_to("gone.html")
    (tmp_path / "again").symlink_to("b")
    assert names_below(tmp_path) == ["b/c/two.css", "b/one.html", "b.html", "linked.html", "ä.txt"]


def test_a_name_in_a_journal_is_believed_when_a_build_has_written_it(tmp_path: Path) -> None:
    output, store = journal_with(tmp_path, "")
    OutputManifest(output, store).note("one.html")
    (output / "one.html").touch()
    assert remove_stale(output, [], store) == ["one.html"]


@pytest.mark.parametrize(
    "line",
    [
        '["../precious.txt", "0123456789abcdef0123456789abcdef"]',
        '["../precious.txt"]',
        '"../precious.txt"',
        "[" * 100_000,
        "7",
        "\ud7ff",
    ],
)
def test_a_name_that_somebody_else_has_put_there_removes_nothing(tmp_path: Path, line: str) -> None:
    (tmp_path / "precious.txt").write_text("precious")
    output, store = journal_with(tmp_path, f"{line}\n")
    assert remove_stale(output, [], store) == []
    assert (tmp_path / "precious.txt").read_text() == "precious"


def test_a_pipe_in_its_place_has_nobody_wait(tmp_path: Path) -> None:
    output, store = journal_with(tmp_path, None)
    written = OutputManifest(output, store)
    written.note("one.html")
    assert list(names_before(output, store)) == ["one.html"]
