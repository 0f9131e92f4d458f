"""What ghp-import does by itself, each trap first, and what becomes of it here."""

from contextlib import chdir
from pathlib import Path

import pytest
from ghp_import import ghp_import

from publishsite import Author, another_author, git, new_author, post_text, remote_files, remote_head

pytestmark = pytest.mark.slow


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return new_author(tmp_path)


def by_itself(author: Author, folder: Path, **options: object) -> None:
    with chdir(author.folder):
        ghp_import(str(folder), push=True, **options)


def small_site(tmp_path: Path) -> Path:
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "index.html").write_text("<p>Hello")
    return tmp_path / "small"


def test_an_empty_folder_would_be_an_empty_site(author: Author, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    by_itself(author, tmp_path / "empty")
    assert git(tmp_path / "remote.git", "ls-tree", "gh-pages") == ""
    before = remote_head(tmp_path)
    author.git("rm", "-qr", "content")
    author.write("content/posts/.keep", "")
    author.set("PLUGINS, DIRECT_TEMPLATES, FEED_ALL_ATOM = [], [], None")
    author.commit()
    assert "PB301" in author.publish().codes
    assert remote_head(tmp_path) == before


def test_the_source_would_be_overwritten(author: Author, tmp_path: Path) -> None:
    kept = remote_head(tmp_path, "main")
    author.set('PUBLISH_BRANCH = "main"')
    author.commit()
    assert author.publish().codes == ["PB107"]
    source = remote_head(tmp_path, "main")
    assert source != kept
    by_itself(author, small_site(tmp_path), branch="main")
    assert list(remote_files(tmp_path, "main")) == ["index.html"]


def test_the_same_site_would_be_a_new_commit(author: Author, tmp_path: Path) -> None:
    site = small_site(tmp_path)
    by_itself(author, site)
    first = remote_head(tmp_path)
    by_itself(author, site, mesg="again")
    assert remote_head(tmp_path) != first
    trees = git(tmp_path / "remote.git", "rev-parse", f"{first}^{{tree}}", "gh-pages^{tree}").split()
    assert trees[0] == trees[1]
    author.publish()
    ours = remote_head(tmp_path)
    # A commit of the source that changes nothing for readers, too.
    author.write("notes.md", "Not a part of the site.")
    author.commit()
    outcome = author.publish()
    assert "nothing to publish" in outcome.text
    assert "nothing changes for readers" in outcome.results
    assert remote_head(tmp_path) == ours


def test_what_somebody_else_published_would_stop_it(author: Author, tmp_path: Path) -> None:
    other = another_author(tmp_path)
    other.git("fetch", "-q")
    author.publish()
    with pytest.raises(Exception, match="push"):
        by_itself(other, small_site(tmp_path))
    other.git("branch", "-D", "gh-pages")
    other.write("content/posts/2020/three/index.md", post_text("three"))
    other.commit()
    assert other.publish().codes == []
    assert "2020/02/three/index.html" in remote_files(tmp_path)


def test_domain_and_nojekyll_would_be_lost(author: Author, tmp_path: Path) -> None:
    author.set('PUBLISH_CNAME = "blog.example.nz"')
    author.commit()
    assert author.publish(siteurl="https://blog.example.nz", now="2026-11-23").codes == []
    files = remote_files(tmp_path)
    assert (files["CNAME"], files[".nojekyll"]) == (b"blog.example.nz", b"")
    by_itself(author, small_site(tmp_path))
    assert list(remote_files(tmp_path)) == ["index.html"]


def test_commits_of_the_local_branch_would_be_thrown_away(author: Author, tmp_path: Path) -> None:
    author.publish()
    author.git("fetch", "-q", "origin", "gh-pages:gh-pages")
    author.git("worktree", "add", "-q", "../pages", "gh-pages")
    pages = Author(tmp_path / "pages")
    pages.write("google.html", "kept by hand")
    pages.git("add", "-A")
    pages.git("commit", "-qm", "By hand")
    by_hand = author.git("rev-parse", "gh-pages")
    author.git("worktree", "remove", "../pages")
    author.write_post("three")
    author.commit()
    assert author.publish().codes == []
    assert author.git("rev-parse", "gh-pages") == by_hand
    author.git("fetch", "-q")
    by_itself(author, small_site(tmp_path))
    assert author.git("rev-parse", "gh-pages") != by_hand
    assert by_hand not in author.git("rev-list", "gh-pages")
