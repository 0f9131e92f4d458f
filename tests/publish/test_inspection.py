from pathlib import Path

import pytest

from faircopy.diagnostics.model import Diagnostic
from faircopy.publish.git import TreeEntry
from faircopy.publish.guards.file_names import check_built, check_names
from faircopy.publish.guards.file_sizes import check_sizes
from faircopy.publish.guards.home_page import check_home_page
from faircopy.publish.guards.shrinking import check_shrinking
from faircopy.publish.site import BuiltSite


def site(folder: Path, **sizes: int) -> BuiltSite:
    """A site of HTML files of those sizes, and a home page."""
    (folder / "index.html").write_bytes(b"x" * 10)
    for name, size in sizes.items():
        with (folder / f"{name}.html").open("wb") as file:
            file.truncate(size)
    return BuiltSite(folder)


def checked(made: BuiltSite) -> list[Diagnostic]:
    """What must hold before the contents of a site are read."""
    return [*check_home_page(made), *check_names(made), *check_sizes(made)]


def codes(found: object) -> list[str]:
    return [diagnostic.code for diagnostic in found]  # type: ignore[attr-defined]


def test_a_good_site_is_good(tmp_path: Path) -> None:
    assert codes(checked(site(tmp_path, a=5, b=100 * 1024**2))) == []


def test_a_site_has_a_home_page(tmp_path: Path) -> None:
    assert codes(checked(BuiltSite(tmp_path))) == ["PB301"]
    (tmp_path / "index.html").touch()
    assert codes(checked(BuiltSite(tmp_path))) == ["PB301"]


def test_a_file_has_a_hundred_mebibytes_at_most(tmp_path: Path) -> None:
    (found,) = checked(site(tmp_path, film=101 * 1024**2))
    assert found.code == "PB303"
    assert str(found).endswith(
        "film.html:1: error PB303 101 MiB are more than GitHub's 100 MiB for a file; "
        "keep it somewhere else, and link to it"
    )
    assert codes(checked(site(tmp_path, film=100 * 1024**2 + 1))) == ["PB303"]


def test_a_site_has_a_gibibyte_at_most(tmp_path: Path) -> None:
    sizes = {f"film{number}": 100 * 1024**2 for number in range(11)}
    found = list(checked(site(tmp_path, **sizes)))
    assert codes(found) == ["PB303"]
    assert "the site has 1100 MiB, and GitHub Pages takes 1024 MiB" in str(found[0])


@pytest.mark.parametrize("name", ["CNAME", ".nojekyll", 'say"/x', '"quoted".html', "two\nlines.html", "a/.git/config"])
def test_names_that_cannot_be_published(tmp_path: Path, name: str) -> None:
    made = site(tmp_path)
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).touch()
    expected = [] if name == 'say"/x' else ["PB304"]
    assert codes(checked(made)) == expected


def test_links_are_not_followed(tmp_path: Path) -> None:
    made = site(tmp_path)
    (tmp_path / "folder").symlink_to("/etc")
    (tmp_path / "dead").symlink_to("nowhere")
    assert codes(checked(made)) == ["PB304", "PB304"]


def test_a_file_that_is_written_later_is_not_there_before(tmp_path: Path) -> None:
    assert codes(check_built(site(tmp_path))) == []
    (tmp_path / "build.json").touch()
    assert codes(check_built(BuiltSite(tmp_path))) == ["PB304"]


@pytest.mark.parametrize(
    ("before", "lost"),
    [
        ({}, ""),
        ({"index.html": 10, "a.html": 10}, ""),
        ({"index.html": 12, "a.html": 12}, ""),
        ({"index.html": 30, "a.html": 10}, "20 bytes of pages where there were 40"),
        ({"index.html": 1, "a.html": 1, "b.html": 1}, "2 pages where there were 3"),
        ({"index.html": 1, "a.html": 1, "b.png": 1}, "2 files where there were 3"),
        ({"index.html": 1, "a.html": 1, "CNAME": 1, ".nojekyll": 0, "build.json": 9}, ""),
    ],
)
def test_a_fifth_less_is_too_much(tmp_path: Path, before: dict[str, int], lost: str) -> None:
    published = {name: TreeEntry("100644", "0" * 40, size) for name, size in before.items()}
    found = "".join(map(str, check_shrinking(site(tmp_path, a=10), published)))
    assert lost in found
    assert bool(found) is bool(lost)
