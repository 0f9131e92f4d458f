from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import copy_of_site, run_task

pytestmark = pytest.mark.slow


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_two_builds_are_the_same_bytes(tmp_path: Path, need: Callable[[str], str]) -> None:
    """Different folders, hash seeds, time zones and clocks."""
    faketime = need("faketime")
    here, there = copy_of_site(tmp_path / "here"), copy_of_site(tmp_path / "some where else")
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
    )
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert files(here / "output") == files(there / "output")


def library_of(faketime: str) -> str:
    (library,) = Path("/usr/lib").glob("*/faketime/libfaketime.so.1")
    assert faketime
    return str(library)


def test_an_address_that_nobody_set_is_warned_of(site_copy: Path) -> None:
    result = run_task(site_copy, "build", SITEURL="")
    assert result.returncode == 0
    assert "warning: SITEURL is not set" in result.stderr
    assert "https://faircopy.example/" in (site_copy / "output" / "index.html").read_text()


@pytest.mark.parametrize("name", ["2017/fail2ban", "2016/tech-due-diligence"])
def test_drafts_stay_at_home(site_copy: Path, name: str) -> None:
    post = site_copy / f"content/posts/{name}/index.md"
    post.write_text(post.read_text().replace("Slug:", "Status: draft\nSlug:", 1))
    for other in (site_copy / "content").rglob("*.md"):
        # Links to a draft would be an error of their own.
        other.write_text(other.read_text().replace(f"{{filename}}/posts/{name}/index.md", "/about/"))
    settings = site_copy / "pelicanconf.py"
    settings.write_text(settings.read_text().replace('"2016/08/tech-due-diligence/"', '"about/"'))
    result = run_task(site_copy, "build", SITEURL="https://example.org")
    assert result.returncode == 0, result.stdout
    slug = name.partition("/")[2]
    built = files(site_copy / "output")
    assert not [file for file in built if (file[:2] == "20" and f"/{slug}/" in file) or "draft" in file]
