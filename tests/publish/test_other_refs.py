"""Tags and branches that have the same names as ours change nothing, here and on the remote."""

from pathlib import Path

import pytest

from publishsite import git, new_author, remote_files

pytestmark = pytest.mark.slow

# Each leads to the first commit; git asks for some of them before it asks for a branch.
REFS = (
    "refs/tags/main",
    "refs/tags/gh-pages",
    "refs/tags/HEAD",
    "refs/tags/origin",
    "refs/tags/heads/main",
    "refs/tags/refs/heads/main",
    "refs/tags/refs/faircopy/published",
    "refs/heads/HEAD",
    "refs/heads/heads/main",
    "refs/heads/origin/main",
    "refs/heads/-f",
    "refs/heads/--upload-pack=false",
    "refs/remotes/main",
    "refs/remotes/gh-pages",
)


@pytest.mark.parametrize("ref", [*REFS, "all"])
def test_what_has_our_names_changes_nothing(tmp_path: Path, ref: str) -> None:
    author = new_author(tmp_path)
    first = author.git("rev-parse", "HEAD")
    assert author.publish().codes == []
    for one in REFS if ref == "all" else [ref]:
        author.git("update-ref", one, first)
        author.git("push", "-q", "origin", f"{first}:{one}")
    author.write_post("three")
    author.git("add", "-A")
    author.git("commit", "-qm", "Write")
    # Git pushes to no branch whose whole name is also that of a tag.
    author.git("push", "-q", "origin", "HEAD^0:refs/heads/incoming")
    git(tmp_path / "remote.git", "update-ref", "refs/heads/main", "refs/heads/incoming")
    outcome = author.publish()
    assert outcome.codes == [], outcome.text
    assert "2020/02/three/index.html" in remote_files(tmp_path, "refs/heads/gh-pages")
    assert author.unpublish_last().codes == []
    assert "2020/02/three/index.html" not in remote_files(tmp_path, "refs/heads/gh-pages")
