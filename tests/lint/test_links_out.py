"""Symbolic links below `content/`: followed within the site, and nowhere else."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from faircopy.content.moment import Moment
from faircopy.diagnostics.model import Diagnostic
from faircopy.lint.check import check_content
from faircopy.lint.layout import layout_of
from faircopy.snippets.jobs import Settings

POST = "Title: One\nDate: 2017-09-01\nSlug: {slug}\nSummary: A post.\n{more}\nBody\n"
MOMENT = Moment(datetime(2026, 11, 23, tzinfo=UTC), ZoneInfo("UTC"))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    content = tmp_path / "site/content"
    (tmp_path / "elsewhere/folder").mkdir(parents=True)
    for name in ("index.md", "folder/index.md"):
        (tmp_path / "elsewhere" / name).write_text(POST.format(slug="elsewhere", more=""))
    (tmp_path / "elsewhere/key.png").write_text("a key")
    write(content / "posts/2017/a/index.md", "a")
    return content


def write(path: Path, slug: str, more: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(POST.format(slug=slug, more=more))


def found_in(content: Path) -> list[Diagnostic]:
    return check_content(content, Settings(), moment=MOMENT).diagnostics


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("posts/2017/a/key.png", "../../../../../elsewhere/key.png"),
        ("posts/2017/b.md", "../../../../elsewhere/index.md"),
        ("posts/2017/b", "../../../../elsewhere/folder"),
        ("posts/2017/missing.png", "../../../../elsewhere/missing.png"),
        ("posts/2018", "../../../elsewhere"),
        ("extra", "../../elsewhere"),
        ("posts/2017/round", ".."),
        ("pages", "/"),
    ],
)
def test_a_link_out_of_the_site_is_an_error_and_nothing_behind_it_is_read(
    content: Path, name: str, target: str
) -> None:
    (content / name).symlink_to(target)
    (found,) = found_in(content)
    assert (found.path, found.code) == (str(content / name), "MD011")
    assert layout_of(content).posts == [content / "posts/2017/a/index.md"]
    assert [file.name for file in layout_of(content).files] == ["index.md"]


def test_a_content_folder_that_leads_out_is_not_read(content: Path) -> None:
    linked = content.parent / "linked"
    linked.symlink_to("../elsewhere")
    assert [found.code for found in found_in(linked)] == ["MD011"]


def test_links_within_the_site_are_followed(content: Path) -> None:
    (content.parent / "pictures").mkdir()
    (content.parent / "pictures/p.png").write_text("a picture")
    (content / "posts/2017/a/p.png").symlink_to("../../../../pictures/p.png")
    write(content.parent / "drafts-elsewhere/b/index.md", "b")
    (content / "posts/2018").symlink_to("../../drafts-elsewhere")
    assert found_in(content) == []
    assert content / "posts/2018/b/index.md" in layout_of(content).posts


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("posts/2017/a/plan.png", "../b/plan.png"),
        ("posts/2017/a/img", "../b/img"),
        ("extra/plan.png", "../posts/2017/b/img/plan.png"),
    ],
)
@pytest.mark.parametrize("more", ["Status: draft\n", "Status: Draft\n", ""])
def test_a_link_to_a_file_of_what_is_held_back(content: Path, name: str, target: str, more: str) -> None:
    write(content / "posts/2017/b/index.md", "b", more)
    (content / "posts/2017/b/img").mkdir()
    for file in ("plan.png", "img/plan.png"):
        (content / "posts/2017/b" / file).write_text("the plan")
    (content / name).parent.mkdir(exist_ok=True)
    (content / name).symlink_to(target)
    found = found_in(content)
    assert [one.code for one in found] == (["PR221"] if more else [])
    assert all(f"'{content / 'posts/2017/b/index.md'}', which is not public" in one.message for one in found)


def test_a_link_of_its_own_brings_nothing_elsewhere(content: Path) -> None:
    write(content / "posts/2017/b/index.md", "b", "Status: draft\n")
    (content / "posts/2017/b/plan.png").write_text("the plan")
    (content / "posts/2017/b/again.png").symlink_to("plan.png")
    assert found_in(content) == []
