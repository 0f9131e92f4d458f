"""`unpublish_last` puts the site back that was there before, as a new commit."""

from pathlib import Path

import pytest

from publishsite import Author, git, new_author, remote_files, remote_head

pytestmark = pytest.mark.slow


@pytest.fixture
def author(tmp_path: Path) -> Author:
    """Three publications: two posts, then three, then four."""
    author = new_author(tmp_path)
    assert author.publish().codes == []
    for slug in ("three", "four"):
        author.write_post(slug)
        author.commit()
        assert author.publish().codes == []
    return author


def trees(folder: Path) -> list[str]:
    """The published trees, the newest first."""
    return git(folder / "remote.git", "log", "--format=%T", "gh-pages").split("\n")


def test_back_and_back_again_and_on(author: Author, tmp_path: Path) -> None:
    third, second, first = trees(tmp_path)
    outcome = author.unpublish_last()
    assert "removed  /2020/02/four/" in outcome.results
    assert "correct it, or git revert" in outcome.text
    assert trees(tmp_path) == [second, third, second, first]
    assert author.unpublish_last().codes == []
    assert trees(tmp_path)[0] == first
    outcome = author.unpublish_last()
    assert outcome.codes == ["PB506"]
    assert "is the first that was published" in outcome.text
    assert author.publish().codes == []
    assert trees(tmp_path)[0] == third


def test_nothing_is_changed_by_looking(author: Author, tmp_path: Path) -> None:
    before = remote_head(tmp_path)
    outcome = author.unpublish_last(dry_run=True)
    assert "removed  /2020/02/four/" in outcome.results
    assert remote_head(tmp_path) == before


def test_who_pushes_meanwhile_wins(author: Author, tmp_path: Path) -> None:
    remote = tmp_path / "remote.git"
    theirs = git(
        remote, "-c", "user.name=x", "-c", "user.email=x@x", "commit-tree", "gh-pages^{tree}", "-p", "gh-pages"
    )
    hook = author.folder / ".git/hooks/pre-push"
    hook.write_text(f"#!/bin/sh\ngit -C ../remote.git update-ref refs/heads/gh-pages {theirs}\n")
    hook.chmod(0o755)
    assert author.unpublish_last().codes == ["PB501"]
    assert remote_head(tmp_path) == theirs


def test_there_is_nothing_to_put_back(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    assert author.unpublish_last().codes == ["PB506"]
    assert author.publish().codes == []
    assert author.unpublish_last().codes == ["PB506"]


def test_what_others_have_committed_is_not_ours_to_undo(author: Author, tmp_path: Path) -> None:
    commit = git(author.folder, "commit-tree", "HEAD^{tree}", "-p", "refs/faircopy/published", "-m", "By hand")
    author.git("push", "-q", "origin", f"{commit}:gh-pages")
    outcome = author.unpublish_last()
    assert outcome.codes == ["PB506"]
    assert "'By hand', was not made by make publish" in outcome.text
    assert "publishconf.py" in remote_files(tmp_path)


def test_a_stand_in_for_the_address_is_refused_before_anything_is_asked(author: Author, tmp_path: Path) -> None:
    before = remote_head(tmp_path)
    messages = author.unpublish_last(siteurl="https://faircopy.example")
    assert messages.codes == ["PB113"]
    assert "SITEURL is 'https://faircopy.example', a placeholder" in messages.text
    assert "asking" not in messages.text
    assert remote_head(tmp_path) == before
