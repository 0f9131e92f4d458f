import os
from pathlib import Path

import pytest

from faircopy.markdown.site_boundary import site_around, why_outside


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/key.txt").write_text("a key")
    site = tmp_path / "site"
    (site / ".git").mkdir(parents=True)
    (site / ".git/config").write_text("")
    (site / "content/posts/a").mkdir(parents=True)
    (site / "content/shared.txt").write_text("shared")
    return site


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("../../shared.txt", ""),
        ("../../../content", "leads in a circle"),
        ("../a", "leads in a circle"),
        ("../../..", "leads in a circle"),
        ("missing", ""),
        ("../../../../secret/key.txt", "leads out of the site"),
        ("../../../../secret", "leads out of the site"),
        ("../../../../secret/missing", "leads out of the site"),
        ("../../../../site-too/a", "leads out of the site"),
        ("../../../.git/config", "leads into '.git'"),
        ("../../../.git", "leads into '.git'"),
    ],
)
def test_where_a_link_leads(site: Path, target: str, why: str) -> None:
    root = site_around(site / "content")
    assert root == site
    link = site / "content/posts/a/link"
    link.symlink_to(target)
    assert why_outside(link, root) == why
    # … by way of another link, from a folder that is one, and written whole.
    (site / "content/posts/b").symlink_to("a")
    assert why_outside(site / "content/posts/b/link", root) == why
    (site / "content/again").symlink_to("posts/a/link")
    assert (why_outside(site / "content/again", root) or why) in {why, "leads in a circle"}
    whole = site / "content/posts/a/whole"
    whole.symlink_to(os.path.normpath(site / "content/posts/a" / target))
    assert why_outside(whole, root) == why


def test_a_file_behind_a_linked_folder_is_outside_too(site: Path) -> None:
    (site / "content/posts/out").symlink_to("../../../secret")
    assert why_outside(site / "content/posts/out/key.txt", site) == "leads out of the site"
    assert why_outside(site / "content/shared.txt", site) == ""


def test_dots_in_a_path_lead_out_as_a_link_does(site: Path) -> None:
    assert why_outside(site / "content/../../secret/key.txt", site) == "leads out of the site"


def test_two_links_to_each_other_end(site: Path) -> None:
    (site / "content/one").symlink_to("two")
    (site / "content/two").symlink_to("one")
    assert why_outside(site / "content/one", site) == ""  # it leads nowhere, which is told when it is read


def test_without_a_repository_the_folder_itself_counts(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    assert site_around(tmp_path / "site") == tmp_path / "site"


@pytest.mark.parametrize("name", ["a" * 300, f"{'a/' * 3000}b"])
def test_a_name_that_is_too_long_for_a_file_leads_nowhere_else(tmp_path: Path, name: str) -> None:
    assert why_outside(tmp_path / name, site_around(tmp_path)) == ""
