"""What editors and systems leave is no content, in the check, the build and the preview; only files are read."""

import errno
import os
import socket
from fnmatch import fnmatch
from pathlib import Path

import pytest

from faircopy.diagnostics.model import Diagnostic
from faircopy.lint.check import check_content
from faircopy.lint.layout import layout_of
from faircopy.markdown.document import read_document
from faircopy.markdown.files import markdown_files, read_regular, why_unreadable
from faircopy.markdown.ignored_files import IGNORED, is_ignored
from faircopy.media.assets import static_folder
from faircopy.preview.broken_site import BrokenSite
from faircopy.preview.file_stamps import changed, stamps_of
from faircopy.snippets.jobs import Settings

DROPPINGS = [".#index.md", "#index.md#", "index.md~", ".index.md.swp", "index.md.swo", "4913", ".DS_Store", "Thumbs.db"]
DROPPINGS += ["desktop.ini", "Desktop.ini", ".~lock.data.csv#", "._index.md", "index.md.tmp", "x.TMP", "~$notes.docx"]
DROPPINGS += [
    "index.md___jb_tmp___",
    ".index.md.kate-swp",
    "index.md.crswap",
    "x.part",
    "ehthumbs.db",
    "Icon\r",
    "__pycache__",
]
CONTENT = [
    "index.md",
    "a~b.md",
    "4913.md",
    "tmp.md",
    "x.swf",
    "#1.png",
    "notes.tmp.txt",
    "thumbs.dbx",
    "part",
    "a.swift",
]
POST = "Title: A\nDate: 2020-01-02\nSlug: a\nSummary: S\n\nBody.\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content" / "posts" / "2020" / "a"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text(POST)
    return tmp_path / "content"


def codes(content: Path) -> list[tuple[str, str]]:
    found = check_content(content, Settings()).diagnostics
    return [(one.code, Path(one.path).name) for one in found]


@pytest.mark.parametrize("name", DROPPINGS)
def test_droppings_are_no_content(content: Path, name: str, tmp_path: Path) -> None:
    assert is_ignored(name)
    assert any(fnmatch(name, pattern) for pattern in IGNORED)  # as Pelican asks
    static = tmp_path / "static"
    static.mkdir()
    before = stamps_of([content]), layout_of(content), static_folder(static)
    for folder in (content / "posts" / "2020" / "a", content / "extra", content, static):
        folder.mkdir(exist_ok=True)
        (folder / name).write_text("<<<")
    assert (stamps_of([content]), layout_of(content), static_folder(static)) == before
    assert codes(content) == []
    assert [file.name for file in markdown_files([content])] == ["index.md"]


@pytest.mark.parametrize("name", CONTENT)
def test_what_only_resembles_them_is_content(name: str) -> None:
    assert not is_ignored(name)


def test_a_lock_file_that_is_a_link_to_nothing_is_passed_over(content: Path) -> None:
    (content / "posts" / "2020" / "a" / ".#index.md").symlink_to("me@machine.1234:5678")
    assert codes(content) == []
    assert [file.name for file in markdown_files([content])] == ["index.md"]


def pipe(path: Path) -> None:
    os.mkfifo(path)


def listening(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's path may not be long
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


def device(path: Path) -> None:
    path.symlink_to("/dev/null")


@pytest.mark.parametrize(
    "place", ["posts/2020/b/index.md", "posts/2020/a/data.csv", "pages/x.md", "extra/x.svg", "extra/x"]
)
@pytest.mark.parametrize("make", [pipe, listening, device])
def test_nobody_waits_for_what_is_no_file(content: Path, make: object, place: str) -> None:
    file = content / place
    file.parent.mkdir(parents=True, exist_ok=True)
    assert callable(make)
    make(file)
    # A link to a device leads out of the site, which is another finding.
    assert [(code[:3], name) for code, name in codes(content)] == [("MD0", file.name)]


@pytest.mark.parametrize("place", [b"extra/\xff.txt", b"posts/2020/a/\xff.md", b"extra/\xff/a.txt", b"pages/\xff.md"])
def test_a_name_that_is_not_utf_8_is_told(content: Path, place: bytes) -> None:
    file = Path(os.fsdecode(os.fsencode(content) + b"/" + place))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(POST)
    assert [code for code, _ in codes(content)] == ["MD001"]


def test_a_chart_does_not_wait_either(content: Path) -> None:
    folder = content / "posts" / "2020" / "a"
    os.mkfifo(folder / "speeds.csv")
    (folder / "index.md").write_text(POST + "\n![x](speeds.csv){.chart .bars}\n")
    assert ("TH101", "index.md") in codes(content)


def test_what_is_no_file_says_what_it_is(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.md")
    found = read_document(tmp_path / "x.md", "x.md")
    assert isinstance(found, Diagnostic)
    assert str(found) == "x.md:1: error MD001 cannot be read: it is a named pipe; move it away: a text is a file"
    with pytest.raises(OSError, match="it is a folder"):
        read_regular(tmp_path)


def test_a_folder_may_have_any_name(content: Path) -> None:
    (content / "posts" / "2020" / "x.md").mkdir()
    (content / "posts" / "2020" / "x.md" / "index.md").write_text(POST.replace("Slug: a", "Slug: b"))
    assert codes(content) == []


# What has changed


def test_a_file_that_is_moved_away_and_back_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x")
    before = stamps_of([file])
    file.rename(tmp_path / "b")
    (tmp_path / "b").rename(file)
    os.utime(file, ns=(before[file][0], before[file][0]))
    assert changed(before, stamps_of([file])) == {file}


def test_a_copy_with_the_old_time_has_changed(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text("x")
    before = stamps_of([file])
    (tmp_path / "b").write_text("y")
    os.utime(tmp_path / "b", ns=(before[file][0], before[file][0]))
    (tmp_path / "b").rename(file)
    assert changed(before, stamps_of([file])) == {file}


def test_settings_that_come_back_are_noticed(tmp_path: Path) -> None:
    settings = tmp_path / "pelicanconf.py"
    settings.write_text("x = 1")
    old = settings.stat().st_mtime_ns
    settings.rename(tmp_path / "away")
    site = BrokenSite(settings)
    assert not site.load_changes().restart
    (tmp_path / "away").rename(settings)
    os.utime(settings, ns=(old, old))
    assert site.load_changes().restart


def test_a_content_folder_that_is_made_anew_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("x")
    site = BrokenSite(tmp_path / "pelicanconf.py")
    (tmp_path / "content" / "a.md").unlink()
    (tmp_path / "content").rmdir()
    assert site.load_changes().restart


def test_each_text_that_cannot_be_read_is_told_why_and_what_to_do(tmp_path: Path) -> None:
    listening(tmp_path / "socket.md")
    (tmp_path / "link.md").symlink_to("nowhere")
    (tmp_path / "folder.md").mkdir()
    away = "move it away: a text is a file"
    for name, why, hint in (
        ("socket.md", "it is a socket, or a device without a driver", away),
        ("link.md", "No such file or directory: it is a link to 'nowhere'", "correct the link, or remove it"),
        ("folder.md", "it is a folder", away),
    ):
        assert str(read_document(tmp_path / name, name)) == f"{name}:1: error MD001 cannot be read: {why}; {hint}"
    error = PermissionError(errno.EACCES, "Permission denied")
    assert why_unreadable(Path("a.md"), error) == ("cannot be read: Permission denied", "allow it: chmod u+r 'a.md'")
