import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT, SITEURL, Run, copy_code, copy_of_site, run_task
from faircopy.build.swap import replacing
from faircopy.starter.answers import Answers
from faircopy.starter.cli import begin
from ownsite import own_site

pytestmark = pytest.mark.slow


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_two_builds_are_the_same_bytes(tmp_path: Path, elsewhere: Path, need: Callable[[str], str]) -> None:
    """Different folders, file systems, orders of folders, hash seeds, time zones and clocks."""
    faketime = need("faketime")
    here, there = copy_of_site(tmp_path / "here"), copy_of_site(elsewhere / "some where else")
    for site in (here, there):
        copy_code(site)
    (tmp_path / "sitecustomize.py").write_text(
        f"import sys\nsys.path.append({str(ROOT / 'tests')!r})\n"
        "from foldershuffle import shuffle_folders\nshuffle_folders(1)\n"
    )
    first = run_task(here, "build", SITEURL="https://example.org/blog", PYTHONHASHSEED="1", TZ="UTC")
    preload = library_of(faketime)
    second = run_task(
        there,
        "build",
        SITEURL="https://example.org/blog",
        PYTHONHASHSEED="2",
        TZ="Asia/Tokyo",
        LD_PRELOAD=preload,
        FAKETIME="+400d",
        PYTHONPATH=f"{tmp_path}:{there / 'plugins'}",
    )
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert files(here / "output") == files(there / "output")


@pytest.mark.parametrize("year", ["1970", "2099"])
def test_a_clock_that_is_wrong_is_all_that_is_told(tmp_path: Path, need: Callable[[str], str], year: str) -> None:
    """Else each link to a post that is held back would be a dead one."""
    clock = {"LD_PRELOAD": library_of(need("faketime")), "FAKETIME": f"@{year}-01-02 00:00:00"}
    site = copy_of_site(tmp_path / "site")
    result = run_task(site, "build", SITEURL="https://example.org", **clock)
    assert result.returncode == 1
    (messages,) = [line for line in result.stdout.splitlines() if " error " in line]
    assert f"error SC902 the clock of this machine says {year}-01-0" in messages
    assert "held back" not in result.stdout


def library_of(faketime: str) -> str:
    (library,) = Path("/usr/lib").glob("*/faketime/libfaketime.so.1")
    assert faketime
    return str(library)


def test_an_address_that_nobody_set_is_warned_of(site_built_before: Path, faircopy: Run) -> None:
    result = faircopy(site_built_before, "build", SITEURL="")
    assert result.returncode == 0
    assert "warning: SITEURL is not set" in result.stderr
    assert "https://faircopy.example/" in (site_built_before / "output" / "index.html").read_text()


def test_drafts_stay_at_home(tmp_path: Path, faircopy: Run) -> None:
    site = own_site(tmp_path / "site")
    slugs = ("knocking", "moving-a-server")
    for slug in slugs:
        post = site / f"content/posts/2017/{slug}/index.md"
        post.write_text(post.read_text().replace("Slug:", "Status: draft\nSlug:", 1))
    for other in (site / "content").rglob("*.md"):
        # Links to a draft would be an error of their own.
        link = rf"{{filename}}/posts/2017/(?:{'|'.join(slugs)})/index\.md"
        other.write_text(re.sub(link, "{filename}/pages/about.md", other.read_text()))
    result = faircopy(site, "build", SITEURL=SITEURL)
    assert result.returncode == 0, result.stdout
    built = files(site / "output")
    assert "2015/08/windows/index.html" in built
    for slug in slugs:
        assert not [file for file in built if (file[:2] == "20" and f"/{slug}/" in file) or "draft" in file]


def test_who_builds_where_another_build_does_is_told_to_wait(site_built_before: Path, faircopy: Run) -> None:
    with replacing(site_built_before / "output"):
        result = faircopy(site_built_before, "build", SITEURL=SITEURL)
    assert result.returncode == 1
    assert f"SB905 'output' is not replaced: process {os.getpid()}, '" in result.stdout
    assert "', is building into it; wait until it has ended, or build into another folder" in result.stdout
    assert f"; 'kill {os.getpid()}' ends it, and what was there stays\n" in result.stdout


def test_a_hidden_post_may_be_the_only_one_with_its_tag_and_category(tmp_path: Path, faircopy: Run) -> None:
    site = own_site(tmp_path / "site")
    post = site / "content/posts/2015/windows/index.md"
    post.write_text(post.read_text().replace("Slug:", "Status: hidden\nSlug:", 1))
    result = faircopy(site, "build", SITEURL=SITEURL)
    assert result.returncode == 0, result.stdout
    page = (site / "output/2015/08/windows/index.html").read_text()
    assert '<li class="p-category">windows</li>' in page
    assert '<p class="p-category">Personal</p>' in page


def test_what_a_build_that_failed_has_made_is_not_counted_on(site_built_before: Path, faircopy: Run) -> None:
    """Once the fault is mended, all is as it was."""
    footer = site_built_before / "theme/templates/partials/site_footer.html"
    text = footer.read_text()
    assert faircopy(site_built_before, "build", SITEURL=SITEURL).returncode == 0
    footer.write_text(f'{text}<a href="/nowhere/">nowhere</a>\n')
    assert "SB904" in faircopy(site_built_before, "build", SITEURL=SITEURL).stdout
    footer.write_text(text)
    assert " 0 pages made," in faircopy(site_built_before, "build", SITEURL=SITEURL).stderr


def test_a_cache_that_cannot_be_used_is_told_and_can_be_removed(tmp_path: Path, faircopy: Run) -> None:
    site = tmp_path / "small"
    begin(site, Answers("Small", "Ada", SITEURL, "UTC", "en"))
    cache = site / ".cache/incremental"
    cache.parent.mkdir()
    cache.write_text("not a folder")
    result = faircopy(site, "build", SITEURL=SITEURL)
    assert result.returncode == 0, result.stdout
    assert "nothing can be kept in '.cache/incremental'" in result.stderr
    again = faircopy(site, "build", "--clean", "--explain", "/about/", SITEURL=SITEURL)
    assert "nothing can be kept" not in again.stderr
    assert "no build is known that was made with the same code" in again.stdout
    assert cache.is_dir()
