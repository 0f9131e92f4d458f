"""A page is rendered again when something that it reads has changed, and only then."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import faircopy.incremental.plugin
from children import started
from faircopy.incremental.report import BuildReport
from faircopy.incremental.state import STATE, BuildState
from smallsite import PLUGIN, TEMPLATES, Site, tree
from stockpelican import build
from waiting import wait_until

pytestmark = pytest.mark.slow

# Both pages of the list, the tag's, and so on: what lists articles.
ALL = {
    *("archives.html", "index.html", "index2.html", "tags.html", "categories.html", "authors.html"),
    *("p0.html", "p1.html", "p2.html", "p3.html", "pages/about.html"),
    *("tag/a.html", "tag/b.html", "tag/python.html", "tag/python2.html"),
    *("category/bread.html", "category/butter.html", "author/someone.html", "author/someone2.html"),
}
# They list other articles, or none.
WITHOUT_THE_NEWEST = {
    *("author/someone.html", "author/someone2.html", "authors.html", "categories.html"),
    *("category/bread.html", "tag/a.html", "tag/b.html", "tag/python.html"),
}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    rendered(site)
    return site


def rendered(site: Site) -> dict[str, str]:
    """Build, and return the pages that were made anew, with the reasons."""
    report = BuildReport()
    site.write("siteplugin.py", site.code)
    build(
        {**site.all_settings("out"), "PLUGINS": [faircopy.incremental.plugin], STATE: BuildState(report=report)},
        site.code,
    )
    assert {*report.kept, *report.rendered} == {name for name in report.written if name.endswith(".html")}
    return report.rendered


def test_what_is_unchanged_stays_with_its_time(site: Site) -> None:
    times = {file: file.stat().st_mtime_ns for file in (site.folder / "out").rglob("*.html")}
    assert rendered(site) == {}
    assert {file: file.stat().st_mtime_ns for file in (site.folder / "out").rglob("*.html")} == times


def post(**fields: object) -> Callable[[Site], None]:
    return lambda site: site.post(3, **fields)


@pytest.mark.parametrize(
    ("edit", "made", "why"),
    [
        # Its own page, and those that show its text: the index, its tag, its category.
        (
            post(text="Other."),
            {"p3.html", "index.html", "tag/python2.html", "category/butter.html"},
            "'content' of Article:posts/p3.md has changed",
        ),
        # A title is in the navigation of each page whose newest articles it is among.
        (post(title="Other"), ALL - WITHOUT_THE_NEWEST, "'title' of Article:posts/p3.md has changed"),
        (post(more="Mood: good"), {"p3.html"}, "'shout' returns something else"),
        (
            lambda site: site.write("theme/templates/tags.html", TEMPLATES["tags.html"] + "!"),
            {"tags.html"},
            "the template 'tags.html' has changed",
        ),
        (
            lambda site: site.write("theme/templates/foot-index.html", "!"),
            {"index.html", "index2.html"},
            "the template 'foot-index.html' has changed",
        ),
        (
            lambda site: site.write("word.txt", "other"),
            {"p0.html", "p1.html", "p2.html", "p3.html"},
            "word.txt' has changed",
        ),
        (lambda site: site.write("content/extra/new.txt", ""), set(), ""),
        (
            lambda site: (site.folder / "out/p1.html").write_text("damaged"),
            {"p1.html"},
            "its file is not what was written",
        ),
        (lambda site: (site.folder / "out/p1.html").unlink(), {"p1.html"}, "its file is not what was written"),
    ],
)
def test_only_what_reads_it_is_made_anew(site: Site, edit: Callable[[Site], Any], made: set[str], why: str) -> None:
    edit(site)
    found = rendered(site)
    assert set(found) == made
    assert why in " ".join(found.values())
    assert rendered(site) == {}


def test_what_nobody_can_tell_is_rendered_each_time(site: Site) -> None:
    site.write("theme/templates/tags.html", "{{ range(1000)|random }}")
    rendered(site)
    assert rendered(site) == {"tags.html": "each time: nobody can tell what the filter 'random' reads"}


def test_changed_code_makes_everything_anew(site: Site) -> None:
    site.code = PLUGIN.replace('"one"', '"two"')
    assert set(rendered(site)) == ALL


def test_what_is_taken_back_is_made_anew_as_well(site: Site) -> None:
    before = tree(site.folder / "out")
    site.post(3, title="Other")
    assert "p3.html" in rendered(site)
    site.post(3)
    assert "p3.html" in rendered(site)
    assert tree(site.folder / "out") == before


def test_a_variable_that_is_a_page_s_own_now(site: Site) -> None:
    """What all pages share under that name has not changed."""
    site.settings["FOOT"] = "shared"
    site.code = PLUGIN.replace(
        "def register():",
        "def write_more(generator, writer):\n"
        "    word = Path(generator.settings['PATH']).parent / 'word.txt'\n"
        "    own = {'FOOT': 'own'} if word.read_text() == 'own' else {}\n"
        "    writer.write_file('more.html', generator.get_template('foot'), generator.context, **own)\n"
        "\n\ndef register():\n"
        "    signals.article_writer_finalized.connect(write_more)",
    )
    rendered(site)
    assert "shared" in (site.folder / "out/more.html").read_text()
    site.write("word.txt", "own")
    assert rendered(site)["more.html"] == "'FOOT' is its own now"
    assert "own" in (site.folder / "out/more.html").read_text()


def test_gone_files_go_and_others_stay(site: Site) -> None:
    (site.folder / "out/mine.txt").write_text("not from a build")
    (site.folder / "content/posts/p1.md").unlink()
    rendered(site)
    names = set(tree(site.folder / "out"))
    assert "p1.html" not in names
    assert "category/butter.html" in names
    assert "mine.txt" in names


@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_nothing_is_written_through_a_link(site: Site, link: Callable[[Path, Path], None]) -> None:
    """As a backup may have, or a second output folder."""
    page, other = site.folder / "out/p3.html", site.folder / "other.html"
    before = page.read_bytes()
    page.rename(other)
    link(other, page)
    site.post(3, text="Other.")
    assert "p3.html" in rendered(site)
    assert other.read_bytes() == before != page.read_bytes()


def test_a_page_in_whose_place_is_something_else_is_written_again(site: Site) -> None:
    """Such as a link to the same bytes, which somebody else may change any time."""
    link, pipe = site.folder / "out/p3.html", site.folder / "out/p2.html"
    before = link.read_bytes()
    link.rename(site.folder / "other.html")
    link.symlink_to(site.folder / "other.html")
    pipe.unlink()
    os.mkfifo(pipe)
    assert set(rendered(site)) == {"p2.html", "p3.html"}
    assert link.read_bytes() == before
    assert not link.is_symlink()
    assert pipe.is_file()


def test_a_page_that_changes_stays_the_same_file(site: Site) -> None:
    """A new one for each page takes longer, above all where many files have just been removed."""
    page = site.folder / "out/p3.html"
    before = page.stat().st_ino
    site.post(3, text="Other.")
    assert "p3.html" in rendered(site)
    assert page.stat().st_ino == before


@pytest.mark.parametrize("number", [0, 1, 2, 4, 6])
def test_a_killed_build_leaves_nothing_that_the_next_believes(site: Site, number: int) -> None:
    """Killed as soon as so many pages, and perhaps some more, are written."""
    old = sorted(file for file, data in tree(site.folder / "out").items() if b"Same" in data)
    assert len(old) == 6
    site.settings["SITENAME"] = "Another"
    settings = site.all_settings("out")
    code = "import json, sys, faircopy.incremental.plugin, stockpelican; settings, code = json.load(sys.stdin);"
    code += "stockpelican.build({**settings, 'PLUGINS': [faircopy.incremental.plugin]}, code)"
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    with started([sys.executable, "-c", code], environment=environment, stdin=subprocess.PIPE) as process:
        assert process.stdin
        process.stdin.write(json.dumps([settings, site.code]))
        process.stdin.close()
        wait_until(
            lambda: sum(b"Another" in (site.folder / "out" / name).read_bytes() for name in old) >= number,
            f"{number} pages are written",
        )
        process.kill()
        process.wait()
    rendered(site)
    mine = tree(site.folder / "out")
    clean = {**site.all_settings("clean")}
    build(clean, site.code)
    assert mine == tree(site.folder / "clean")
