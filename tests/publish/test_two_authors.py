"""Two authors at once: one wins, the other is told and loses nothing."""

import fcntl
from pathlib import Path

import pytest

from faircopy.markdown.files import alone_in
from publishsite import SETTINGS, Author, another_author, git, new_author, post_text, remote_files, remote_head

pytestmark = pytest.mark.slow


@pytest.fixture
def authors(tmp_path: Path) -> tuple[Author, Author]:
    """Two clones of a site that was published once."""
    first = new_author(tmp_path)
    assert first.publish().codes == []
    return first, another_author(tmp_path)


def while_pushing(author: Author, script: str) -> None:
    """Have something done between the last look at the remote and the push."""
    hook = author.folder / ".git/hooks/pre-push"
    hook.write_text(f"#!/bin/sh\nunset GIT_DIR GIT_INDEX_FILE GIT_PREFIX\n{script}\n")
    hook.chmod(0o755)


def test_who_comes_second_is_told(authors: tuple[Author, Author], tmp_path: Path) -> None:
    first, second = authors
    first.write_post("three")
    first.commit()
    second.git("pull", "-q")
    # The other publication takes place in the moment before this one's push.
    assert second.publish().codes == []
    theirs = remote_head(tmp_path)
    git(tmp_path / "remote.git", "update-ref", "refs/heads/gh-pages", f"{theirs}~1")
    git(tmp_path / "remote.git", "tag", "theirs", theirs)
    first.write_post("four")
    first.commit()
    while_pushing(first, "git -C ../remote.git update-ref refs/heads/gh-pages theirs")
    outcome = first.publish()
    assert outcome.codes == ["PB501"]
    assert "nothing of yours is lost" in outcome.text
    assert remote_head(tmp_path) == theirs
    # After looking, both are there.
    (first.folder / ".git/hooks/pre-push").unlink()
    assert first.publish().codes == []
    files = remote_files(tmp_path)
    assert {"2020/02/three/index.html", "2020/02/four/index.html"} <= files.keys()
    assert theirs in git(tmp_path / "remote.git", "rev-list", "gh-pages")


def test_who_has_not_seen_the_others_work_is_told_before_anything_is_built(
    authors: tuple[Author, Author], tmp_path: Path
) -> None:
    first, second = authors
    second.write("content/posts/2020/three/index.md", post_text("three"))
    second.commit()
    assert second.publish().codes == []
    theirs = remote_head(tmp_path)
    outcome = first.publish()
    assert outcome.codes == ["PB108", "PB110"]
    assert not [line for line in outcome.progress if line.startswith("building")]
    assert remote_head(tmp_path) == theirs


def test_a_push_that_the_remote_refuses(authors: tuple[Author, Author], tmp_path: Path) -> None:
    first, _ = authors
    old = remote_head(tmp_path)
    first.write_post("three")
    first.commit()
    hook = tmp_path / "remote.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho the disk is full >&2\nexit 1\n")
    hook.chmod(0o755)
    outcome = first.publish()
    assert outcome.codes == ["PB502"]
    assert "the disk is full" in outcome.text
    assert remote_head(tmp_path) == old


def test_a_remote_that_is_gone_by_then(authors: tuple[Author, Author], tmp_path: Path) -> None:
    first, _ = authors
    first.write_post("three")
    first.commit()
    while_pushing(first, "mv ../remote.git ../away.git; exit 1")
    assert first.publish().codes == ["PB502"]
    (tmp_path / "away.git").rename(tmp_path / "remote.git")


def test_an_answer_that_is_lost_is_no_failure(authors: tuple[Author, Author], tmp_path: Path) -> None:
    first, _ = authors
    first.write_post("three")
    first.commit()
    hook = first.folder / ".git/hooks/pre-push"
    # The push arrives by another way, and git reports a failure.
    while_pushing(first, "git push -q --no-verify origin faircopy-publishing:gh-pages; exit 1")
    assert first.publish().codes == []
    assert hook.exists()
    assert "2020/02/three/index.html" in remote_files(tmp_path)


def test_a_remote_that_keeps_something_else_is_noticed(authors: tuple[Author, Author], tmp_path: Path) -> None:
    first, _ = authors
    first.write_post("three")
    first.commit()
    hook = tmp_path / "remote.git/hooks/post-receive"
    hook.write_text("#!/bin/sh\ngit update-ref refs/heads/gh-pages gh-pages~1\n")
    hook.chmod(0o755)
    assert first.publish().codes == ["PB504"]


def test_somebody_who_publishes_on_top_at_once_is_no_failure(authors: tuple[Author, Author], tmp_path: Path) -> None:
    first, _ = authors
    first.write_post("three")
    first.commit()
    hook = tmp_path / "remote.git/hooks/post-receive"
    commit = "git -c user.name=x -c user.email=x@example.org commit-tree gh-pages~1^{tree} -p gh-pages -m More"
    hook.write_text(f"#!/bin/sh\ngit update-ref refs/heads/gh-pages $({commit})\n")
    hook.chmod(0o755)
    assert first.publish().codes == []


def test_twice_in_one_folder_is_once(authors: tuple[Author, Author]) -> None:
    first, _ = authors
    with (first.folder / ".cache/publish/lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert first.publish().codes == ["PB112"]
    with alone_in(first.folder / ".git"):  # as from another working tree
        assert first.publish().codes == ["PB112"]
    assert first.publish().codes == []
    assert (first.folder / SETTINGS).exists()
