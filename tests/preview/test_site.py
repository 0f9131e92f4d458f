"""The site in memory answers what a build would have written, whatever was edited."""

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from faircopy.build.build import BuildFailedError, build_site
from faircopy.build.swap import MARKER
from faircopy.preview.model import SiteChange
from faircopy.preview.site import PreviewSite
from ownsite import own_site

pytestmark = pytest.mark.slow

ADDRESS = {"SITEURL": "http://127.0.0.1:8000", "FEED_DOMAIN": "http://127.0.0.1:8000"}
POST = "content/posts/2017/knocking/index.md"
LIST = "content/posts/2017/moving-a-server/index.md"
OTHER = "content/posts/2015/windows/index.md"
CHART = "content/posts/2015/windows/panes.csv"
PAGE = "content/pages/about.md"
CODE = ("plugins/faircopy/metadata/dates.py", "plugins/faircopy/checklists/web/static/checklist.css")


class Author:
    """Somebody who writes, and looks at both the preview and a build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = folder / "pelicanconf.py"
        self.site = PreviewSite(self.settings, folder / "preview", ADDRESS)

    def edit(self, name: str, old: str, new: str) -> SiteChange:
        file = self.folder / name
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self.site.load_changes([file])

    def differences(self) -> list[str]:
        """Return every address where the preview does not answer what a build writes."""
        output = self.folder / "built"
        build_site(self.settings, output, ADDRESS)
        files = [file for file in output.rglob("*") if file.is_file() and file.name != MARKER]
        assert len(files) > 80
        return [
            name for file in files if self.at(name := file.relative_to(output).as_posix()) != (200, file.read_bytes())
        ]

    def at(self, name: str) -> tuple[int, bytes]:
        answer = self.site.answer(name.removesuffix("index.html"))
        return answer.status, answer.body

    def everything(self) -> dict[str, tuple[int, bytes]]:
        """Return what the preview answers at each address that it makes a file for."""
        outputs = self.site.in_memory.outputs
        return {name: self.at(name) for name in (*outputs.pages, *outputs.files)}

    def codes(self) -> set[str]:
        return {problem.code for problem in self.site.problems()}


def site_with_a_chart(folder: Path) -> Path:
    site = own_site(folder)
    for name in CODE:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, site / name)
    (site / CHART).write_text("Side,Panes,Count of panes\nNorth,2,two\nSouth,9,nine\n", encoding="utf-8")
    with (site / OTHER).open("a", encoding="utf-8") as post:
        post.write('\n![Two panes in the north, nine in the south.](panes.csv "Panes by side"){.chart .bars}\n')
    return site


def add(author: Author, name: str, text: str) -> SiteChange:
    file = author.folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return author.site.load_changes([file])


@pytest.fixture(scope="module")
def kept_by_previews(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one preview and one build have kept for the next ones."""
    folder = site_with_a_chart(tmp_path_factory.mktemp("kept") / "site")
    with contextlib.chdir(folder):
        assert Author(folder).differences() == []
    return folder / ".cache"


@pytest.fixture
def author(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept_by_previews: Path) -> Author:
    folder = site_with_a_chart(tmp_path / "site")
    shutil.copytree(kept_by_previews, folder / ".cache")
    monkeypatch.chdir(folder)
    return Author(folder)


def test_every_address_answers_what_a_build_writes(author: Author) -> None:
    assert author.differences() == []
    assert author.site.problems() == []
    assert author.at("no/such/page/")[0] == 404
    assert author.at("no/such/page/")[1] == author.at("404.html")[1]
    author.site.warm_up()
    assert author.differences() == []


def test_of_two_at_one_address_the_preview_shows_the_one_that_a_build_writes_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site_with_a_chart(tmp_path / "site")
    monkeypatch.chdir(folder)
    addressed = {"pages/plain.md": {"save_as": "robots.txt", "url": "robots.txt"}}
    with (folder / "pelicanconf.py").open("a") as settings:
        copied = {"extra/own.html": {"path": "archives/index.html"}}
        settings.write(f"EXTRA_PATH_METADATA = {addressed | copied!r}\n")
    (folder / "content/extra").mkdir(exist_ok=True)
    (folder / "content/extra/own.html").write_text("<!doctype html><title>Own</title>")
    (folder / "content/pages/plain.md").write_text("Title: Plain\nSlug: plain\nSummary: S\n\nText.\n")
    author = Author(folder)
    assert author.differences() == []
    assert author.at("archives/") == (200, b"<!doctype html><title>Own</title>")
    assert author.at("robots.txt")[1].startswith(b"User-agent")


EDITS = {
    "text": (POST, "let in", "ever let in"),
    "title": (POST, "Title: ", "Title: New: "),
    "tags": (POST, "Tags: ", "Tags: linux, brand new, "),
    "date": (POST, "Date: 2017", "Date: 2016"),
    "slug": (POST, "Slug: knocking", "Slug: knocked"),
    "a hint of the list": (LIST, "**Why:**", "**Why:** as"),
    "page": (PAGE, "the", "all the"),
    "template": ("theme/templates/partials/site_footer.html", "<", "<!-- x --><"),
    "style": ("theme/static/css/style.css", ":root", "html{outline:0}\n:root"),
    "data of a chart": (CHART, "\n", " \n"),
}


def test_after_each_edit_it_still_does(author: Author) -> None:
    """One after the other, as an author does: after the first, all pages have been asked for."""
    author.site.answer("2017/09/knocking/")
    for what, edit in EDITS.items():
        assert author.edit(*edit).changed, what
        assert author.differences() == [], what
        assert author.site.problems() == [], what


def test_text_after_text_after_title(author: Author) -> None:
    for old, new in (("let in", "let out"), ("let out", "let go"), ("Title: ", "Title: A "), ("let go", "let off")):
        author.edit(POST, old, new)
    assert author.differences() == []


def test_a_new_post_and_a_gone_one(author: Author) -> None:
    post = author.folder / "content/posts/2026/new/index.md"
    for status, path in (("published", "2020/02/new/"), ("draft", "drafts/new/")):
        post.parent.mkdir(parents=True)
        fields = f"Title: New\nDate: 2020-02-02\nSlug: new\nCategory: Personal\nSummary: Is it?\nStatus: {status}"
        post.write_text(f"{fields}\n\nIt is.\n")
        assert author.site.load_changes([post.parent]).changed
        assert b"It is." in author.at(path)[1]
        assert author.differences() == [], status
        shutil.rmtree(post.parent)
        assert author.site.load_changes([post.parent]).changed
        assert author.at(path)[0] == 404
        assert author.differences() == [], status


def test_an_error_leaves_the_last_good_page(author: Author) -> None:
    author.edit(POST, "let in", "ever let in")
    for old, new, code in (
        ("Date: ", "Date: the ", "FM103"),
        ('"front",', '"front"', "SN430"),
        ("Title: ", "Tilte: ", "FM101"),
    ):
        good = author.at("2017/09/knocking/")
        author.edit(POST, old, new)
        assert author.at("2017/09/knocking/") == good
        assert code in author.codes()
        # Others can be edited meanwhile.
        author.edit(PAGE, "Title: ", f"Title: {code} ")
        assert f"{code} ".encode() in author.at("about/")[1]
        assert author.at("2017/09/knocking/") == good
        author.edit(POST, new, old)
        assert author.codes() == set()
        assert author.differences() == [], code


def test_a_broken_template_leaves_the_last_good_page(author: Author) -> None:
    good = author.at("2017/09/knocking/")
    author.edit("theme/templates/article.html", "{% extends", "{% no such thing %}{% extends")
    assert author.at("2017/09/knocking/") == good
    assert author.codes() == {"SB903"}
    assert author.at("about/")[0] == 200
    author.edit("theme/templates/article.html", "{% no such thing %}", "")
    assert author.at("2017/09/knocking/") == good
    assert author.codes() == set()


def test_what_is_still_broken_is_not_said_to_be_mended(author: Author) -> None:
    author.at("2017/09/knocking/")
    author.edit("theme/templates/article.html", "{% block content %}", "{% block content %}{{ 1/0 }}")
    author.at("2017/09/knocking/")
    author.edit(PAGE, "Title: ", "Title: All ")
    assert author.codes() == {"SB903"}


def test_a_page_that_could_never_be_made_says_why(author: Author) -> None:
    lines = (ROOT / "theme/templates/article.html").read_text("utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "{% block content %}" in text)
    author.edit("theme/templates/article.html", "{% block content %}", "{% block content %}{{ 1/0 }}")
    status, body = author.at("2017/09/knocking/")
    assert status == 500
    assert f"theme/templates/article.html:{line}: error SB903 ZeroDivisionError".encode() in body
    author.edit("theme/templates/article.html", "{{ 1/0 }}", "")
    assert author.at("2017/09/knocking/")[0] == 200


def test_a_picture_that_is_missing_is_named_where_it_is_shown(author: Author) -> None:
    author.edit(POST, "\n\n", "\n\n![A rack]({attach}rack.png) [x]({filename}/nowhere.md)\n\n")
    author.edit(PAGE, "the", "all the")  # and again after another edit
    problems = [(one.path, one.code, one.message) for one in author.site.problems()]
    assert problems == [
        (POST, "PR201", "there is no 'posts/2017/knocking/rack.png' in the content folder"),
        (POST, "PR201", "there is no 'nowhere.md' in the content folder"),
    ]
    author.edit(POST, "![A rack]({attach}rack.png) [x]({filename}/nowhere.md)\n\n", "")
    assert author.codes() == set()


def test_a_question_is_seen_before_it_is_recorded(author: Author) -> None:
    author.edit(LIST, "When was a backup last restored?", "When was the last backup restored?")
    assert author.codes() == set()
    assert b"When was the last backup restored?" in author.at("2017/01/moving-a-server/")[1]
    assert b"When was the last backup restored?" in author.at("2017/01/moving-a-server/checklist.json")[1]
    assert [one.code for one in author.site.findings(author.folder / LIST)] == ["CL324"]
    with pytest.raises(BuildFailedError):
        author.differences()


def test_a_post_is_found_by_its_address_and_the_other_way_round(author: Author) -> None:
    source = author.folder / OTHER
    assert author.site.source_of("2015/08/windows/") == source
    assert author.site.source_of("archives/") is None
    author.edit(OTHER, "Slug: windows", "Slug: windows\nStatus: draft")
    assert author.site.source_of("2015/08/windows/") is None
    assert author.site.path_of(source) == "drafts/windows/"
    assert author.site.path_of(author.folder / "no.md") is None
    author.edit(OTHER, "Status: draft\n", "")
    # As `make rename` does, and seen at two looks.
    folder = source.parent.rename(source.parent.with_name("panes"))
    author.site.load_changes([source.parent])
    author.site.load_changes([folder])
    author.edit("content/posts/2015/panes/index.md", "Slug: windows", "Slug: panes")
    assert author.site.path_of(source) == "2015/08/panes/"


def test_settings_that_pelican_cannot_begin_with_are_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site_with_a_chart(tmp_path / "site")
    monkeypatch.chdir(folder)
    with (folder / "pelicanconf.py").open("a") as settings:
        settings.write("\nTIMEZONE = 'Pacific/Nowhere'\n")
    with pytest.raises(BuildFailedError) as failed:
        Author(folder)
    assert "Pacific/Nowhere" in str(failed.value.diagnostics[0])


def test_two_posts_at_one_address_leave_the_last_good_site(author: Author) -> None:
    good = author.at("2017/09/knocking/")
    author.edit(LIST, "Slug: moving-a-server", "Slug: knocking")
    author.edit(LIST, "Date: 2017-01", "Date: 2017-09")
    assert author.codes() != set()
    assert author.at("2017/09/knocking/") == good


def test_a_post_that_is_wrong_from_the_start_is_left_out_until_it_is_mended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site_with_a_chart(tmp_path / "site")
    monkeypatch.chdir(folder)
    post = folder / OTHER
    text = post.read_text(encoding="utf-8")
    post.write_text(text.replace("Date: ", "Date: the "), encoding="utf-8")
    author = Author(folder)
    assert author.codes() >= {"FM103"}
    assert author.at("2015/08/windows/")[0] == 404
    assert author.at("2017/09/knocking/")[0] == 200
    post.write_text(text, encoding="utf-8")
    author.site.load_changes([post])
    assert author.codes() == set()
    assert author.differences() == []


@pytest.mark.parametrize(
    "name",
    ["pelicanconf.py", *CODE],
)
def test_code_and_settings_want_a_new_process(author: Author, name: str) -> None:
    assert author.edit(name, "\n", "\n\n").restart


@pytest.mark.parametrize("name", ["pelicanconf.py", "spelling.txt"])
def test_settings_that_are_only_touched_want_none(author: Author, name: str) -> None:
    file = author.folder / name
    data = file.read_bytes()
    file.touch()
    assert author.site.load_changes([file]) == SiteChange()
    assert author.site.load_changes() == SiteChange()
    # As editors write them: a new file takes the place of the old one.
    (author.folder / "new").write_bytes(data)
    (author.folder / "new").rename(file)
    assert author.site.load_changes([file]) == SiteChange()
    # It was away when somebody looked.
    file.unlink()
    assert author.site.load_changes([file]).restart
    file.write_bytes(data)
    assert author.site.load_changes([file]).restart


@pytest.mark.parametrize("name", ["content/.index.md.swp", "content/posts/2017/knocking/index.md~", "theme/.x"])
def test_what_an_editor_leaves_is_nothing_new(author: Author, name: str) -> None:
    (author.folder / name).write_text("x")
    assert author.site.load_changes([author.folder / name]) == SiteChange()


@pytest.mark.parametrize(
    "look", [lambda author, file: author.site.load_changes([file]), lambda author, _: author.site.load_changes()]
)
def test_a_changed_style_is_all_that_has_changed(author: Author, look: Callable[[Author, Path], SiteChange]) -> None:
    style = author.folder / "theme/static/css/style.css"
    style.write_text(style.read_text(encoding="utf-8") + "p { color: red; }\n", encoding="utf-8")
    taken = look(author, style)
    assert [name.rpartition("/")[2] for name in taken.stylesheets] == ["style.css"]
    assert b"color:red" in author.at(next(iter(taken.stylesheets)))[1]


def test_what_is_said_of_one_post_has_warnings_too(author: Author) -> None:
    author.edit(POST, "Summary: ", "Sumary: ")
    found = author.site.findings(author.folder / POST)
    assert {one.code for one in found} >= {"FM112"}
    assert author.site.findings(author.folder / PAGE) == []


@pytest.mark.parametrize("name", [POST, LIST, OTHER])
def test_a_text_that_is_half_written_changes_no_address(author: Author, name: str) -> None:
    """Editors empty a file before they write it, and a busy machine looks between the two."""
    before = author.everything()
    file = author.folder / name
    text = file.read_text(encoding="utf-8")
    file.write_text("")
    author.site.load_changes([file])
    assert author.site.problems()
    assert author.everything() == before
    file.write_text(text, encoding="utf-8")
    author.site.load_changes([file])
    assert author.site.problems() == []
    assert author.everything() == before


def test_what_was_checked_is_shown_after_an_error_as_well(author: Author) -> None:
    author.edit(POST, "Date: ", "Date: the ")
    author.edit(POST, "Date: the ", "Date: ")
    author.edit(POST, "Date: ", "Date: the ")
    file = author.folder / POST
    file.write_text(file.read_text(encoding="utf-8").replace("Date: the ", "Date: ") + "\nMore.\n", encoding="utf-8")
    author.site.load_changes([file])
    _, page = author.at("2017/09/knocking/index.html")
    assert b"More." in page
    assert b'data-verdict="passed"' in page


def test_a_template_of_what_stands_in_texts_is_taken_in(author: Author) -> None:
    name, page = "theme/templates/snippet/fence.html", "2017/09/knocking/index.html"
    add(author, name, '{% include "!default/snippet/fence.html" %}<p>One</p>')
    assert b"<p>One</p>" in author.at(page)[1]
    author.edit(name, "One", "Another")
    assert b"<p>Another</p>" in author.at(page)[1]
    assert author.differences() == []
