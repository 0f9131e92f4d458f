from pathlib import Path

import pytest

from faircopy.diagnostics.model import Diagnostic
from faircopy.lint.check import check_content
from faircopy.lint.layout import layout_of
from faircopy.snippets.jobs import Settings

GOOD = "Title: One\nDate: 2017-09-01\nSlug: one\nSummary: A post.\n\nBody\n"


def found_in(content: Path) -> list[Diagnostic]:
    return check_content(content, Settings()).diagnostics


def make(content: Path, *names: str) -> None:
    for name in names:
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(GOOD)


def test_everything_in_its_place_is_found(tmp_path: Path) -> None:
    make(tmp_path, "posts/2017/b/index.md", "posts/2017/a/index.md", "pages/about.md", "posts/2017/a/pic.png")
    make(tmp_path, "extra/CNAME", "extra/robots.html", "posts/.hidden.txt", ".git/x.md", "posts/2017/a/.cache/x.md")
    layout = layout_of(tmp_path)
    assert [path.relative_to(tmp_path).as_posix() for path in layout.posts] == [
        "posts/2017/a/index.md",
        "posts/2017/b/index.md",
    ]
    assert layout.pages == [tmp_path / "pages/about.md"]
    assert layout.unread == []


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("posts/2017/a.markdown", "nothing reads a file that ends in '.markdown'; only '.md' is read"),
        ("posts/2017/a.MD", "nothing reads a file that ends in '.MD'; only '.md' is read"),
        ("posts/2017/a/notes.txt", "nothing reads a file that ends in '.txt'; only '.md' is read"),
        ("pages/about.html", "nothing reads a file that ends in '.html'; only '.md' is read"),
        ("pages/about.rst", "nothing reads a file that ends in '.rst'; only '.md' is read"),
        ("about.md", "files in this place are not read"),
        ("post/2017/a.md", "files in this place are not read"),
        ("images/pic.png", "files in this place are not read"),
        ("extra", "files in this place are not read"),
    ],
)
def test_what_nothing_reads_is_an_error(tmp_path: Path, name: str, fact: str) -> None:
    make(tmp_path, name)
    (found,) = found_in(tmp_path)
    assert (found.path, found.code, found.message) == (str(tmp_path / name), "FM135", fact)


def test_a_folder_may_be_called_anything(tmp_path: Path) -> None:
    make(tmp_path, "posts/2017/notes.md/index.md")
    assert found_in(tmp_path) == []


def test_a_link_to_nothing_is_an_error(tmp_path: Path) -> None:
    make(tmp_path, "posts/a/index.md")
    (tmp_path / "posts/b.md").symlink_to("none.md")
    (found,) = found_in(tmp_path)
    assert (found.path, found.code) == (str(tmp_path / "posts/b.md"), "MD001")


def test_a_folder_that_cannot_be_listed_is_an_error(tmp_path: Path) -> None:
    (found,) = found_in(tmp_path / "none")
    assert str(found).endswith("none:1: error MD001 cannot be listed: No such file or directory")
